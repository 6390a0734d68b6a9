/**
 * Unsaved edits of a connection, or of an integration's defaults: kept by the engine, encrypted, so that they are there again
 * after the window was closed.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { DraftView } from "../../shared/generated/DraftView";
import { rpc } from "../../shared/host";
import { sameOverride } from "../../shared/params/patch";
import { keyOf, useAsk } from "../../shared/query";
import { say } from "../../shared/toast";
import { forget, useTimeline, type Written } from "./timelines";
import { type Keeper, useKeeper } from "./useKeeper";

export interface KeptEdits extends Written, Pick<Keeper, "error"> {
  /** Whether it is known yet if there are any. */
  ready: boolean;
  dirty: boolean;
  /** When the edits that were found were last changed; null where none were, or once they were touched. */
  restored: number | null;
  /** Lets the edits go, and says so with a way back. */
  discard: () => void;
  /** After a save: nothing is unsaved, and what is stored is what is shown. */
  settle: (stored: string) => void;
}

/** Whose edits these are; the same object as long as it is the same. */
export interface EditsOf {
  /** Names their way back and forth within this window. */
  key: string;
  /** Whether a draft is one of theirs. */
  mine: (draft: DraftView) => boolean;
  /** What such a draft says besides its text. */
  draft: Omit<DraftView, "id" | "text" | "updatedAt">;
}

/** What the engine keeps, told at once: the list of drafts is a moment behind. */
const keptOf = new Map<string, { id: string; text: string }>();

/** For tests: each begins with a window that was just opened. */
export const forgetKept = (): void => keptOf.clear();

export function useKeptEdits(of: EditsOf, stored: string): KeptEdits {
  const client = useQueryClient();
  const drafts = useAsk("drafts", {});
  const { key, mine, draft } = of;
  const kept = drafts.data?.find(mine);
  const written = useTimeline(key, kept?.text ?? stored);
  const { text, touched, setText } = written;
  const dirty = useMemo(() => !sameOverride(text, stored), [text, stored]);
  const before = useRef(stored);

  const unkeep = useCallback(async () => {
    const id = keptOf.get(key)?.id ?? kept?.id ?? null;
    keptOf.delete(key);
    client.setQueryData<DraftView[]>(keyOf("drafts", {}), (all) => all?.filter((one) => !mine(one)));
    if (id !== null) await rpc("draft_discard", { id });
  }, [client, kept?.id, key, mine]);
  const save = useCallback(
    async (next: string) => {
      if (sameOverride(next, stored)) return unkeep();
      const id = keptOf.get(key)?.id ?? kept?.id ?? null;
      const saved = await rpc("draft_save", { ...draft, id, text: next, updatedAt: 0 });
      keptOf.set(key, { id: saved.id ?? "", text: next });
      client.setQueryData<DraftView[]>(keyOf("drafts", {}), (all) => [saved, ...(all ?? []).filter((one) => one.id !== saved.id)]);
    },
    [client, kept?.id, stored, key, draft, unkeep],
  );
  const { put, flush, drop, error } = useKeeper(save);
  useEffect(() => {
    if (touched && keptOf.get(key)?.text !== text) put(text);
  }, [text, touched, put, key]);
  // Saved elsewhere, by the command line or from the history: what was not edited here follows.
  useEffect(() => {
    const was = before.current;
    before.current = stored;
    if (was !== stored && touched && sameOverride(text, was)) setText(stored);
  }, [stored, text, touched, setText]);
  const settle = useCallback(
    (now: string) => {
      void drop().then(unkeep).catch(() => undefined);
      client.setQueryData<DraftView[]>(keyOf("drafts", {}), (all) => all?.filter((one) => !mine(one)));
      // A secret that was typed comes back masked. The way back would still hold it in the clear, so it ends here.
      if (!sameOverride(text, now)) forget(key);
    },
    [client, drop, key, mine, text, unkeep],
  );
  const discard = useCallback(() => {
    setText(stored);
    // Not after the keeper's pause: the window may be closed before that is over, and the edits would be there again.
    put(stored);
    void flush();
    say("The unsaved edits are discarded.", { undo: () => setText(text), here: true });
  }, [setText, stored, put, flush, text]);
  return { ...written, error, ready: drafts.data !== undefined || drafts.error !== null, dirty, restored: kept !== undefined && !touched && dirty ? kept.updatedAt : null, discard, settle };
}
