/** A short mark beside a name. */
import type { ReactNode } from "react";
import css from "./Tag.module.css";

export function Tag({ look = "plain", children }: { look?: "plain" | "variant" | "override" | "integration"; children: ReactNode }) {
  return <span className={`${css.tag} ${css[look]}`}>{children}</span>;
}
