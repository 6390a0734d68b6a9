/** What can be done to all that is marked. */
import { useMemo } from "react";
import { count, figure } from "../../shared/format";
import { rpc } from "../../shared/host";
import { say } from "../../shared/toast";
import { start } from "./bulk";
import { useRowActs } from "./useRowActs";

export interface ManyActs {
  test: (ids: readonly string[]) => void;
  refresh: (ids: readonly string[]) => void;
  archive: (ids: readonly string[]) => void;
  restore: (ids: readonly string[]) => void;
}

const nameOf = (id: string): Promise<string> =>
  rpc("connection_show", { connection: id }).then(
    (detail) => detail.summary.name,
    () => id,
  );

const many = (number: number): string => count(number, "connection");

export function useManyActs(): ManyActs {
  const { renew } = useRowActs();
  return useMemo(() => {
    const unarchive = async (ids: readonly string[]) => {
      await start({ doing: "Restoring", ids, nameOf, each: async (id) => ({ name: (await rpc("connection_restore", { connection: id })).summary.name, problem: null }), over: renew });
    };
    /** How it ended, in words: what went well, what did not, and what was not begun because it was stopped. */
    const told = (word: string, well: number, run: { done: number; total: number; failed: readonly unknown[] }) => {
      const bad = run.failed.length;
      return [(well > 0 || bad === 0) && `${word} ${many(well)}.`, bad > 0 && `${figure(bad)} did not go well: ${bad === 1 ? "it is" : "they are"} named below the table.`, run.done < run.total && `Stopped before the other ${figure(run.total - run.done)}.`].filter(Boolean).join(" ");
    };
    return {
      test: (ids) =>
        void start({
          doing: "Testing",
          ids,
          nameOf,
          each: async (id) => {
            const { ok, words } = await rpc("connection_test", { connection: id });
            return ok ? { name: "", problem: null } : { name: await nameOf(id), problem: words };
          },
          over: (well, run) => {
            renew();
            say(told("The provider accepts the credentials of", well.length, run), { look: run.failed.length > 0 ? "bad" : "good" });
          },
        }),
      refresh: (ids) =>
        void start({
          doing: "Refreshing",
          ids,
          nameOf,
          each: async (id) => ({ name: (await rpc("connection_refresh", { connection: id })).summary.name, problem: null }),
          over: (well, run) => {
            renew();
            say(told("Refreshed", well.length, run), { look: run.failed.length > 0 ? "bad" : "good" });
          },
        }),
      archive: (ids) =>
        void start({
          doing: "Archiving",
          ids,
          nameOf,
          each: async (id) => {
            const { connection, warning } = await rpc("connection_archive", { connection: id });
            // It is archived all the same; what the provider did not do is worth reading.
            return { name: connection.name, problem: warning === null ? null : `Archived. ${warning}` };
          },
          over: (_, run) => {
            renew();
            const undone = ids.slice(0, run.done);
            say(`Archived ${many(run.done)}. Where the provider took its grant back, restoring needs a reconnect.`, { undo: () => unarchive(undone) });
          },
        }),
      restore: (ids) => void unarchive(ids).then(() => say(`Restored ${many(ids.length)}.`)),
    };
  }, [renew]);
}
