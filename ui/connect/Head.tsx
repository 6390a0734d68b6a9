/** The provider's monogram and a title. We draw the monogram: no provider's logo is shipped. */
import css from "./Head.module.css";

export function Head({ provider, title, words }: { provider: string; title: string; words?: string | undefined }) {
  return (
    <header className={css.head}>
      <span className={css.monogram} aria-hidden="true">
        {provider.trim().slice(0, 1).toUpperCase() || "?"}
      </span>
      <div>
        <h1 tabIndex={-1}>{title}</h1>
        {words !== undefined && <p>{words}</p>}
      </div>
    </header>
  );
}
