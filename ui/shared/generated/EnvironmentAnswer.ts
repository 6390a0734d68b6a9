
export type EnvironmentAnswer = { variables: Array<[string, string]>, };
