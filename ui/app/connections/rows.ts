/** Connections and drafts as the rows of one list. */
import { lightOf, type Light } from "../../shared/components/Lamp";
import { parseFilter, passes } from "../../shared/filter";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { DraftView } from "../../shared/generated/DraftView";
import type { IntegrationSummary } from "../../shared/generated/IntegrationSummary";
import { isObject, readPatch } from "../../shared/params/patch";
import type { Route } from "../route";

export interface Row {
  id: string;
  route: Route;
  draft: boolean;
  archived: boolean;
  light: Light;
  name: string;
  /** Health in words, where it is more than "works". */
  words: string | null;
  integration: string;
  integrationKey: string;
  tenant: string;
  variant: string | null;
  overrides: number;
  expiresAt: number | null;
  lastCallAt: number | null;
}

function leaves(value: unknown): number {
  return isObject(value) ? Object.values(value).reduce<number>((sum, inner) => sum + leaves(inner), 0) : 1;
}

export function toRows(drafts: readonly DraftView[], connections: readonly ConnectionSummary[], integrations: readonly IntegrationSummary[]): Row[] {
  const names = new Map(integrations.map((one) => [one.key, one.name]));
  const prepared = drafts.filter((draft) => draft.id !== null).map((draft): Row => {
    const patch = readPatch(draft.text);
    const name = names.get(draft.integration) ?? draft.integration;
    const variant = patch?.["variant"];
    return { id: draft.id ?? "", route: { screen: "draft", id: draft.id ?? "" }, draft: true, archived: false, light: "off", name: draft.name || name, words: null, integration: name, integrationKey: draft.integration, tenant: draft.tenant, variant: typeof variant === "string" ? variant : null, overrides: patch ? leaves(patch) : 0, expiresAt: null, lastCallAt: null };
  });
  const connected = connections.map(
    (one): Row => ({ id: one.id, route: { screen: "connection", id: one.id, tab: "overview" }, draft: false, archived: one.archivedAt !== null, light: one.archivedAt === null ? lightOf(one.health) : "off", name: one.name, words: one.archivedAt !== null ? "Archived" : one.health.state === "working" ? null : one.health.words, integration: one.integrationName, integrationKey: one.integrationKey, tenant: one.tenantKey, variant: one.variant, overrides: one.overrideCount, expiresAt: one.archivedAt === null ? one.expiresAt : null, lastCallAt: one.lastCallAt }),
  );
  return [...prepared, ...connected];
}

/** The rows that a filter lets through. */
export function matching(rows: readonly Row[], filter: string): Row[] {
  const terms = parseFilter(filter);
  if (terms.length === 0) return [...rows];
  return rows.filter((row) => passes(terms, { name: row.name, integration: `${row.integration} ${row.integrationKey}`, tenant: row.tenant, variant: row.variant ?? "", is: row.draft ? "draft" : row.archived ? "archived" : "connected", health: `${row.light} ${row.words ?? ""}` }));
}
