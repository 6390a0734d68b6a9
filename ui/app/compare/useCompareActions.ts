/** What a connection's screens list for comparing it. */
import { useMemo } from "react";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import { type Action, useActions } from "../actions/actions";
import { go } from "../route";
import { sideText } from "./sides";

/** Goes to the comparison with the other side still to be chosen. */
export const compareWith = (connection: string): void => go({ screen: "compare", left: sideText({ kind: "connection", connection }), right: "" });

/** The integration is the left side: what the override changes reads as added. */
export const compareWithIntegration = (summary: ConnectionSummary): void => go({ screen: "compare", left: sideText({ kind: "integration", integration: summary.integrationKey }), right: sideText({ kind: "connection", connection: summary.id }) });

export function useCompareActions(summary: ConnectionSummary): void {
  const { id, integrationKey } = summary;
  const actions = useMemo(
    (): Action[] => [
      { id: "compare.integration", title: "Compare with its integration", group: "Connection", keys: "alt+i", words: "difference defaults", run: () => go({ screen: "compare", left: sideText({ kind: "integration", integration: integrationKey }), right: sideText({ kind: "connection", connection: id }) }) },
      { id: "compare.other", title: "Compare with…", group: "Connection", keys: "alt+c", words: "difference connection history", run: () => compareWith(id) },
    ],
    [id, integrationKey],
  );
  useActions(actions);
}
