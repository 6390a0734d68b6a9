/** Unsaved edits of a connection: kept by the engine, encrypted, so that they are there again after the window was closed. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { DraftView } from "../../shared/generated/DraftView";
import { rpc } from "../../shared/host";
import { sameOverride } from "../../shared/params/patch";
import { keyOf, useAsk } from "../../shared/query";
import { forget, useTimeline, type Written } from "./timelines";
import { type Keeper, useKeeper } from "./useKeeper";

export interface KeptEdits extends Written, Omit<Keeper, "put" | "drop"> {
  /** Whether it is known yet if there are any. */
  ready: boolean;
  dirty: boolean;
  /** When the edits that were found were last changed; null where none were, or once they were touched. */
  restored: number | null;
  /** After a save: nothing is unsaved, and what is stored is what is shown. */
  settle: (stored: string) => void;
}

/** What the engine keeps for a connection, told at once: the list of drafts is a moment behind. */
const keptOf = new Map<string, { id: string; text: string }>();

/** For tests: each begins with a window that was just opened. */
export const forgetKept = (): void => keptOf.clear();

export function useKeptEdits(summary: ConnectionSummary, stored: string): KeptEdits {
  const client = useQueryClient();
  const drafts = useAsk("drafts", {});
  const kept = drafts.data?.find((one) => one.connection === summary.id);
  const key = `connection ${summary.id}`;
  const written = useTimeline(key, kept?.text ?? stored);
  const { text, touched, setText } = written;
  const dirty = useMemo(() => !sameOverride(text, stored), [text, stored]);
  const before = useRef(stored);

  const unkeep = useCallback(async () => {
    const id = keptOf.get(summary.id)?.id ?? kept?.id ?? null;
    keptOf.delete(summary.id);
    client.setQueryData<DraftView[]>(keyOf("drafts", {}), (all) => all?.filter((one) => one.connection !== summary.id));
    if (id !== null) await rpc("draft_discard", { id });
  }, [client, kept?.id, summary.id]);
  const save = useCallback(
    async (next: string) => {
      if (sameOverride(next, stored)) return unkeep();
      const id = keptOf.get(summary.id)?.id ?? kept?.id ?? null;
      const saved = await rpc("draft_save", { id, integration: summary.integrationKey, tenant: summary.tenantKey, name: summary.name, option: summary.option, connection: summary.id, text: next, updatedAt: 0 });
      keptOf.set(summary.id, { id: saved.id ?? "", text: next });
      client.setQueryData<DraftView[]>(keyOf("drafts", {}), (all) => [saved, ...(all ?? []).filter((one) => one.id !== saved.id)]);
    },
    [client, kept?.id, stored, summary, unkeep],
  );
  const { put, flush, drop, error } = useKeeper(save);
  useEffect(() => {
    if (touched && keptOf.get(summary.id)?.text !== text) put(text);
  }, [text, touched, put, summary.id]);
  // Saved elsewhere, by the command line or from the history: what was not edited here follows.
  useEffect(() => {
    const was = before.current;
    before.current = stored;
    if (was !== stored && touched && sameOverride(text, was)) setText(stored);
  }, [stored, text, touched, setText]);
  const settle = useCallback(
    (now: string) => {
      void drop().then(unkeep).catch(() => undefined);
      client.setQueryData<DraftView[]>(keyOf("drafts", {}), (all) => all?.filter((one) => one.connection !== summary.id));
      // A secret that was typed comes back masked. The way back would still hold it in the clear, so it ends here.
      if (!sameOverride(text, now)) forget(key);
    },
    [client, drop, key, summary.id, text, unkeep],
  );
  return { ...written, flush, error, ready: drafts.data !== undefined || drafts.error !== null, dirty, restored: kept !== undefined && !touched && dirty ? kept.updatedAt : null, settle };
}
