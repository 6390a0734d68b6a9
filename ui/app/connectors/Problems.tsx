/** What is wrong in a connector file: where, what, and what to do. */
import type { FileProblem } from "../../shared/generated/FileProblem";
import css from "./Connectors.module.css";

function place(problem: FileProblem) {
  const where = [problem.line !== null && `line ${problem.line}`, problem.path].filter(Boolean).join(", ");
  return where === "" ? null : <b>{where}: </b>;
}

export function Problems({ problems }: { problems: readonly FileProblem[] }) {
  return problems.map((problem, at) => (
    <p key={at} className={css.problem} data-warning={problem.warning} data-testid="file-problem">
      {place(problem)}
      {problem.message} {problem.fix}
    </p>
  ));
}
