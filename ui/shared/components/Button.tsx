/** The one button. */
import type { ButtonHTMLAttributes } from "react";
import css from "./Button.module.css";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: "plain" | "primary" | "quiet" | "danger";
  busy?: boolean;
}

export function Button({ look = "plain", busy = false, className = "", disabled, type = "button", ...rest }: Props) {
  return <button type={type} className={`${css.button} ${css[look]} ${className}`} disabled={disabled === true || busy} aria-busy={busy || undefined} {...rest} />;
}
