/** Says in the window when a connection comes to need a reconnect. What already needed one at the start is seen in the list. */
import { useEffect } from "react";
import { sentence } from "../../shared/format";
import { onChanged, rpc } from "../../shared/host";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import { say, sayProblem } from "../../shared/toast";
import { begin } from "../connect/begin";
import { go } from "../route";

/** Many connections change at once when a grant is revoked for all: they are looked at together. */
const PAUSE_MS = 400;
const FILTER = "needs:reconnect";
/** More than these at once are told in one remark. */
const SINGLY = 2;
const MOST = 50;

async function needing(): Promise<Map<string, ConnectionSummary>> {
  const { items } = await rpc("connections", { filter: FILTER, limit: MOST });
  return new Map(items.filter((one) => one.health.state === "needs_reconnect" && one.archivedAt === null).map((one) => [one.id, one]));
}

function tell(fresh: readonly ConnectionSummary[]): void {
  if (fresh.length > SINGLY) {
    const most = fresh.length >= MOST ? `${MOST} or more` : fresh.length;
    say(`${most} connections need a reconnect.`, { look: "bad", open: { label: "Show them", run: () => go({ screen: "connections", filter: FILTER }) } });
    return;
  }
  for (const one of fresh) {
    const reconnect = () => void begin({ kind: "connection", id: one.id }).catch(sayProblem);
    say(`${one.name} needs a reconnect. ${sentence(one.health.words)}`, { look: "bad", open: { label: "Reconnect", run: reconnect } });
  }
}

export function ReconnectWatch() {
  useEffect(() => {
    let known: ReadonlyMap<string, ConnectionSummary> | null = null;
    let pause: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const look = async () => {
      pause = undefined;
      const now = await needing();
      if (over) return;
      const before = known;
      known = now;
      if (before !== null) tell([...now.values()].filter((one) => !before.has(one.id)));
    };
    // Where the list cannot be had, the screens say so; a watch has nothing to add.
    const start = () => void look().catch(() => undefined);
    start();
    const stop = onChanged(({ what }) => {
      if (what === "connections") pause ??= setTimeout(start, PAUSE_MS);
    });
    return () => {
      over = true;
      stop();
      clearTimeout(pause);
    };
  }, []);
  return null;
}
