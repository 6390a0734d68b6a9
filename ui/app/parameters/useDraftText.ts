/** A draft's text: shown at once, saved shortly after, and on demand before it is used. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { DraftView } from "../../shared/generated/DraftView";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";
import { asError } from "../../shared/problem";
import { keyOf } from "../../shared/query";

const PAUSE_MS = 400;

export interface DraftText {
  text: string;
  setText: (text: string) => void;
  /** Saves what is typed now; true once it is kept. */
  flush: () => Promise<boolean>;
  error: ErrorView | null;
}

export function useDraftText(draft: DraftView): DraftText {
  const client = useQueryClient();
  const [text, setLocal] = useState(draft.text);
  const [error, setError] = useState<ErrorView | null>(null);
  const pending = useRef<string | null>(null);
  const base = useRef(draft);

  const flush = useCallback(async () => {
    const next = pending.current;
    if (next === null) return true;
    pending.current = null;
    try {
      const saved = await rpc("draft_save", { ...base.current, text: next });
      client.setQueryData<DraftView[]>(keyOf("drafts", {}), (all) => all?.map((one) => (one.id === saved.id ? saved : one)));
      setError(null);
      return true;
    } catch (thrown) {
      pending.current ??= next;
      setError(asError(thrown));
      return false;
    }
  }, [client]);

  useEffect(() => {
    if (pending.current === null) return undefined;
    const timer = setTimeout(() => void flush(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, flush]);
  // Leaving the screen keeps what was typed in the last moment.
  useEffect(() => () => void flush(), [flush]);

  const setText = (next: string) => {
    pending.current = next;
    setLocal(next);
  };
  return { text, setText, flush, error };
}
