
export type DraftRef = { id: string, };
