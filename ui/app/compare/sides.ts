/** The sides of a comparison, as an address spells them: `connection:ID`, `integration:KEY`, `history:ID@ENTRY`. */
import type { CompareSide } from "../../shared/generated/CompareSide";

export function parseSide(text: string): CompareSide | null {
  const [, kind, rest = ""] = /^(connection|integration|history):(.+)$/.exec(text) ?? [];
  if (kind === "connection") return { kind, connection: rest };
  if (kind === "integration") return { kind, integration: rest };
  if (kind !== "history") return null;
  const at = rest.lastIndexOf("@");
  return at > 0 && at < rest.length - 1 ? { kind, connection: rest.slice(0, at), entry: rest.slice(at + 1) } : null;
}

export function sideText(side: CompareSide): string {
  if (side.kind === "connection") return `connection:${side.connection}`;
  return side.kind === "integration" ? `integration:${side.integration}` : `history:${side.connection}@${side.entry}`;
}
