
export type RedirectedRequest = { url: string, };
