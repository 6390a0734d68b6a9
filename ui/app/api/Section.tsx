/** A part of the API page: what it is for, then what can be done. Those that are done one after another are numbered. */
import { type ReactNode, useId } from "react";
import css from "./Api.module.css";

interface Props {
  title: string;
  step?: number;
  lead?: ReactNode;
  children: ReactNode;
}

export function Section({ title, step, lead, children }: Props) {
  const id = useId();
  return (
    <section className={css.section} aria-labelledby={id}>
      <h2 id={id} className={css.title}>
        {step !== undefined && (
          <span className={css.step} aria-hidden="true">
            {step}
          </span>
        )}
        {title}
      </h2>
      {lead !== undefined && <p className={css.lead}>{lead}</p>}
      {children}
    </section>
  );
}
