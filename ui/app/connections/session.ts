/** How the list was left: grouping, folded groups, and where it was scrolled to, so that Back finds it as it was. */
import type { ConnectionGrouping } from "../../shared/generated/ConnectionGrouping";

export interface ListSession {
  group: ConnectionGrouping | null;
  archived: boolean;
  folded: ReadonlySet<string>;
  /** What the offset belongs to: with another filter the list begins at its top. */
  filter: string;
  offset: number;
}

const FRESH: ListSession = { group: null, archived: false, folded: new Set(), filter: "", offset: 0 };

/** One for each list, by a name. */
const sessions = new Map<string, ListSession>();

export const sessionOf = (list: string): ListSession => sessions.get(list) ?? FRESH;

export function keepSession(list: string, change: Partial<ListSession>): void {
  sessions.set(list, { ...sessionOf(list), ...change });
}

/** For tests: each begins with a window that was just opened. */
export const forgetSessions = (): void => sessions.clear();
