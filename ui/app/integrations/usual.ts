/** The integration that is meant where none is named: the one with the most connections; where there are none, the sandbox. */
import type { IntegrationSummary } from "../../shared/generated/IntegrationSummary";
import { SANDBOX } from "../start/steps";

export function usualOf(all: readonly IntegrationSummary[]): IntegrationSummary | undefined {
  const most = Math.max(0, ...all.map((one) => one.connections));
  return all.find((one) => (most > 0 ? one.connections === most : one.key === SANDBOX)) ?? all[0];
}
