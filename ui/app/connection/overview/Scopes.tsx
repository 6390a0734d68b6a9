/** Scopes asked for against scopes granted: what is missing, and what is there beyond it. */
import css from "./Scopes.module.css";

type Mark = "both" | "missing" | "extra";

interface Props {
  requested: readonly string[];
  granted: readonly string[] | null;
}

const WORDS: Record<Mark, string> = { both: "", missing: "not granted", extra: "not asked for" };

export function compareScopes(requested: readonly string[], granted: readonly string[] | null): { scope: string; mark: Mark }[] {
  const known = granted ?? requested;
  return [
    ...requested.map((scope) => ({ scope, mark: (known.includes(scope) ? "both" : "missing") as Mark })),
    ...known.filter((scope) => !requested.includes(scope)).map((scope) => ({ scope, mark: "extra" as Mark })),
  ];
}

export function Scopes({ requested, granted }: Props) {
  if (requested.length === 0 && (granted ?? []).length === 0) return <p className={css.dim}>This kind of connection has no scopes.</p>;
  const all = compareScopes(requested, granted);
  const missing = all.filter((one) => one.mark === "missing").length;
  const extra = all.filter((one) => one.mark === "extra").length;
  return (
    <>
      <ul className={css.list} data-testid="scopes">
        {all.map(({ scope, mark }) => (
          <li key={scope} className={`${css.chip} ${css[mark]}`} data-mark={mark}>
            {scope}
            {mark !== "both" && <small>{WORDS[mark]}</small>}
          </li>
        ))}
      </ul>
      <p className={css.dim}>{say(granted, missing, extra)}</p>
    </>
  );
}

function say(granted: readonly string[] | null, missing: number, extra: number): string {
  if (granted === null) return "The provider did not say what it granted; these are the ones asked for.";
  if (missing === 0 && extra === 0) return "Everything that is asked for is granted, and nothing else.";
  const parts = [missing > 0 ? `${missing} asked for but not granted: a reconnect asks again, and the provider may still say no.` : "", extra > 0 ? `${extra} granted but no longer asked for: a reconnect gives ${extra === 1 ? "it" : "them"} up.` : ""];
  return parts.filter(Boolean).join(" ");
}
