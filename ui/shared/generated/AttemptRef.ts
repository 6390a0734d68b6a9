
export type AttemptRef = { attempt: string, };
