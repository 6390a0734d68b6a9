/** Server state: one cache entry per command and payload, asked again when the engine says that it changed. */
import { QueryClient, type QueryKey, useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { ChangedWhat } from "./generated/ChangedWhat";
import type { Commands } from "./generated/Commands";
import type { ErrorView } from "./generated/ErrorView";
import { type CommandName, onChanged, rpc } from "./host";

const AFFECTED: Record<ChangedWhat, CommandName[]> = {
  status: ["status", "doctor", "diagnostics"],
  connectors: ["connectors", "connector_show", "connector_folders", "connector_versions", "integration_show", "integrations", "parameters", "parameters_preview", "connection_show", "compare"],
  integrations: ["status", "integrations", "integration_show", "connections", "connection_show", "parameters", "parameters_preview", "compare"],
  connections: ["status", "integrations", "connections", "connection_ids", "connection_show", "parameters", "parameters_preview", "parameters_history", "compare", "tenants"],
  attempt: ["attempt"],
  drafts: ["drafts"],
  calls: ["calls", "call_log"],
  api: ["api", "api_requests", "tenants", "environment", "webhook_deliveries"],
  formasks: ["form_asks"],
  sandbox: ["sandbox"],
  preferences: ["preferences"],
  presets: ["presets"],
  requests: ["saved_requests"],
};

export function newClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, staleTime: 10_000 }, mutations: { retry: false } },
  });
}

/** A burst of calls or an archive of thousands tells of each one: what is told within this time is asked for once, at its end. */
const PAUSE_MS = 200;

/** A call changes besides its log when its connection was last called. That is written down a while after the call, and asked for late and seldom. */
const LAST_CALL_MS = 2_300;
const SHOW_LAST_CALL: readonly CommandName[] = ["connections", "connection_show"];

/** Keeps the cache in step with the engine; the answer stops it. */
export function follow(client: QueryClient): () => void {
  const renew = (what: ChangedWhat) => {
    for (const command of AFFECTED[what]) void client.invalidateQueries({ queryKey: [command] });
  };
  // What is told first is asked for at once; requests to the API come in thousands, so theirs waits.
  const paused = new Map<ChangedWhat, ReturnType<typeof setTimeout>>();
  const again = new Set<ChangedWhat>();
  let late: ReturnType<typeof setTimeout> | undefined;
  const hear = (what: ChangedWhat) => {
    if (what === "calls") {
      late ??= setTimeout(() => {
        late = undefined;
        for (const command of SHOW_LAST_CALL) void client.invalidateQueries({ queryKey: [command] });
      }, LAST_CALL_MS);
    }
    if (paused.has(what)) return void again.add(what);
    if (what === "api") again.add(what);
    else renew(what);
    paused.set(
      what,
      setTimeout(() => {
        paused.delete(what);
        if (again.delete(what)) renew(what);
      }, PAUSE_MS),
    );
  };
  const stop = onChanged(({ what }) => hear(what));
  return () => {
    stop();
    clearTimeout(late);
    for (const timer of paused.values()) clearTimeout(timer);
  };
}

interface Options {
  enabled?: boolean;
  refetchInterval?: number | false;
  keep?: boolean;
}

export const keyOf = <C extends CommandName>(cmd: C, payload: Commands[C][0]): QueryKey => [cmd, payload];

/** Asks a command that changes nothing. */
export function useAsk<C extends CommandName>(cmd: C, payload: Commands[C][0], options: Options = {}): UseQueryResult<Commands[C][1], ErrorView> {
  const { keep, ...rest } = options;
  return useQuery<Commands[C][1], ErrorView>({
    queryKey: keyOf(cmd, payload),
    queryFn: () => rpc(cmd, payload),
    ...rest,
    ...(keep ? { placeholderData: ((before: Commands[C][1] | undefined) => before) as never } : {}),
  });
}
