/** What the calls of a burst come to: numbers, and the points of its chart. */
import type { BurstCall } from "../../../shared/generated/BurstCall";

export type Outcome = "good" | "warn" | "bad";

export const outcomeOf = (call: BurstCall): Outcome => (call.status === null || call.status >= 500 ? "bad" : call.status >= 400 ? "warn" : "good");

/** How many calls ended each way, the most frequent first. */
export function tally(calls: readonly BurstCall[]): { status: number | null; count: number }[] {
  const counts = new Map<number | null, number>();
  for (const call of calls) counts.set(call.status, (counts.get(call.status) ?? 0) + 1);
  return [...counts].map(([status, count]) => ({ status, count })).sort((a, b) => b.count - a.count);
}

export interface Bar {
  /** Milliseconds, of the bar's left end. */
  from: number;
  good: number;
  warn: number;
  bad: number;
}

/** Ends by slices of time. Everything between the first send and the last end is covered. */
export function bars(calls: readonly BurstCall[], until: number, slices: number): Bar[] {
  const width = Math.max(until, 1) / slices;
  const all: Bar[] = Array.from({ length: slices }, (_, at) => ({ from: at * width, good: 0, warn: 0, bad: 0 }));
  for (const call of calls) {
    const bar = all[Math.min(slices - 1, Math.max(0, Math.floor(call.endedMs / width)))];
    if (bar) bar[outcomeOf(call)] += 1;
  }
  return all;
}

/** The time by which a part of the calls had ended. */
export function quantile(calls: readonly BurstCall[], part: number): number {
  const sorted = calls.map((call) => call.endedMs).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length) - 1))] ?? 0;
}

/** Milliseconds as a person reads them: `0.4 ms`, `12 ms`, `1.3 s`. */
export function ms(value: number): string {
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`;
  if (value >= 1000) return `${(value / 1000).toFixed(2)} s`;
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}
