/** What the palette lists: everything that can be done, and everything that can be gone to. */
import type { Light } from "../../../shared/components/Lamp";
import { lightOf } from "../../../shared/components/Lamp";
import type { ConnectionSummary } from "../../../shared/generated/ConnectionSummary";
import type { ConnectorSummary } from "../../../shared/generated/ConnectorSummary";
import type { IntegrationSummary } from "../../../shared/generated/IntegrationSummary";
import { go } from "../../route";
import type { Action } from "../actions";
import { EVERYWHERE } from "../GlobalActions";
import { rank } from "./rank";

export interface Item {
  id: string;
  group: string;
  title: string;
  /** Beside the title, quieter. */
  note: string;
  light: Light | null;
  keys: string | null;
  words: string;
  run: () => void;
}

export interface Group {
  title: string;
  items: readonly Item[];
}

/** Of one group, while there are others too. */
const MOST = 8;
const RECENT = 6;
/** What was used lately is likely meant again. */
const BONUS = 15;

export const ofAction = (action: Action): Item => ({ id: action.id, group: action.group, title: action.title, note: "", light: null, keys: action.keys ?? null, words: `${action.group} ${action.words ?? ""}`, run: action.run });

export const ofConnection = (one: ConnectionSummary): Item => ({
  id: `connection:${one.id}`,
  group: "Connections",
  title: one.name,
  note: [one.integrationName, one.variant, `tenant ${one.tenantKey}`].filter(Boolean).join(" · "),
  light: lightOf(one.health),
  keys: null,
  words: "",
  run: () => go({ screen: "connection", id: one.id, tab: "overview" }),
});

export const ofIntegration = (one: IntegrationSummary): Item => ({ id: `integration:${one.key}`, group: "Integrations", title: one.name, note: one.key, light: null, keys: null, words: `${one.key} ${one.connectorName} integration`, run: () => go({ screen: "integration", key: one.key }) });

export const ofConnector = (one: ConnectorSummary): Item => ({ id: `connector:${one.key}`, group: "Connectors", title: one.name, note: one.own ? `${one.key} · your file` : one.key, light: null, keys: null, words: `${one.key} connector`, run: () => go({ screen: "connector", key: one.key }) });

function grouped(items: readonly Item[]): Group[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups].map(([title, of]) => ({ title, items: of }));
}

/** With nothing typed: what was used lately, then what the screen can do, then all else. */
export function atRest(actions: readonly Item[], all: readonly Item[], recently: readonly string[]): Group[] {
  const known = new Map(all.map((item) => [item.id, item]));
  const lately = recently.flatMap((id) => known.get(id) ?? []).slice(0, RECENT);
  const groups = grouped(actions.filter((item) => !lately.includes(item)));
  const own = (group: Group) => !EVERYWHERE.includes(group.title);
  const rest = [...groups.filter(own), ...groups.filter((group) => !own(group))];
  return lately.length === 0 ? rest : [{ title: "Recently used", items: lately }, ...rest];
}

/**
 * What fits, the best group first. Connections were found by the engine, which knows more fields than are shown: they
 * stay in its order, after what fits by name.
 */
export function fitting(query: string, listed: readonly Item[], connections: readonly Item[], recently: readonly string[]): Group[] {
  const scored = listed.flatMap((item) => {
    const score = rank(query, item.title, item.words);
    return score === null ? [] : [{ item, score: score + (recently.includes(item.id) ? BONUS : 0) }];
  });
  const found = connections.map((item) => ({ item, score: rank(query, item.title) ?? 0 }));
  const best = [...scored, ...found].sort((a, b) => b.score - a.score).map((one) => one.item);
  const groups = grouped(best);
  return groups.length === 1 ? groups : groups.map((group) => ({ ...group, items: group.items.slice(0, MOST) }));
}
