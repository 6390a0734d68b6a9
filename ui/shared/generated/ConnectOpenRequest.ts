import type { Surface } from "./Surface";

export type ConnectOpenRequest = { attempt: string, surface?: Surface, };
