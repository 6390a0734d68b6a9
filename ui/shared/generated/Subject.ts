
export type Subject = { kind: "connection", connection: string, } | { kind: "new", integration: string, option: string | null, };
