/** Which connections a request lists, and in which order: the engine's language of filters, in small. */
import { parseFilter, passes, type Term } from "../filter";
import type { ConnectionGroup } from "../generated/ConnectionGroup";
import type { ConnectionGrouping } from "../generated/ConnectionGrouping";
import type { ConnectionsAnswer } from "../generated/ConnectionsAnswer";
import type { ConnectionsRequest } from "../generated/ConnectionsRequest";
import type { ConnectionSummary } from "../generated/ConnectionSummary";

type States = Record<string, Record<string, (one: ConnectionSummary) => boolean>>;

const STATES: States = {
  is: { connected: (one) => one.archivedAt === null && one.health.state !== "needs_reconnect", archived: (one) => one.archivedAt !== null, failing: (one) => one.health.state === "needs_reconnect" || one.health.state === "misconfigured" },
  needs: { reconnect: (one) => one.health.state === "needs_reconnect", attention: (one) => !["working", "pending_change"].includes(one.health.state) },
  override: { none: (one) => one.overrideCount === 0, any: (one) => one.overrideCount > 0 },
};

const beginning = <T>(all: Record<string, T>, word: string): T | undefined => Object.entries(all).find(([name]) => name.startsWith(word))?.[1];

function fits(one: ConnectionSummary, term: Term): boolean {
  const states = term.field === null ? undefined : STATES[term.field];
  if (states) return (beginning(states, term.word)?.(one) ?? false) !== term.not;
  const variant = one.variant ?? "";
  return passes([term], { name: one.name, key: one.key ?? "", tenant: one.tenantKey, integration: `${one.integrationKey}\n${one.integrationName}`, env: variant, variant, option: one.option ?? "" });
}

const GROUPS: Record<ConnectionGrouping, (one: ConnectionSummary) => Omit<ConnectionGroup, "count">> = {
  integration: (one) => ({ key: one.integrationKey, title: one.integrationName }),
  tenant: (one) => ({ key: one.tenantKey, title: one.tenantKey }),
  variant: (one) => ({ key: one.variant ?? "", title: one.variant ?? "No variant" }),
};

function group(found: ConnectionSummary[], by: ConnectionGrouping): { items: ConnectionSummary[]; groups: ConnectionGroup[] } {
  const together = new Map<string, { group: ConnectionGroup; items: ConnectionSummary[] }>();
  for (const one of found) {
    const { key, title } = GROUPS[by](one);
    const held = together.get(key) ?? { group: { key, title, count: 0 }, items: [] };
    held.items.push(one);
    held.group.count += 1;
    together.set(key, held);
  }
  const sorted = [...together.values()].sort((a, b) => Number(a.group.key === "") - Number(b.group.key === "") || a.group.title.localeCompare(b.group.title));
  return { items: sorted.flatMap((one) => one.items), groups: sorted.map((one) => one.group) };
}

/** A long list is walked through once for all its pages, as the engine does. */
const LONG = 5_000;
const KEPT_MS = 500;
let last: { asked: string; at: number; found: ReturnType<typeof choose> } | null = null;

/** All that a request finds, in the order of the list. */
export function chosen(all: readonly ConnectionSummary[], request: ConnectionsRequest): ReturnType<typeof choose> {
  if (all.length < LONG) return choose(all, request);
  const asked = JSON.stringify({ ...request, offset: 0, limit: 0 });
  if (last?.asked === asked && Date.now() - last.at < KEPT_MS) return last.found;
  last = { asked, at: Date.now(), found: choose(all, request) };
  return last.found;
}

function choose(all: readonly ConnectionSummary[], request: ConnectionsRequest): { items: ConnectionSummary[]; groups: ConnectionGroup[] } {
  const terms = parseFilter(request.filter ?? "");
  const archived = request.includeArchived === true || terms.some((term) => term.field === "is" && !term.not && "archived".startsWith(term.word));
  const found = all.filter((one) => (archived || one.archivedAt === null) && (request.integration === undefined || one.integrationKey === request.integration) && (request.tenant === undefined || one.tenantKey === request.tenant) && terms.every((term) => fits(one, term)));
  return request.group === undefined ? { items: found, groups: [] } : group(found, request.group);
}

/** One page of it. */
export function page(all: readonly ConnectionSummary[], request: ConnectionsRequest): ConnectionsAnswer {
  const { items, groups } = chosen(all, request);
  const from = request.offset ?? 0;
  return { items: items.slice(from, from + (request.limit ?? 200)), next: null, total: items.length, groups };
}
