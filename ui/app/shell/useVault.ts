/** What can be done about a vault that is not ready. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { VaultStatus } from "../../shared/generated/VaultStatus";
import { rpc } from "../../shared/host";

export function useVault() {
  const client = useQueryClient();
  // Nearly every answer depends on whether secrets can be read.
  const onSettled = () => client.invalidateQueries();
  const unlock = useMutation<VaultStatus, ErrorView, string | null>({ mutationFn: (passphrase) => rpc("vault_unlock", { passphrase }), onSettled });
  const startOver = useMutation<VaultStatus, ErrorView>({ mutationFn: () => rpc("vault_start_over", {}), onSettled });
  return { unlock, startOver };
}
