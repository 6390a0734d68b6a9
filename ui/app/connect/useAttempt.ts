/** An attempt, as it is now, and what can be done to it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { AttemptView } from "../../shared/generated/AttemptView";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { Surface } from "../../shared/generated/Surface";
import { rpc } from "../../shared/host";
import { keyOf, useAsk } from "../../shared/query";

const LIVE: readonly AttemptView["state"][] = ["pending", "redeeming"];
/** The engine tells of changes; this is for one that was told before the screen listened. */
const POLL_MS = 1500;

export const isLive = (attempt: AttemptView): boolean => LIVE.includes(attempt.state);

const NOT_OURS: ErrorView = { code: "redirect_mismatch", message: "This URL does not belong to this sign-in, so it was ignored.", next: "Copy the whole address of the page that the provider sent you to, with everything after the question mark.", path: null, problems: [] };

export function useAttempt(id: string) {
  const client = useQueryClient();
  const ask = { attempt: id };
  const cached = client.getQueryData<AttemptView>(keyOf("attempt", ask));
  const asked = useAsk("attempt", ask, { refetchInterval: cached && !isLive(cached) ? false : POLL_MS });
  const { mutate, isPending, error } = useMutation<AttemptView | null, ErrorView, () => Promise<AttemptView | null>>({
    mutationFn: (doing) => doing(),
    onSuccess: (attempt) => attempt?.id === id && client.setQueryData(keyOf("attempt", { attempt: id }), attempt),
  });
  const open = useCallback((surface: Surface | null) => mutate(() => rpc("connect_open", surface === null ? { attempt: id } : { attempt: id, surface })), [mutate, id]);
  const choose = useCallback((value: string) => mutate(() => rpc("attempt_choose", { attempt: id, value })), [mutate, id]);
  const cancel = useCallback(() => mutate(() => rpc("connect_cancel", { attempt: id })), [mutate, id]);
  const paste = useCallback(
    (url: string) =>
      mutate(async () => {
        const { attempt } = await rpc("redirected", { url });
        if (attempt) return attempt;
        throw NOT_OURS;
      }),
    [mutate],
  );
  return { attempt: asked.data, asked: asked.error, busy: isPending, error, open, choose, cancel, paste };
}
