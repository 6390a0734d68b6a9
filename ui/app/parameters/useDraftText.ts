/** A draft's text: shown at once, kept shortly after, and on demand before it is used. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import type { DraftView } from "../../shared/generated/DraftView";
import { rpc } from "../../shared/host";
import { keyOf } from "../../shared/query";
import { useKeeper, type Keeper } from "./useKeeper";
import { useTimeline, type Written } from "./timelines";

export interface DraftText extends Written, Omit<Keeper, "put" | "drop"> {
  /** Names the preset whose secrets the masked leaves stand for; kept with the next text. */
  keepPreset: (id: string) => void;
}

export function useDraftText(draft: DraftView): DraftText {
  const client = useQueryClient();
  const written = useTimeline(`draft ${draft.id}`, draft.text);
  const kept = useRef(draft.text);
  const base = useRef(draft);
  useEffect(() => {
    base.current = draft;
  }, [draft]);
  const save = useCallback(
    async (text: string) => {
      kept.current = text;
      const saved = await rpc("draft_save", { ...base.current, text });
      client.setQueryData<DraftView[]>(keyOf("drafts", {}), (all) => all?.map((one) => (one.id === saved.id ? saved : one)));
    },
    [client],
  );
  const { put, flush, error } = useKeeper(save);
  const { text } = written;
  useEffect(() => {
    if (text !== kept.current) put(text);
  }, [text, put]);
  const keepPreset = useCallback((preset: string) => {
    base.current = { ...base.current, preset };
  }, []);
  return { ...written, flush, error, keepPreset };
}
