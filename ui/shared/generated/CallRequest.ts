
export type CallRequest = { connection: string, method: string, path: string, headers: Array<[string, string]>, body?: string, };
