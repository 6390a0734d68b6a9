/** The history of overrides, comparison, and second connections. A change that was saved elsewhere is noticed when asked. */
import type { CompareRow } from "../generated/CompareRow";
import type { CompareSide } from "../generated/CompareSide";
import type { HistoryView } from "../generated/HistoryView";
import type { How } from "../generated/How";
import type { LeafView } from "../generated/LeafView";
import { isObject, type JsonObject, setAt, writePatch } from "../params/patch";
import { MASK } from "../params/value";
import { failure, type Answers } from "./host.fake";
import { leavesOf, SCHEMA } from "./layers.fake";
import type { FakeState } from "./state.fake";

interface Entry {
  id: string;
  at: number;
  how: How;
  override: JsonObject;
}

const DAY = 86_400_000;

function firstHistory(state: FakeState): Map<string, Entry[]> {
  const now = Date.now();
  return new Map<string, Entry[]>([
    [
      "a2",
      [
        { id: "h1", at: now - 9 * DAY, how: "sdk", override: { scopes: ["contacts.read", "contacts.write"] } },
        { id: "h2", at: now - 2 * DAY - 3_000_000, how: "cli", override: { scopes: ["contacts.read"], variant: "sandbox", clientSecret: "of another client", apiVersion: "2025-10" } },
        { id: "h3", at: now - 5_400_000, how: "window", override: structuredClone(state.overrides.get("a2") ?? {}) },
      ],
    ],
  ]);
}

const hidden = (override: JsonObject): JsonObject => ("clientSecret" in override ? { ...override, clientSecret: MASK } : override);

/** How two lists of leaves lie beside each other. A secret is compared in the clear. */
export function rowsOf(left: LeafView[], right: LeafView[], sameSecret: boolean): CompareRow[] {
  const paths = [...new Set([...left, ...right].map((leaf) => leaf.path))].sort();
  return paths.map((path) => {
    const [a, b] = [left, right].map((leaves) => leaves.find((leaf) => leaf.path === path) ?? null);
    const same = JSON.stringify(a?.value) === JSON.stringify(b?.value) && (a?.secret !== true || sameSecret);
    return { path, left: a ?? null, right: b ?? null, same };
  });
}

const nested = (leaves: readonly LeafView[]): string => leaves.reduce((text, leaf) => setAt(text, leaf.path, leaf.value) ?? text, "{}");

const histories = new WeakMap<FakeState, Map<string, Entry[]>>();

/** The entries of a connection, the oldest first; the last is what is stored. */
export function entriesOf(state: FakeState, connection: string, how: How = "window"): Entry[] {
  const all = histories.get(state) ?? firstHistory(state);
  histories.set(state, all);
  const entries = all.get(connection) ?? [{ id: `h-first-${connection}`, at: Date.now() - DAY, how: "sdk" as const, override: {} }];
  const stored = state.overrides.get(connection) ?? {};
  if (JSON.stringify(entries.at(-1)?.override) !== JSON.stringify(stored)) entries.push({ id: `h-new-${(state.made += 1)}`, at: Date.now(), how, override: structuredClone(stored) });
  all.set(connection, entries);
  return entries;
}

export function historyAnswers(state: FakeState): Answers {
  const entryOf = (connection: string, id: string): Entry => {
    const found = entriesOf(state, connection).find((one) => one.id === id);
    if (!found) throw failure("This point of the history is not there any more.", "Choose another.");
    return found;
  };
  const changes = (before: JsonObject, after: JsonObject) => rowsOf(leavesOf(state.defaults, before), leavesOf(state.defaults, after), before["clientSecret"] === after["clientSecret"]).filter((row) => !row.same).map(({ path, left, right }) => ({ path, before: left?.value ?? null, after: right?.value ?? null, effect: right?.effect ?? left?.effect ?? ("none" as const) }));
  const overrideOf = (side: CompareSide): JsonObject => (side.kind === "integration" ? {} : side.kind === "history" ? entryOf(side.connection, side.entry).override : (state.overrides.get(side.connection) ?? {}));
  const titleOf = (side: CompareSide): string => {
    if (side.kind === "integration") return `${side.integration === "stripe" ? "Stripe" : "Sandbox"} (integration)`;
    const found = state.connections.find((one) => one.id === side.connection);
    if (!found) throw failure("There is no such connection here.", "Choose another.");
    return side.kind === "connection" ? found.name : `${found.name}, ${new Date(entryOf(side.connection, side.entry).at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })}`;
  };
  return {
    parameters_history: ({ connection }) => {
      const entries = entriesOf(state, connection);
      return entries.map((one, index): HistoryView => ({ id: one.id, at: one.at, how: one.how, overrides: hidden(one.override), changes: changes(entries[index - 1]?.override ?? {}, one.override), current: index === entries.length - 1 })).reverse();
    },
    parameters_restore: ({ connection, entry }) => {
      const { override } = entryOf(connection, entry);
      const was = state.overrides.get(connection) ?? {};
      const changed = changes(was, override);
      state.overrides.set(connection, structuredClone(override));
      entriesOf(state, connection);
      const reconnect = changed.some((one) => one.effect === "reconnect");
      const words = reconnect ? "A reconnect is needed before all of it holds." : "It holds from the next call.";
      return { parameters: { overrides: hidden(override), leaves: leavesOf(state.defaults, override), hidden: [], problems: [], parametersSchema: SCHEMA }, changes: changed, effect: { words, effect: reconnect ? "reconnect" : "live", scopesAdded: [], scopesRemoved: [], outsideBinding: [] } };
    },
    compare: ({ left, right }) => {
      const [a, b] = [overrideOf(left), overrideOf(right)];
      const [one, other] = [leavesOf(state.defaults, a), leavesOf(state.defaults, b)];
      return { leftTitle: titleOf(left), rightTitle: titleOf(right), rows: rowsOf(one, other, a["clientSecret"] === b["clientSecret"]), leftText: nested(one), rightText: nested(other) };
    },
    connection_duplicate: ({ connection, name, set }) => {
      const found = state.connections.find((one) => one.id === connection);
      if (!found) throw failure("There is no such connection here.", "Go back to the list.");
      const text = Object.entries(set ?? {}).reduce((before, [path, value]) => setAt(before, path, value) ?? before, writePatch(hidden(state.overrides.get(connection) ?? {})));
      const draft = { id: `d-new-${(state.made += 1)}`, integration: found.integrationKey, tenant: found.tenantKey, name: name ?? `${found.name}, copy`, option: found.option, copiedFrom: isObject(state.overrides.get(connection)) ? connection : undefined, text, updatedAt: Date.now() };
      state.drafts = [draft as never, ...state.drafts];
      return draft as never;
    },
  };
}
