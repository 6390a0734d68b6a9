
export type CallsRequest = { connection?: string, limit?: number, before?: string, };
