/** Where an end user's pieces stand: one card in the middle. */
import type { ReactNode } from "react";
import css from "./Stage.module.css";

export function Stage({ children }: { children: ReactNode }) {
  return (
    <div className={css.stage}>
      <div className={css.card}>{children}</div>
    </div>
  );
}
