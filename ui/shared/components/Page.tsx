/** The frame of a screen: a header with its name and actions, then what it is about. */
import type { ReactNode } from "react";
import css from "./Page.module.css";

interface Props {
  title: ReactNode;
  marks?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  scroll?: boolean;
}

export function Page({ title, marks, actions, children, scroll = false }: Props) {
  return (
    <div className={css.page}>
      <header className={css.head}>
        <div className={css.name}>
          <h1>{title}</h1>
          {marks}
        </div>
        <div className={css.actions}>{actions}</div>
      </header>
      <div className={scroll ? css.scroll : css.body}>{children}</div>
    </div>
  );
}
