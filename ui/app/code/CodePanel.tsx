/** The same connect in all three ways of the contract, with this connection's override in it. */
import type { ConnectionDetail } from "../../shared/generated/ConnectionDetail";

export function CodePanel({ detail }: { detail: ConnectionDetail }) {
  return <p>{detail.summary.name}</p>;
}
