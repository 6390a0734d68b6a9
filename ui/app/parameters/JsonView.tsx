/** The override as JSON text, with what is wrong with it beneath; each problem leads to its place. */
import { useMemo, useRef } from "react";
import { JsonEditor, type JsonEditorHandle } from "../../shared/editor/JsonEditor";
import type { ParamProblem } from "../../shared/generated/ParamProblem";
import { pathBefore } from "../../shared/problem";
import { keyFor, placeOf } from "../../shared/params/locate";
import css from "./JsonView.module.css";
import { light, useLit } from "./lit";
import type { Workbench } from "./model";

const NONE: readonly ParamProblem[] = [];

interface Placed {
  problem: ParamProblem;
  /** Its line; null where it has none. */
  line: number | null;
}

function lineOf(text: string, problem: ParamProblem): number | null {
  if (problem.line !== null) return problem.line;
  const key = problem.path === "" ? null : keyFor(text, problem.path);
  return key && placeOf(text, key.from).line;
}

/** With their lines, in the order of the text. */
const placed = (text: string, problems: readonly ParamProblem[]): Placed[] => problems.map((problem) => ({ problem, line: lineOf(text, problem) })).sort((a, b) => (a.line ?? 0) - (b.line ?? 0));

export function JsonView({ bench }: { bench: Workbench }) {
  const editor = useRef<JsonEditorHandle>(null);
  const lit = useLit();
  const { schema, variants, preview } = bench;
  const leaves = preview?.leaves;
  const knowledge = useMemo(() => ({ schema, variants, leaves: leaves ?? [] }), [schema, variants, leaves]);
  const problems = preview?.problems ?? NONE;
  const places = useMemo(() => placed(bench.text, problems), [problems, bench.text]);
  return (
    <div className={css.json}>
      <div className={css.editor}>
        <JsonEditor text={bench.text} onText={(text) => bench.setText(text, "json")} label="Override as JSON" problems={problems} knowledge={knowledge} onUndo={bench.undo} onRedo={bench.redo} lit={lit} onPlace={light} handle={editor} testId="json-editor" describedBy="json-problems" />
      </div>
      <div id="json-problems" role="status" className={css.problems}>
        {problems.length === 0 ? (
          <p className={css.fine}>Only what differs is kept here. Leave a key out to inherit it; write null to remove it. Ctrl+Space suggests.</p>
        ) : (
          <ol>
            {places.map(({ problem, line }, index) => (
              <li key={`${index} ${problem.path}`}>
                <button type="button" onClick={() => editor.current?.jump(problem)} data-testid={`problem-${index}`}>
                  <span className={css.place}>{line === null ? problem.path || "override" : `line ${line}`}</span>
                  <span>
                    {pathBefore(problem) !== "" && <code>{pathBefore(problem)}</code>} {problem.message}
                  </span>
                </button>
              </li>
            ))}
          </ol>
        )}
      </div>
    </div>
  );
}
