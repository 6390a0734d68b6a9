/**
 * One preset on several connections: first as a dry run, then for good, in parts, so that it shows how far it is and can be
 * stopped; then taken back, connection by connection.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { PresetApplied } from "../../shared/generated/PresetApplied";
import type { PresetView } from "../../shared/generated/PresetView";
import { count } from "../../shared/format";
import { rpc } from "../../shared/host";
import { asError } from "../../shared/problem";
import { say } from "../../shared/toast";

/** Connections in one request: small enough to see progress, large enough that asking is not what takes the time. */
const PART = 50;

export interface Run {
  dry: boolean;
  results: readonly PresetApplied[];
  total: number;
  running: boolean;
  error: ErrorView | null;
}

const NOTHING: Run = { dry: true, results: [], total: 0, running: false, error: null };

/** Goes back to the point before, for each. */
async function takeBack(done: readonly PresetApplied[]): Promise<void> {
  let failed = 0;
  for (const { connection, undo } of done) {
    if (undo === null) continue;
    await rpc("parameters_restore", { connection, entry: undo }).catch(() => (failed += 1));
  }
  if (failed === 0) say("Every connection has its earlier override again.");
  else say(`${count(failed, "connection")} could not be taken back. Their history has the override from before.`, { look: "bad" });
}

export function useApply(connections: readonly string[]) {
  const client = useQueryClient();
  const [run, setRun] = useState<Run>(NOTHING);
  const turn = useRef(0);
  const stop = useCallback(() => {
    turn.current += 1;
    setRun((was) => ({ ...was, running: false }));
  }, []);
  useEffect(() => () => void (turn.current += 1), []);

  const go = useCallback(
    async (preset: PresetView, dryRun: boolean): Promise<PresetApplied[]> => {
      const mine = (turn.current += 1);
      let results: PresetApplied[] = [];
      setRun({ dry: dryRun, results, total: connections.length, running: true, error: null });
      try {
        for (let at = 0; at < connections.length && turn.current === mine; at += PART) {
          const part = await rpc("preset_apply", { preset: preset.id, connections: connections.slice(at, at + PART), dryRun });
          results = [...results, ...part];
          const shown = results;
          if (turn.current === mine) setRun((was) => ({ ...was, results: shown }));
        }
      } catch (thrown) {
        if (turn.current === mine) setRun((was) => ({ ...was, error: asError(thrown) }));
      }
      if (turn.current === mine) setRun((was) => ({ ...was, running: false }));
      return results;
    },
    [connections],
  );

  const plan = useCallback((preset: PresetView) => void go(preset, true), [go]);
  const apply = useCallback(
    async (preset: PresetView): Promise<readonly PresetApplied[]> => {
      const results = await go(preset, false);
      for (const command of ["connections", "connection_show", "parameters", "parameters_history", "parameters_preview", "compare"]) void client.invalidateQueries({ queryKey: [command] });
      const changed = results.filter((one) => one.error === null && one.undo !== null);
      if (changed.length > 0) say(`Applied “${preset.name}” to ${count(changed.length, "connection")}.`, { look: "good", undo: () => void takeBack(changed) });
      return results;
    },
    [go, client],
  );
  return { run, plan, apply, stop };
}
