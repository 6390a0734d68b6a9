
export type ListenerStatus = { listening: boolean, url: string, reason: string | null, };
