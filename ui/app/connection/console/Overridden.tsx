/** Which of the connection's own parameters were in force for a call. */
import { formatRoute } from "../../route";
import css from "./ResponsePane.module.css";

const FEW = 6;

export function Overridden({ paths, connection }: { paths: readonly string[]; connection: string }) {
  const rest = paths.length - FEW;
  return (
    <p className={css.override} data-testid="overridden">
      {paths.length === 0 ? (
        <span className={css.dim}>No override in force: the integration's parameters as they are.</span>
      ) : (
        <>
          <span className={css.dim}>Override in force:</span>
          {paths.slice(0, FEW).map((path) => (
            <code key={path}>{path}</code>
          ))}
          {rest > 0 && <span className={css.dim}>and {rest} more</span>}
          <a href={formatRoute({ screen: "connection", id: connection, tab: "parameters" })}>Parameters</a>
        </>
      )}
    </p>
  );
}
