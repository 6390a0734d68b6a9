/** Something done to many connections, a few at a time. It goes on while other screens are looked at, and can be stopped. */
import { useSyncExternalStore } from "react";
import { asError } from "../../shared/problem";

export interface Failed {
  id: string;
  name: string;
  words: string;
}

export interface Run {
  /** What is being done, as `Testing`. */
  doing: string;
  done: number;
  total: number;
  failed: readonly Failed[];
  state: "running" | "stopping" | "over";
}

/** What became of one: its name, and what went wrong. */
export interface Outcome {
  name: string;
  problem: string | null;
}

interface Job {
  doing: string;
  ids: readonly string[];
  each: (id: string) => Promise<Outcome>;
  nameOf: (id: string) => Promise<string>;
  /** Hears which went well, once all are done or it was stopped. */
  over: (well: readonly string[], run: Run) => void;
}

/** Few enough that a provider does not take it for an attack. */
const AT_ONCE = 4;

let current: Run | null = null;
const hearers = new Set<() => void>();

function put(next: Run | null): void {
  current = next;
  hearers.forEach((tell) => tell());
}

const change = (next: Partial<Run>): void => put(current && { ...current, ...next });

async function one(job: Job, id: string): Promise<string | null> {
  try {
    const { name, problem } = await job.each(id);
    if (problem === null) return null;
    change({ failed: [...(current?.failed ?? []), { id, name, words: problem }] });
    return problem;
  } catch (thrown) {
    const { message, next } = asError(thrown);
    const name = await job.nameOf(id);
    change({ failed: [...(current?.failed ?? []), { id, name, words: [message, next].filter(Boolean).join(" ") }] });
    return message;
  }
}

/** Starts it, unless something is being done already. */
export async function start(job: Job): Promise<void> {
  if (current !== null && current.state !== "over") return;
  put({ doing: job.doing, done: 0, total: job.ids.length, failed: [], state: "running" });
  let begun = 0;
  const well: string[] = [];
  const work = async () => {
    while (current?.state === "running") {
      const id = job.ids[begun];
      begun += 1;
      if (id === undefined) return;
      if ((await one(job, id)) === null) well.push(id);
      change({ done: (current?.done ?? 0) + 1 });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  change({ state: "over" });
  const ended: Run | null = current;
  if (ended === null) return;
  if (ended.failed.length === 0) put(null);
  job.over(well, ended);
}

/** What is under way is finished; nothing more is begun. */
export const stop = (): void => change({ state: "stopping" });

/** Puts away what is over. */
export const putAway = (): void => put(current?.state === "over" ? null : current);

function hear(changed: () => void): () => void {
  hearers.add(changed);
  return () => hearers.delete(changed);
}

export const useRun = (): Run | null => useSyncExternalStore(hear, () => current);
