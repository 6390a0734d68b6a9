/** How a connection is doing, for the person whose account it is. */
import type { Light } from "../../shared/components/Lamp";
import type { Connection } from "./wire";

export interface Status {
  light: Light;
  words: string;
  /** What it means and what to do; none where all is well. */
  advice: string | null;
  /** Whether a reconnect is what helps. */
  reconnect: boolean;
}

/** From the wire's `connected` and `state` (design section 7). */
export function statusOf(connection: Connection): Status {
  if (typeof connection.archivedAt === "string") return { light: "off", words: "Disconnected", advice: null, reconnect: false };
  if (connection.connected === false) return { light: "red", words: "Needs a reconnect", advice: "The provider no longer accepts this sign-in. Reconnect to go on.", reconnect: true };
  if (connection.state === "CONFIGURATION_ERROR") return { light: "amber", words: "Not set up completely", advice: "This is for the people who run the application: its set-up for this provider misses something.", reconnect: false };
  if (connection.state === "CLIENT_ACTION_REQUIRED") return { light: "amber", words: "Needs a reconnect", advice: "It was changed to reach another address than the one you approved. Reconnect to approve it.", reconnect: true };
  if (connection.error) return { light: "amber", words: "Connected, with a problem", advice: connection.error.message ?? null, reconnect: false };
  return { light: "green", words: "Working", advice: null, reconnect: false };
}

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

/** A wire date as a day; null where there is none. */
export function day(date: string | null | undefined): string | null {
  const at = typeof date === "string" ? Date.parse(date) : NaN;
  return Number.isNaN(at) ? null : DAY.format(at);
}
