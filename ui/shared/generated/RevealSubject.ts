
export type RevealSubject = { kind: "connection", connection: string, } | { kind: "integration", integration: string, };
