/** The developer's word on whether a value that no connector file declares is a secret; it holds for the whole integration. */
import { useMemo } from "react";
import type { LeafView } from "../../shared/generated/LeafView";
import { rpc } from "../../shared/host";
import { say, sayProblem } from "../../shared/toast";
import { type Action, useActions } from "../actions/actions";

/** Only where no connector file says it already. */
export const isMarkable = (leaf: LeafView): boolean => !leaf.declared && !leaf.removed && !leaf.beneath.some((one) => one.layer === "connector" || one.layer === "option" || one.layer === "variant");

/** What marking a leaf otherwise is called. */
export const markWords = (leaf: Pick<LeafView, "secret">): string => (leaf.secret ? "not a secret" : "mark as a secret");

export async function markSecret(integration: string, path: string, secret: boolean): Promise<void> {
  try {
    const { before } = await rpc("secret_mark", { integration, path, secret });
    const undo = async () => void (await rpc("secret_mark", { integration, path, secret: before }));
    say(`${path} is ${secret ? "masked from now on, wherever this integration's parameters show" : "shown from now on: it is no secret"}.`, { undo });
  } catch (thrown) {
    sayProblem(thrown);
  }
}

/** More would only be noise in the palette; each leaf has its own button. */
const LISTED = 20;
const NONE: readonly LeafView[] = [];

/** Lists the marks in the palette. */
export function useMarkActions(integration: string, leaves: readonly LeafView[] = NONE): void {
  const shown = JSON.stringify(leaves.filter(isMarkable).slice(0, LISTED).map(({ path, secret }) => [path, secret]));
  const actions = useMemo<Action[]>(() => (JSON.parse(shown) as [string, boolean][]).map(([path, secret]) => ({ id: `parameters.secret.${path}`, title: `${path}: ${markWords({ secret })}`, group: "Parameters", words: "secret mask reveal", run: () => void markSecret(integration, path, !secret) })), [integration, shown]);
  useActions(actions);
}
