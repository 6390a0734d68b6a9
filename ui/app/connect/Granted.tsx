/** After a connect: what the provider granted against what was asked for. */
import css from "../../connect/pieces.module.css";
import { useAsk } from "../../shared/query";
import { Scopes } from "../connection/overview/Scopes";

export function Granted({ connection }: { connection: string }) {
  const shown = useAsk("connection_show", { connection });
  const detail = shown.data;
  if (!detail || (detail.requestedScopes.length === 0 && (detail.grantedScopes ?? []).length === 0)) return null;
  return (
    <section className={css.granted} aria-label="Granted" data-testid="granted">
      <h2>Granted</h2>
      <Scopes requested={detail.requestedScopes} granted={detail.grantedScopes} />
    </section>
  );
}
