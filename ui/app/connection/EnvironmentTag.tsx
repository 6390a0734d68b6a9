/** Which of the provider's environments a connection is in. It stands wherever something may be done to the wrong one. */
import { Tag } from "../../shared/components/Tag";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { Named } from "../../shared/generated/Named";
import { useAsk } from "../../shared/query";

const NONE: readonly Named[] = [];

/** The variants that a connection's connector has. */
export function useVariants(connectorKey: string): readonly Named[] {
  const connectors = useAsk("connectors", {});
  return connectors.data?.find((one) => one.key === connectorKey)?.variants ?? NONE;
}

export function EnvironmentTag({ summary }: { summary: Pick<ConnectionSummary, "variant" | "connectorKey"> }) {
  const variants = useVariants(summary.connectorKey);
  if (summary.variant !== null) return <Tag look="variant">{summary.variant}</Tag>;
  return variants.length > 0 ? <Tag>default environment</Tag> : null;
}
