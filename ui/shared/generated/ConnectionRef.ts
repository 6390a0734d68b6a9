
export type ConnectionRef = { connection: string, };
