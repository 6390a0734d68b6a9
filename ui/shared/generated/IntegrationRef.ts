
export type IntegrationRef = { key: string, };
