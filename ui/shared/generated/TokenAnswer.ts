
export type TokenAnswer = { token: string, expiresAt: number, };
