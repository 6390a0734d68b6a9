/** A second connection beside one: a draft with the same override, but for what is asked. "Connect the sandbox too" is one key. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { DraftView } from "../../shared/generated/DraftView";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { Named } from "../../shared/generated/Named";
import { rpc } from "../../shared/host";
import { keyOf } from "../../shared/query";
import { say } from "../../shared/toast";
import { go } from "../route";

export interface Second {
  /** The variant that the second one is to have; the first's where it is absent. */
  variant?: string;
  name?: string;
}

/** The variant to offer beside a connection: the sandbox, or else the first that it does not use. */
export function otherVariant(summary: ConnectionSummary, variants: readonly Named[]): Named | null {
  const others = variants.filter((one) => one.key !== summary.variant);
  return others.find((one) => /sandbox|test|stag|dev/i.test(one.key)) ?? others[0] ?? null;
}

export function useDuplicate() {
  const client = useQueryClient();
  const run = useMutation<DraftView, ErrorView, { summary: ConnectionSummary; second: Second }>({
    mutationFn: ({ summary, second }) => {
      const name = second.name ?? (second.variant === undefined ? undefined : `${summary.name}, ${second.variant}`);
      return rpc("connection_duplicate", { connection: summary.id, ...(name === undefined ? {} : { name: name.slice(0, 200) }), ...(second.variant === undefined ? {} : { set: { variant: second.variant } }) });
    },
    onSuccess: (draft, { second }) => {
      client.setQueryData<DraftView[]>(keyOf("drafts", {}), (all) => [draft, ...(all ?? []).filter((one) => one.id !== draft.id)]);
      void client.invalidateQueries({ queryKey: ["drafts"] });
      go({ screen: "draft", id: draft.id ?? "" });
      say(second.variant === undefined ? "A draft with the same override." : `A draft that differs in one key: variant ${second.variant}.`);
    },
  });
  return { duplicate: (summary: ConnectionSummary, second: Second = {}) => run.mutate({ summary, second }), busy: run.isPending, error: run.error };
}
