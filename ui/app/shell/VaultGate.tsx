/**
 * What the engine's state allows. It may be starting, or refused; with no key source chosen the choice fills the window;
 * any other state of the vault that is not `ready` is a banner over the screens, which stay usable for what needs no secret.
 */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useEffect } from "react";
import { useAsk } from "../../shared/query";
import { EngineRefused } from "./EngineRefused";
import { Starting } from "./Starting";
import { VaultBanner } from "./VaultBanner";
import { VaultChoice } from "./VaultChoice";

export function VaultGate({ children }: { children: (banner: ReactNode) => ReactNode }) {
  const status = useAsk("status", {});
  const client = useQueryClient();
  const { refetch, data, error } = status;
  const again = useCallback(() => void refetch({ cancelRefetch: false }), [refetch]);
  const started = data !== undefined;
  useEffect(() => {
    // What was asked before the engine ran was answered with why it did not.
    if (started) void client.invalidateQueries({ predicate: (query) => query.state.status === "error" });
  }, [client, started]);
  if (!data) return error ? <EngineRefused error={error} busy={status.isFetching} onAgain={again} /> : <Starting />;
  const { vault } = data;
  if (vault.state === "unchosen") return <VaultChoice vault={vault} />;
  return children(vault.state === "ready" ? null : <VaultBanner vault={vault} />);
}
