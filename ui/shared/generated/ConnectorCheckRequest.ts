
export type ConnectorCheckRequest = { text: string, };
