/** What saving will do, in words, beside the buttons that do it. */
import type { ReactNode } from "react";
import { count } from "../../shared/format";
import type { Preview } from "../../shared/generated/Preview";
import css from "./SavePanel.module.css";

/** Why saving or connecting has to wait; null when it need not. */
export function obstacle(preview: Preview | undefined): string | null {
  if (!preview || preview.problems.length === 0) return null;
  const [first] = preview.problems;
  const where = first && first.path !== "" ? `${first.path}: ` : "";
  return `${preview.problems.length === 1 ? "One thing" : count(preview.problems.length, "thing")} to put right first. ${where}${first?.message ?? ""}`;
}

interface Props {
  title: string;
  words: string;
  look: "calm" | "attention" | "wrong";
  children: ReactNode;
}

export function SavePanel({ title, words, look, children }: Props) {
  return (
    <div className={`${css.panel} ${css[look]}`}>
      <div aria-live="polite" data-testid="save-effect">
        <b>{title}</b>
        {words !== "" && <p>{words}</p>}
      </div>
      <div className={css.acts}>{children}</div>
    </div>
  );
}
