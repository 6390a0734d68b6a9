
export type RefreshPolicy = { enabled: boolean, bufferS: number, };
