
export type ConnectorShowRequest = { key: string, version: string | null, };
