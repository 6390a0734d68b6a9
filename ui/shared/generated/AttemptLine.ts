
export type AttemptLine = { at: number, step: string, text: string, };
