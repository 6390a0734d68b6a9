/** Marks in the text: what is wrong, and the line of the parameter that is looked at elsewhere. */
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { StateEffect, StateField, type Transaction } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import type { ParamProblem } from "../generated/ParamProblem";
import { keyFor, offsetOf } from "../params/locate";

/** Where a problem stands: the key that its path names, or the place at which the text can no longer be read. */
export function rangeOf(text: string, problem: ParamProblem): { from: number; to: number } | null {
  if (problem.line !== null) {
    const from = offsetOf(text, { line: problem.line, column: problem.column ?? 1 });
    const word = /^(?:"(?:[^"\\\n]|\\.)*"|\S+)/.exec(text.slice(from))?.[0].length ?? 0;
    return { from: word === 0 ? Math.max(0, from - 1) : from, to: from + word };
  }
  const key = problem.path === "" ? null : keyFor(text, problem.path);
  return key && { from: key.from, to: key.to };
}

export function showProblems(view: EditorView, problems: readonly ParamProblem[]): void {
  const text = view.state.doc.toString();
  const found = problems.flatMap((problem): Diagnostic[] => {
    const range = rangeOf(text, problem);
    return range ? [{ ...range, severity: "error", message: problem.message }] : [];
  });
  view.dispatch(setDiagnostics(view.state, found));
}

const light = StateEffect.define<string | null>();

const LIT = Decoration.line({ class: "cm-lit" });

function litLines(transaction: Transaction, path: string | null): DecorationSet {
  const { doc } = transaction.state;
  const key = path === null ? null : keyFor(doc.toString(), path);
  // A path that the text has only in part is set elsewhere: nothing here is its line.
  if (!key || key.segments.length < (path ?? "").split(/[.[]/).length) return Decoration.none;
  const [first, last] = [doc.lineAt(key.from).number, doc.lineAt(Math.min(key.end, doc.length)).number];
  const lines = Array.from({ length: Math.min(last, first + 200) - first + 1 }, (_, index) => LIT.range(doc.line(first + index).from));
  return Decoration.set(lines);
}

/** The lines of the parameter that is lit. */
export const litField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (lines, transaction) => {
    for (const effect of transaction.effects) if (effect.is(light)) return litLines(transaction, effect.value);
    return transaction.docChanged ? lines.map(transaction.changes) : lines;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export function showLit(view: EditorView, path: string | null): void {
  view.dispatch({ effects: light.of(path) });
}
