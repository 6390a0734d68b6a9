/** What a side is called, before there is anything to compare it with. */
import type { CompareSide } from "../../shared/generated/CompareSide";
import { moment } from "../../shared/format";
import { useAsk } from "../../shared/query";

export function useSideTitle(side: CompareSide | null): string {
  const connection = side !== null && side.kind !== "integration" ? side.connection : "";
  const integration = side?.kind === "integration" ? side.integration : "";
  const shown = useAsk("connection_show", { connection }, { enabled: connection !== "" });
  const integrations = useAsk("integrations", {}, { enabled: integration !== "" });
  const history = useAsk("parameters_history", { connection }, { enabled: side?.kind === "history" });
  if (side === null) return "";
  if (side.kind === "integration") return `${integrations.data?.find((one) => one.key === side.integration || one.id === side.integration)?.name ?? side.integration} (integration)`;
  const name = shown.data?.summary.name ?? "";
  const at = side.kind === "history" ? history.data?.find((one) => one.id === side.entry)?.at : undefined;
  return at === undefined ? name : `${name}, ${moment(at)}`;
}
