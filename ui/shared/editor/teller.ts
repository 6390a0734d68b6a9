/** Tells what is typed, in bursts: the rest of the screen must not be painted between two keys. */
import type { EditorState } from "@codemirror/state";

const PAUSE_MS = 60;

export interface Teller {
  /** Something was typed. */
  hear: (state: EditorState) => void;
  /** Tells now what waits. */
  flush: () => void;
  /** Whether a text is what was last told, on its way back. */
  isOwn: (text: string) => boolean;
  /** Forgets what waits: another text took its place. */
  drop: (text: string) => void;
}

export function newTeller(text: string, tell: (text: string) => void): Teller {
  let told = text;
  let waiting: EditorState | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting === null) return;
    told = waiting.doc.toString();
    waiting = null;
    tell(told);
  };
  return {
    hear: (state) => {
      waiting = state;
      timer ??= setTimeout(flush, PAUSE_MS);
    },
    flush,
    isOwn: (one) => one === told && waiting !== null,
    drop: (one) => {
      clearTimeout(timer);
      timer = undefined;
      waiting = null;
      told = one;
    },
  };
}
