/** Time and load on a connection, and what makes another one of it. */
import type { BurstCall } from "../generated/BurstCall";
import { failure, type Answers } from "./host.fake";
import type { FakeState } from "./state.fake";

export function benchAnswers(state: FakeState, usual: Answers): Answers {
  const find = (id: string) => {
    const found = state.connections.find((one) => one.id === id);
    if (!found) throw failure("There is no such connection here.", "Go back to the list.");
    return found;
  };
  const shown = (connection: string) => {
    if (!usual.connection_show) throw failure("connection_show is not part of the stand-in.");
    return usual.connection_show({ connection });
  };
  return {
    connection_set_key: ({ connection, key }) => {
      if (key !== null && !/^[a-z0-9][a-z0-9-]{0,63}$/.test(key)) throw failure("A key is made of lower-case letters, digits and hyphens, and begins with a letter or digit.", "Write it like acme-production.");
      find(connection).key = key;
      return shown(connection);
    },
    connection_expire: ({ connection, inMs }) => {
      find(connection).expiresAt = Date.now() + inMs;
      return shown(connection);
    },
    calls_burst: ({ connection, path, count, expire }) => {
      if (expire) find(connection).expiresAt = Date.now() + 3_600_000;
      const refresh = expire ? 84 : 0;
      const calls: BurstCall[] = Array.from({ length: count }, (_, at) => {
        const slow = path.startsWith("/slow") ? 400 : 0;
        const limited = at % 29 === 28;
        return { endedMs: refresh + slow + 9 + 55 * Math.sqrt(at / count) + (at % 7) * 0.8, status: limited ? 429 : 200, error: null, attempts: limited ? 2 : 1 };
      }).sort((a, b) => a.endedMs - b.endedMs);
      const waited = expire ? [{ atMs: 0.2, text: "The access token was over, so a refresh was begun." }, { atMs: 0.4, text: `${count - 1} calls wait for the same refresh.` }, { atMs: 1.1, text: "The token request was sent to 127.0.0.1:7283." }, { atMs: refresh - 2, text: "The provider answered 200; the new tokens are stored." }, { atMs: refresh, text: `${count} calls were let go.` }] : [{ atMs: 0.1, text: "The access token still lives: no refresh was needed." }];
      return { calls, timeline: waited, tokenRequests: expire ? 1 : 0, durationMs: Math.ceil(calls.at(-1)?.endedMs ?? 0) };
    },
    connection_duplicate: ({ connection, name, set = {} }) => {
      const from = find(connection);
      const override = { ...(state.overrides.get(connection) ?? {}), ...set };
      const draft = { id: `d-new-${(state.made += 1)}`, integration: from.integrationKey, tenant: from.tenantKey, name: name ?? `${from.name} (copy)`, option: from.option, text: JSON.stringify(override, null, 2), updatedAt: Date.now() };
      state.drafts = [draft, ...state.drafts];
      return draft;
    },
  };
}
