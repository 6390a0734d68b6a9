/** One frame of the overview. */
import type { ReactNode } from "react";
import css from "./Overview.module.css";

export function Block({ title, children, aside }: { title: string; children: ReactNode; aside?: ReactNode }) {
  return (
    <section className={css.block} aria-label={title}>
      <div className={css.title}>
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
