/** Edits one parameter where it stands. Enter keeps, Escape gives up; "Remove" writes null, which is not the same as Reset. */
import { type KeyboardEvent, useId, useState } from "react";
import { Button } from "../../shared/components/Button";
import { scopesKnown } from "../../shared/editor/knowledge";
import type { LeafView } from "../../shared/generated/LeafView";
import { getAt, readPatch } from "../../shared/params/patch";
import { fromInput } from "../../shared/params/value";
import css from "./LeafEditor.module.css";
import { fieldOn, put, useBench } from "./model";
import { usePlaces } from "./places";
import { toRaw, ValueInput } from "./ValueInput";

export function LeafEditor({ leaf, onDone }: { leaf: LeafView; onDone: () => void }) {
  const bench = useBench();
  const places = usePlaces();
  const field = { ...fieldOn(bench, leaf.path), secret: leaf.secret };
  if (field.kind === "json" && typeof leaf.value === "string") field.kind = "string";
  const own = getAt(readPatch(bench.text) ?? {}, leaf.path);
  const [raw, setRaw] = useState(() => toRaw(own ?? leaf.value, field));
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
    if (event.nativeEvent.isComposing || event.defaultPrevented) return;
    if (event.key === "Escape") onDone();
    else if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.tagName !== "BUTTON" && (field.kind !== "json" || !event.shiftKey)) keep();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={css.editor} onKeyDown={keys}>
      <ValueInput label={`Value of ${leaf.path}`} field={field} value={raw} onValue={setRaw} suggestions={leaf.path === "scopes" ? scopesKnown(bench.preview?.leaves ?? [], bench.schema) : []} problemId={problem === null ? undefined : note} autoFocus />
      {problem !== null && (
        <p id={note} className={css.problem} role="alert">
          {problem}
        </p>
      )}
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
        {leaf.layer !== "integration" && (
          <Button
            look="quiet"
            title="Set it for every connection that does not override it"
            onClick={() => {
              onDone();
              places.integration(leaf.path);
            }}
          >
            In the integration…
          </Button>
        )}
        {field.kind === "json" && <span className={css.hint}>Shift+Enter for a new line.</span>}
      </div>
    </div>
  );
}
