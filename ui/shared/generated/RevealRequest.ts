import type { RevealSubject } from "./RevealSubject";

export type RevealRequest = { subject: RevealSubject, path: string, };
