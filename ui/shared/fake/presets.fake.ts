/** Presets: named overrides, laid on connections. */
import type { PresetView } from "../generated/PresetView";
import { isObject, type JsonObject, readPatch } from "../params/patch";
import { entriesOf, rowsOf } from "./history.fake";
import { failure, type Answers } from "./host.fake";
import { leavesOf } from "./layers.fake";
import type { FakeState } from "./state.fake";

const HOUR = 3_600_000;

/** An override on another: what the upper does not name stays. A null stays a null: it removes from the result. */
function lay(under: JsonObject, upper: JsonObject): JsonObject {
  const merged: JsonObject = { ...under };
  for (const [key, value] of Object.entries(upper)) {
    const below = merged[key];
    merged[key] = isObject(value) && isObject(below) ? lay(below, value) : value;
  }
  return merged;
}

export function presetAnswers(state: FakeState): Answers {
  let presets: PresetView[] = [
    { id: "p1", name: "Read only", integration: "sandbox", overrides: { scopes: ["contacts.read"] }, updatedAt: Date.now() - 30 * HOUR },
    { id: "p2", name: "Sandbox, 2024 API", integration: "sandbox", overrides: { variant: "sandbox", apiVersion: "2024-10", http: { headers: { "X-Trace": "on" } } }, updatedAt: Date.now() - 2 * HOUR },
    { id: "p3", name: "Slow provider", integration: null, overrides: { http: { timeoutMs: 90000 } }, updatedAt: Date.now() - 400 * HOUR },
  ];
  const find = (name: string): PresetView => {
    const found = presets.find((one) => one.id === name || one.name === name);
    if (!found) throw failure("There is no such preset any more.", "Choose another.");
    return found;
  };
  return {
    presets: () => [...presets].sort((a, b) => a.name.localeCompare(b.name)),
    preset_save: ({ id, name, integration, text }) => {
      const overrides = readPatch(text);
      if (!overrides) throw failure("The preset is not a JSON object, so it was not kept.", "Close what is open, and check the commas.");
      if (presets.some((one) => one.name.toLowerCase() === name.toLowerCase() && one.id !== id)) throw failure(`There is a preset called “${name}” already.`, "Choose another name.");
      const saved: PresetView = { id: id ?? `p-new-${(state.made += 1)}`, name, integration: integration ?? presets.find((one) => one.id === id)?.integration ?? null, overrides, updatedAt: Date.now() };
      presets = [saved, ...presets.filter((one) => one.id !== saved.id)];
      return saved;
    },
    preset_delete: ({ preset }) => {
      const found = find(preset);
      presets = presets.filter((one) => one !== found);
      return {};
    },
    preset_apply: ({ preset, connections, dryRun }) => {
      const { overrides } = find(preset);
      return connections.map((id) => {
        const found = state.connections.find((one) => one.id === id);
        if (!found) return { connection: id, name: id, changes: [], effect: null, undo: null, error: failure("This connection is gone.") };
        if (found.integrationKey === "stripe" && "scopes" in (overrides as JsonObject)) return { connection: id, name: found.name, changes: [], effect: null, undo: null, error: failure("scopes: Stripe signs in with a key, which has no scopes.") };
        const before = state.overrides.get(id) ?? {};
        const after = lay(before, overrides as JsonObject);
        const changes = rowsOf(leavesOf(state.defaults, before), leavesOf(state.defaults, after), true).filter((row) => !row.same).map(({ path, left, right }) => ({ path, before: left?.value ?? null, after: right?.value ?? null, effect: right?.effect ?? left?.effect ?? ("none" as const) }));
        const undo = dryRun || changes.length === 0 ? null : (entriesOf(state, id).at(-1)?.id ?? null);
        if (!dryRun) state.overrides.set(id, after);
        const reconnect = changes.some((one) => one.effect === "reconnect");
        const words = changes.length === 0 ? "Nothing changes." : reconnect ? "Needs a reconnect: the grant keeps what it has until then." : "Takes effect on the next call.";
        return { connection: id, name: found.name, changes, effect: { words, effect: changes.length === 0 ? ("none" as const) : reconnect ? ("reconnect" as const) : ("live" as const), scopesAdded: [], scopesRemoved: [], outsideBinding: [] }, undo, error: null };
      });
    },
  };
}
