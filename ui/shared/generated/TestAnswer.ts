
export type TestAnswer = { ok: boolean, status: number | null, words: string, };
