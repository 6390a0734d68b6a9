
export type TokenRequest = { tenant?: string, admin?: boolean, ttl?: number, };
