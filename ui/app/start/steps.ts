/** The first steps, and which of them are done: read from what there is, never remembered. */
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { DraftView } from "../../shared/generated/DraftView";
import { useAsk } from "../../shared/query";
import { readPatch } from "../../shared/params/patch";

/** The integration that is there from the start. */
export const SANDBOX = "sandbox";

/** The name under which the steps are put away. */
export const HINT = "start";

/** Enough to find one that was overridden and one that was called, where there are many. */
const LOOKED_AT = 20;

export type StepId = "override" | "connect" | "call";

export interface Step {
  id: StepId;
  title: string;
  done: boolean;
}

export interface Steps {
  steps: readonly Step[];
  /** The first that is not done; none when all are. */
  next: StepId | null;
  /** What the steps were done with, so that they can go on there. */
  draft: DraftView | undefined;
  connection: ConnectionSummary | undefined;
}

export function stepsOf(drafts: readonly DraftView[], connections: readonly ConnectionSummary[]): Steps {
  const draft = drafts.find((one) => one.integration === SANDBOX && one.connection === undefined && one.defaults !== true);
  const connection = connections[0];
  const overrides = Object.keys(readPatch(draft?.text ?? "") ?? {}).length > 0 || connections.some((one) => one.overrideCount > 0);
  const steps: Step[] = [
    { id: "override", title: "Override a parameter", done: overrides },
    { id: "connect", title: "Connect", done: connection !== undefined },
    { id: "call", title: "Make a call", done: connections.some((one) => one.lastCallAt !== null) },
  ];
  return { steps, next: steps.find((one) => !one.done)?.id ?? null, draft, connection };
}

export function useSteps(): Steps | null {
  const drafts = useAsk("drafts", {});
  const connections = useAsk("connections", { integration: SANDBOX, limit: LOOKED_AT });
  return drafts.data && connections.data ? stepsOf(drafts.data, connections.data.items.filter((one) => one.integrationKey === SANDBOX)) : null;
}
