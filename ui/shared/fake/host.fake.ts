import type { Host } from "../host"; export function newFakeHost(): Host { throw new Error("later"); }
