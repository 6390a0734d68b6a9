/** Edits one parameter where it stands. Enter keeps, Escape gives up; "Remove" writes null, which is not the same as Reset. */
import { type KeyboardEvent, useId, useState } from "react";
import { Button } from "../../shared/components/Button";
import type { LeafView } from "../../shared/generated/LeafView";
import { getAt, readPatch } from "../../shared/params/patch";
import { fromInput, toInput } from "../../shared/params/value";
import css from "./LeafEditor.module.css";
import { fieldOn, put, type Workbench } from "./model";
import { ValueInput } from "./ValueInput";

export function LeafEditor({ bench, leaf, onDone }: { bench: Workbench; leaf: LeafView; onDone: () => void }) {
  const field = { ...fieldOn(bench, leaf.path), secret: leaf.secret };
  if (field.kind === "json" && typeof leaf.value === "string") field.kind = "string";
  const own = getAt(readPatch(bench.text) ?? {}, leaf.path);
  const [raw, setRaw] = useState(() => toInput(own ?? leaf.value, field));
  const [problem, setProblem] = useState<string | null>(null);
  const note = useId();

  const keep = () => {
    if (field.secret && raw === "") return onDone();
    const read = fromInput(raw, field);
    if ("problem" in read) return setProblem(read.problem);
    put(bench, leaf.path, read.value);
    onDone();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") onDone();
    else if (event.key === "Enter" && (field.kind !== "strings" || event.ctrlKey || event.metaKey || !event.shiftKey)) {
      event.preventDefault();
      keep();
    }
  };
  return (
    <div className={css.editor} onKeyDown={keys}>
      <ValueInput label={`Value of ${leaf.path}`} field={field} value={raw} onValue={setRaw} problemId={problem === null ? undefined : note} autoFocus />
      {problem !== null && (
        <p id={note} className={css.problem} role="alert">
          {problem}
        </p>
      )}
      {field.kind === "strings" && <p className={css.hint}>One per line, or separated by spaces. Shift+Enter for a new line.</p>}
      <div className={css.acts}>
        <Button onClick={keep} data-testid="leaf-keep">
          Keep
        </Button>
        <Button look="quiet" onClick={onDone}>
          Cancel
        </Button>
        {!leaf.required && leaf.beneath.length + (leaf.layer === "override" ? 0 : 1) > 0 && (
          <Button
            look="quiet"
            title="Writes null: the parameter is left out, whatever lies beneath"
            onClick={() => {
              put(bench, leaf.path, null);
              onDone();
            }}
          >
            Remove
          </Button>
        )}
      </div>
    </div>
  );
}
