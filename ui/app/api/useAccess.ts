/** Changes who may use the API, and where its webhook goes. */
import { useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import type { ApiView } from "../../shared/generated/ApiView";
import type { Commands } from "../../shared/generated/Commands";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";
import { keyOf } from "../../shared/query";

export type AccessChange = Commands["api_access_set"][0];
export type WebhookChange = Commands["webhook_set"][0];

export function useAccess(): UseMutationResult<ApiView, ErrorView, AccessChange> {
  const client = useQueryClient();
  return useMutation<ApiView, ErrorView, AccessChange>({
    mutationFn: (change) => rpc("api_access_set", change),
    onSuccess: (api) => client.setQueryData(keyOf("api", {}), api),
  });
}

export function useWebhook(): UseMutationResult<ApiView, ErrorView, WebhookChange> {
  const client = useQueryClient();
  return useMutation<ApiView, ErrorView, WebhookChange>({
    mutationFn: (change) => rpc("webhook_set", change),
    onSuccess: (api) => client.setQueryData(keyOf("api", {}), api),
  });
}
