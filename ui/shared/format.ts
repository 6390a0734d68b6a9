/** Times, sizes and words, as the window writes them. */
import { parseExact, writeExact } from "./exact";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in its two largest units: `24 min`, `1 h 52 min`, `3 d 4 h`. */
export function duration(ms: number): string {
  const left = Math.max(0, ms);
  if (left < MINUTE) return `${Math.floor(left / 1000)} s`;
  if (left < HOUR) return `${Math.floor(left / MINUTE)} min`;
  const [big, small] = left < DAY ? [HOUR, MINUTE] : [DAY, HOUR];
  const [bigWord, smallWord] = left < DAY ? ["h", "min"] : ["d", "h"];
  const rest = Math.floor((left % big) / small);
  return rest === 0 ? `${Math.floor(left / big)} ${bigWord}` : `${Math.floor(left / big)} ${bigWord} ${rest} ${smallWord}`;
}

/** How long a token still lives. */
export function timeLeft(expiresAt: number | null, now: number): string {
  if (expiresAt === null) return "no expiry";
  return expiresAt <= now ? "expired" : `${duration(expiresAt - now)} left`;
}

/** How long ago something was. */
export function ago(at: number | null, now: number): string {
  if (at === null) return "never";
  const past = now - at;
  if (past < 5_000) return "just now";
  return `${duration(past)} ago`;
}

/** Minutes and seconds of a countdown: `9:05`. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// Made once: a webview makes one of these anew for each toLocaleString, and each weighs more than the row that asks.
const CLOCK = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const FIGURE = new Intl.NumberFormat("en-GB");

/** The time of day with seconds. */
export const clock = (at: number): string => CLOCK.format(at);

/** A moment with date and time. */
export const moment = (at: number): string => MOMENT.format(at);

/** A number with its thousands apart: `1,000`. */
export const figure = (number: number): string => FIGURE.format(number);

/** A size in bytes: `820 B`, `12.3 KB`. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  return count < 1_000_000 ? `${(count / 1000).toFixed(1)} KB` : `${(count / 1_000_000).toFixed(1)} MB`;
}

/** Words that a sentence may follow: with a full stop, where they end without a mark of their own. */
export const sentence = (words: string): string => (/[.?…]$/.test(words) ? words : `${words}.`);

/** `1 override`, `2 overrides`. */
export const count = (number: number, one: string, many = `${one}s`): string => `${figure(number)} ${number === 1 ? one : many}`;

/** A body in a readable form: JSON indented, anything else as it is. */
export function pretty(body: string): string {
  try {
    return writeExact(parseExact(body));
  } catch {
    return body;
  }
}
