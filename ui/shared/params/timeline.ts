/** A text and the ways back and forth in it. What is typed in one go is one step. */

export interface Timeline {
  past: readonly string[];
  text: string;
  future: readonly string[];
  /** What made the last step, so that more of the same joins it; null where nothing may. */
  run: string | null;
  /** When the last step was made, in milliseconds. */
  at: number;
}

/** Steps that are kept. */
const KEPT_STEPS = 200;

/** A pause after which typing is a step of its own. */
const PAUSE_MS = 900;

export const startAt = (text: string): Timeline => ({ past: [], text, future: [], run: null, at: 0 });

/** The next text. `run` names what is being typed into; a change without one is a step by itself. */
export function write(line: Timeline, text: string, run: string | null, now: number): Timeline {
  if (text === line.text) return line;
  const joins = run !== null && run === line.run && now - line.at < PAUSE_MS && line.past.length > 0;
  return { past: joins ? line.past : [...line.past.slice(1 - KEPT_STEPS), line.text], text, future: [], run, at: now };
}

export function back(line: Timeline): Timeline {
  const text = line.past.at(-1);
  return text === undefined ? line : { past: line.past.slice(0, -1), text, future: [line.text, ...line.future], run: null, at: 0 };
}

export function forth(line: Timeline): Timeline {
  const [text, ...future] = line.future;
  return text === undefined ? line : { past: [...line.past, line.text], text, future, run: null, at: 0 };
}
