/** How long a minted token shall live. */

/** The longest that the engine mints, in seconds. */
const LONGEST = 86_400;

export type Lifetime = "900" | "3600" | "86400" | "own";

export const LIFETIMES: { value: Lifetime; label: string }[] = [
  { value: "900", label: "15 min" },
  { value: "3600", label: "1 h" },
  { value: "86400", label: "24 h" },
  { value: "own", label: "Other" },
];

/** Seconds, or what is wrong with the minutes that were typed. */
export function secondsOf(lifetime: Lifetime, minutes: string): number | string {
  if (lifetime !== "own") return Number(lifetime);
  const seconds = Math.round(Number(minutes.trim().replace(",", ".")) * 60);
  if (minutes.trim() === "" || !Number.isFinite(seconds) || seconds < 1) return "Write a number of minutes, like 5 or 0.5.";
  return seconds > LONGEST ? "A token lives a day at most: 1440 minutes." : seconds;
}
