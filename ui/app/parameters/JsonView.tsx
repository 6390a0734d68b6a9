/** The override as JSON text, with what is wrong with it beneath; each problem leads to its place. */
import { useRef } from "react";
import { locate, offsetOf, placeOf } from "../../shared/params/locate";
import type { ParamProblem } from "../../shared/generated/ParamProblem";
import css from "./JsonView.module.css";
import type { Workbench } from "./model";

/** Where a problem stands in the text. */
function offsetFor(text: string, problem: ParamProblem): number | null {
  if (problem.line !== null) return offsetOf(text, { line: problem.line, column: problem.column ?? 1 });
  return problem.path === "" ? null : locate(text, problem.path);
}

export function JsonView({ bench }: { bench: Workbench }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const problems = (bench.preview?.problems ?? []).map((problem) => ({ problem, offset: offsetFor(bench.text, problem) }));
  const marked = new Set(problems.flatMap(({ offset }) => (offset === null ? [] : [placeOf(bench.text, offset).line])));
  const lines = bench.text.split("\n").length;

  const jump = (offset: number | null) => {
    const at = offset ?? 0;
    const end = /^("(?:[^"\\\n]|\\.)*"|\S+)/.exec(bench.text.slice(at))?.[0].length ?? 0;
    area.current?.focus();
    area.current?.setSelectionRange(at, at + end);
  };
  return (
    <div className={css.json}>
      <div className={css.editor}>
        <div ref={gutter} className={css.gutter} aria-hidden="true">
          {Array.from({ length: lines }, (_, index) => (
            <span key={index} className={marked.has(index + 1) ? css.wrong : undefined}>
              {index + 1}
            </span>
          ))}
        </div>
        <textarea
          ref={area}
          className={css.text}
          aria-label="Override as JSON"
          aria-invalid={problems.length > 0 || undefined}
          aria-describedby="json-problems"
          value={bench.text}
          onChange={(event) => bench.setText(event.target.value)}
          onScroll={(event) => gutter.current?.scrollTo({ top: event.currentTarget.scrollTop })}
          spellCheck={false}
          autoComplete="off"
          wrap="off"
          data-testid="json-editor"
        />
      </div>
      <div id="json-problems" role="status" className={css.problems}>
        {problems.length === 0 ? (
          <p className={css.fine}>Only what differs is kept here. Leave a key out to inherit it; write null to remove it.</p>
        ) : (
          <ol>
            {problems.map(({ problem, offset }, index) => (
              <li key={`${problem.path} ${problem.message}`}>
                <button type="button" onClick={() => jump(offset)} data-testid={`problem-${index}`}>
                  <span className={css.place}>{offset === null ? problem.path || "override" : `line ${placeOf(bench.text, offset).line}`}</span>
                  <span>
                    {problem.path !== "" && <code>{problem.path}</code>} {problem.message}
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
