/** The subject of code for a connection or a draft: the override comes from the engine, with its secrets masked. */
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { DraftView } from "../../shared/generated/DraftView";
import type { Subject } from "../../shared/generated/Subject";
import { isObject, type JsonObject, sameOverride, writePatch } from "../../shared/params/patch";
import { fieldsOf } from "../../shared/params/schema";
import { useAsk } from "../../shared/query";
import { useTimeline } from "../parameters/timelines";
import { useSettled } from "../parameters/usePreview";
import type { CodeSubject } from "./subject";

/** Whose override is shown: what is stored, what is being edited, or, while that is no JSON, what was there before. */
export type Source = "stored" | "draft" | "unreadable";

export interface ForCode {
  subject: CodeSubject | null;
  source: Source;
  /** The text that is being edited; null where that is what is stored. */
  text: string | null;
}

const PAUSE_MS = 120;

const NO_API = "http://127.0.0.1:7282";

/** What both have in common; the dry run masks what was typed, secrets that are not stored yet among them. */
function useParts(integration: string, option: string | null, asked: Subject, text: string) {
  const status = useAsk("status", {});
  const shown = useAsk("integration_show", { key: integration, ...(option === null ? {} : { option }) });
  const settled = useSettled(text, PAUSE_MS);
  const { data: preview } = useAsk("parameters_preview", { subject: asked, text: settled.trim() === "" ? "{}" : settled }, { keep: true });
  const inputs = fieldsOf(shown.data?.inputSchema).map((field) => field.name);
  const override: JsonObject | null = isObject(preview?.overrides) ? preview.overrides : null;
  return { apiUrl: status.data?.api.url ?? NO_API, inputs, override, asked: preview !== undefined };
}

export function useConnectionCode(summary: ConnectionSummary): ForCode {
  const drafts = useAsk("drafts", {});
  const parameters = useAsk("parameters", { connection: summary.id });
  const stored = isObject(parameters.data?.overrides) ? parameters.data.overrides : null;
  const storedText = writePatch(stored ?? {});
  const kept = drafts.data?.find((one) => one.connection === summary.id);
  const { text } = useTimeline(`connection ${summary.id}`, kept?.text ?? storedText);
  const edited = stored !== null && !sameOverride(text, storedText);
  const { override, ...parts } = useParts(summary.integrationKey, summary.option, { kind: "connection", connection: summary.id }, edited ? text : storedText);
  const shown = edited ? (override ?? stored) : stored;
  const source: Source = !edited ? "stored" : override === null && parts.asked ? "unreadable" : "draft";
  if (shown === null) return { subject: null, source, text: null };
  return { source, text: edited ? text : null, subject: { apiUrl: parts.apiUrl, inputs: parts.inputs, integration: summary.integrationKey, tenant: summary.tenantKey, name: summary.name, option: summary.option, override: shown, connection: summary.id } };
}

export function useDraftCode(draft: DraftView, text: string): ForCode {
  const { override, ...parts } = useParts(draft.integration, draft.option, { kind: "new", integration: draft.integration, option: draft.option, ...(draft.copiedFrom === undefined ? {} : { copiedFrom: draft.copiedFrom }) }, text);
  if (override === null && !parts.asked) return { subject: null, source: "draft", text };
  // All of a draft is yet to be connected: that need not be said.
  return { source: override === null ? "unreadable" : "stored", text, subject: { apiUrl: parts.apiUrl, inputs: parts.inputs, integration: draft.integration, tenant: draft.tenant, name: draft.name, option: draft.option, override: override ?? {}, connection: null } };
}
