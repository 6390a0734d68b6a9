/** The sandbox, and what can be done to it. Each answer is the whole of it, as it is after. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { SandboxFaults } from "../../shared/generated/SandboxFaults";
import type { SandboxSelection } from "../../shared/generated/SandboxSelection";
import type { SandboxView } from "../../shared/generated/SandboxView";
import { rpc } from "../../shared/host";
import { keyOf, useAsk } from "../../shared/query";
import { say } from "../../shared/toast";

/** What is granted changes without the engine's doing: programs sign in by themselves. */
const AGAIN_MS = 5_000;

export function useSandbox(live = false) {
  const client = useQueryClient();
  const view = useAsk("sandbox", {}, live ? { refetchInterval: AGAIN_MS } : {});
  const { mutate, mutateAsync, error, isPending } = useMutation<SandboxView, ErrorView, () => Promise<SandboxView>>({
    mutationFn: (doing) => doing(),
    onSuccess: (after) => client.setQueryData(keyOf("sandbox", {}), after),
    onSettled: () => void client.invalidateQueries({ queryKey: ["connections"] }),
  });
  const acts = useMemo(() => {
    const set = (faults: SandboxFaults) => mutate(() => rpc("sandbox_faults_set", faults));
    return {
      set,
      /** The same, with a way back to what was. */
      replace: (faults: SandboxFaults, before: SandboxFaults, words: string) => {
        set(faults);
        say(words, { undo: () => mutateAsync(() => rpc("sandbox_faults_set", before)) });
      },
      revoke: (what: SandboxSelection) => mutate(() => rpc("sandbox_revoke", what)),
      expire: (what: SandboxSelection) => mutate(() => rpc("sandbox_expire", what)),
    };
  }, [mutate, mutateAsync]);
  return { view: view.data, asked: view.error, again: () => void view.refetch(), failed: error, busy: isPending, ...acts };
}

export type Sandbox = ReturnType<typeof useSandbox>;
