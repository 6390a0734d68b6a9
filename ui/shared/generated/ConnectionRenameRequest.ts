
export type ConnectionRenameRequest = { connection: string, name: string, };
