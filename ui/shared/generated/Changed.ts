import type { ChangedWhat } from "./ChangedWhat";

export type Changed = { what: ChangedWhat, id: string | null, };
