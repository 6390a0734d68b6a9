/** A connector's variants or options, each with what of the file it changes. */
import type { Named } from "../../shared/generated/Named";
import css from "./Connectors.module.css";
import { changesIn, type Line } from "./file";

interface Props {
  title: string;
  /** `variants` or `options`, as the file calls them. */
  part: "variants" | "options";
  all: readonly Named[];
  lines: readonly Line[];
}

export function Alternatives({ title, part, all, lines }: Props) {
  if (all.length === 0) return null;
  return (
    <section className={css.section} aria-label={title} data-testid={`connector-${part}`}>
      <h2>{title}</h2>
      <dl className={css.facts}>
        {all.map((one) => {
          const changes = changesIn(lines, `${part}.${one.key}`);
          return (
            <div key={one.key} className={css.alternative}>
              <dt>
                {one.title || one.key}
                <code>{one.key}</code>
              </dt>
              <dd>{changes.length === 0 ? "Changes nothing but its name." : <pre>{changes.join("\n")}</pre>}</dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
