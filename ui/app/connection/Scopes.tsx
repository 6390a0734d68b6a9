/** Scopes asked for against scopes granted. */
import css from "./Scopes.module.css";

export function Scopes({ requested, granted }: { requested: readonly string[]; granted: readonly string[] | null }) {
  if (granted === null && requested.length === 0) return <p className={css.dim}>This kind of connection has no scopes.</p>;
  const known = granted ?? requested;
  const missing = requested.filter((scope) => !known.includes(scope));
  return (
    <>
      <ul className={css.list}>
        {known.map((scope) => (
          <li key={scope} className={css.chip}>
            {scope}
            {!requested.includes(scope) && <small> granted, no longer asked for</small>}
          </li>
        ))}
        {missing.map((scope) => (
          <li key={scope} className={`${css.chip} ${css.missing}`}>
            {scope}
            <small> asked for, not granted</small>
          </li>
        ))}
      </ul>
      <p className={css.dim}>{granted === null ? "The provider did not say what it granted; these are the ones asked for." : missing.length === 0 ? "Everything asked for is granted." : "A reconnect asks for them."}</p>
    </>
  );
}
