/** Answers a form that asked without a token. */
import { useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";

export function useFormAnswer(): UseMutationResult<unknown, ErrorView, { id: string; allow: boolean }> {
  const client = useQueryClient();
  return useMutation<unknown, ErrorView, { id: string; allow: boolean }>({
    mutationFn: (answer) => rpc("form_ask_answer", answer),
    onSettled: () => client.invalidateQueries({ queryKey: ["form_asks"] }),
  });
}
