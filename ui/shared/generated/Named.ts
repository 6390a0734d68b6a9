
export type Named = { key: string, title: string, };
