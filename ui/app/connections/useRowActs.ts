/** What can be done to one connection from its row. What came of it is said at the window's foot. */
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { rpc } from "../../shared/host";
import { say, sayProblem } from "../../shared/toast";
import { begin } from "../connect/begin";
import { archive, duplicate } from "../connection/copies";

const SHOWN = ["connections", "connection_ids", "connection_show", "integrations", "status", "tenants"];

export interface RowActs {
  test: (one: ConnectionSummary) => void;
  refresh: (one: ConnectionSummary) => void;
  reconnect: (one: ConnectionSummary) => void;
  archive: (one: ConnectionSummary) => void;
  restore: (one: ConnectionSummary) => void;
  /** A draft that is the same but for `set`, and opens it. */
  duplicate: (one: ConnectionSummary, name?: string, set?: Record<string, JsonValue>) => void;
  /** Asks again for what shows connections. */
  renew: () => void;
}

export function useRowActs(): RowActs {
  const client = useQueryClient();
  return useMemo(() => {
    const renew = () => {
      for (const command of SHOWN) void client.invalidateQueries({ queryKey: [command] });
    };
    const doing = (run: () => Promise<void>, before = "") => void run().then(renew, (thrown: unknown) => sayProblem(thrown, before));
    return {
      renew,
      test: (one) =>
        doing(async () => {
          const { ok, words } = await rpc("connection_test", { connection: one.id });
          say(`${one.name}: ${words}`, { look: ok ? "good" : "bad" });
        }, `“${one.name}” could not be tested.`),
      refresh: (one) =>
        doing(async () => {
          await rpc("connection_refresh", { connection: one.id });
          say(`${one.name}: the provider gave a new token.`, { look: "good" });
        }, `“${one.name}” could not be refreshed.`),
      reconnect: (one) => doing(() => begin({ kind: "connection", id: one.id })),
      archive: (one) =>
        doing(async () => {
          const undo = async () => {
            await rpc("connection_restore", { connection: one.id });
            renew();
          };
          await archive(one.id, one.name, undo);
        }),
      restore: (one) =>
        doing(async () => {
          await rpc("connection_restore", { connection: one.id });
          say(`Restored “${one.name}”.`);
        }),
      duplicate: (one, name, set) =>
        doing(async () => {
          await duplicate(one.id, () => void client.invalidateQueries({ queryKey: ["drafts"] }), name, set);
        }),
    };
  }, [client]);
}
