/** How the connections of each integration are doing, counted by the engine: two questions, however many there are. */
import type { ConnectionsAnswer } from "../../shared/generated/ConnectionsAnswer";
import { useAsk } from "../../shared/query";

export interface Doing {
  reconnect: number;
  /** What needs something other than a reconnect. */
  attention: number;
}

const counts = (answer: ConnectionsAnswer | undefined): Map<string, number> => new Map((answer?.groups ?? []).map((group) => [group.key, group.count]));

export function useHealthCounts(): (integration: string) => Doing {
  const reconnect = counts(useAsk("connections", { filter: "needs:reconnect", group: "integration", limit: 1 }, { keep: true }).data);
  const attention = counts(useAsk("connections", { filter: "needs:attention", group: "integration", limit: 1 }, { keep: true }).data);
  return (integration) => {
    const red = reconnect.get(integration) ?? 0;
    return { reconnect: red, attention: Math.max(0, (attention.get(integration) ?? 0) - red) };
  };
}
