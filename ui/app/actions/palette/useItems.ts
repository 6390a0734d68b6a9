/** The palette's groups for what is typed. Connections are asked of the engine, a handful at a time; the rest is at hand. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import type { ConnectionsAnswer } from "../../../shared/generated/ConnectionsAnswer";
import type { ErrorView } from "../../../shared/generated/ErrorView";
import { rpc } from "../../../shared/host";
import { useAsk } from "../../../shared/query";
import { useAllActions } from "../actions";
import { AGAIN } from "../GlobalActions";
import { atRest, fitting, type Group, ofAction, ofConnection, ofConnector, ofIntegration } from "./items";
import { recent } from "./recent";

/** Never more is asked for than is shown. */
const CONNECTIONS = 8;
export interface Found {
  groups: readonly Group[];
  /** Whether the engine has answered for what is typed. */
  settled: boolean;
}

export function useItems(text: string): Found {
  const query = useDeferredValue(text.trim());
  const actions = useAllActions();
  const integrations = useAsk("integrations", {});
  const connectors = useAsk("connectors", {});
  const connections = useQuery<ConnectionsAnswer, ErrorView>({
    queryKey: ["connections", { filter: query, limit: CONNECTIONS }],
    queryFn: () => rpc("connections", query === "" ? { limit: CONNECTIONS } : { filter: query, limit: CONNECTIONS }),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
  const settled = query === text.trim() && !connections.isPlaceholderData && !connections.isPending;
  const recently = useMemo(() => recent(), []);
  const groups = useMemo(() => {
    const doing = actions.filter((action) => !AGAIN.has(action.id)).map(ofAction);
    const going = [...(integrations.data ?? []).map(ofIntegration), ...(connectors.data ?? []).map(ofConnector)];
    const found = (connections.data?.items ?? []).slice(0, CONNECTIONS).map(ofConnection);
    return query === "" ? atRest(doing, [...doing, ...found, ...going], recently) : fitting(query, [...doing, ...going], found, recently);
  }, [actions, integrations.data, connectors.data, connections.data, query, recently]);
  return { groups, settled };
}
