/** What the first steps' buttons do. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { DraftView } from "../../shared/generated/DraftView";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { Preferences } from "../../shared/generated/Preferences";
import { rpc } from "../../shared/host";
import { keyOf } from "../../shared/query";
import { go } from "../route";
import { HINT, SANDBOX, type StepId, type Steps } from "./steps";

const FIRST_NAME = "My first connection";

export function useStart() {
  const client = useQueryClient();
  const putAway = useMutation<Preferences, ErrorView>({
    mutationFn: () => rpc("preferences_set", { seen: HINT }),
    onSuccess: (preferences) => client.setQueryData(keyOf("preferences", {}), preferences),
  });
  const make = useMutation<DraftView, ErrorView>({
    mutationFn: () => rpc("draft_save", { id: null, integration: SANDBOX, tenant: "test", name: FIRST_NAME, option: null, text: "{}", updatedAt: 0 }),
    onSuccess: (draft) => {
      client.setQueryData<DraftView[]>(keyOf("drafts", {}), (all) => [draft, ...(all ?? []).filter((one) => one.id !== draft.id)]);
      void client.invalidateQueries({ queryKey: ["drafts"] });
      go({ screen: "draft", id: draft.id ?? "" });
    },
  });
  /** Goes to where a step is done. */
  const take = (step: StepId, { draft, connection }: Steps) => {
    if (step === "call" && connection) go({ screen: "connection", id: connection.id, tab: "calls" });
    else if (draft?.id) go({ screen: "draft", id: draft.id });
    else if (step === "override" && connection) go({ screen: "connection", id: connection.id, tab: "parameters" });
    else make.mutate();
  };
  return { putAway, make, take };
}
