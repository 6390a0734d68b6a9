/** The dry run of an override while it is typed: asked a moment after the last key, and only the latest answer counts. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { Preview } from "../../shared/generated/Preview";
import type { Subject } from "../../shared/generated/Subject";
import { rpc } from "../../shared/host";
import { keyOf } from "../../shared/query";

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
  /** The dry run of what is saved, or of a new connection without an override: what `preview` is compared with. */
  saved: Preview | undefined;
}

/** Selecting makes what did not change keep its identity from one answer to the next, so that only what changed is painted. */
const whole = (preview: Preview): Preview => preview;

function useAsked(subject: Subject, text: string) {
  const payload = { subject, text: text.trim() === "" ? "{}" : text };
  return useQuery<Preview, ErrorView>({ queryKey: keyOf("parameters_preview", payload), queryFn: () => rpc("parameters_preview", payload), select: whole, placeholderData: (before) => before });
}

export function usePreview(subject: Subject, text: string, stored: string): LivePreview {
  const settled = useSettled(text, PAUSE_MS);
  const asked = useAsked(subject, settled);
  const base = useAsked(subject, stored);
  return { preview: asked.data, error: asked.error, current: settled === text && !asked.isPlaceholderData && asked.isSuccess, saved: base.isPlaceholderData ? undefined : base.data };
}
