/** The dry run of an override while it is typed: asked a moment after the last key, and only the latest answer counts. */
import { useEffect, useState } from "react";
import type { Preview } from "../../shared/generated/Preview";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { Subject } from "../../shared/generated/Subject";
import { useAsk } from "../../shared/query";

const PAUSE_MS = 120;

export function useSettled<T>(value: T, pause: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return settled;
}

export interface LivePreview {
  preview: Preview | undefined;
  error: ErrorView | null;
  /** Whether the dry run shown is that of the text shown. */
  current: boolean;
}

export function usePreview(subject: Subject, text: string): LivePreview {
  const settled = useSettled(text, PAUSE_MS);
  const asked = useAsk("parameters_preview", { subject, text: settled.trim() === "" ? "{}" : settled }, { keep: true });
  return { preview: asked.data, error: asked.error, current: settled === text && !asked.isPlaceholderData && asked.isSuccess };
}
