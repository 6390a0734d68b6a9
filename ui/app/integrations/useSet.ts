/** Changes an integration. */
import { useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { IntegrationDetail } from "../../shared/generated/IntegrationDetail";
import type { IntegrationSetRequest } from "../../shared/generated/IntegrationSetRequest";
import { rpc } from "../../shared/host";
import { keyOf } from "../../shared/query";

const NOTHING = { name: null, set: {}, unset: [], option: null, redirect: null, surface: null };

type Setting = UseMutationResult<IntegrationDetail, ErrorView, Partial<IntegrationSetRequest>> & {
  /** Takes up what an integration is now. */
  follow: (detail: IntegrationDetail) => void;
};

export function useSet(key: string): Setting {
  const client = useQueryClient();
  const follow = (detail: IntegrationDetail) => {
    client.setQueryData(keyOf("integration_show", { key }), detail);
    for (const command of ["integration_show", "integrations", "connections", "connection_show", "parameters", "parameters_preview"]) void client.invalidateQueries({ queryKey: [command] });
  };
  const set = useMutation<IntegrationDetail, ErrorView, Partial<IntegrationSetRequest>>({ mutationFn: (change) => rpc("integration_set", { ...NOTHING, ...change, key }), onSuccess: follow });
  return { ...set, follow };
}
