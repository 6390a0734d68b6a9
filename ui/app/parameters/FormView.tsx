/** The override as a form: what the connector declares, what every connector takes, and what was added. An empty field inherits. */
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { parsePath, formatPath } from "../../shared/params/path";
import { getAt, isObject, readPatch } from "../../shared/params/patch";
import { type Field, fieldsOf, OPEN_OBJECTS, UNIVERSAL_NAMES } from "../../shared/params/schema";
import { AddParameter } from "./AddParameter";
import css from "./FormView.module.css";
import { fieldOn, put, type Workbench } from "./model";
import { OverrideField } from "./OverrideField";

/** The members that the override sets in the objects whose names are free. */
function added(text: string): string[] {
  const patch = readPatch(text) ?? {};
  return OPEN_OBJECTS.flatMap(({ prefix }) => {
    const object = getAt(patch, prefix);
    return isObject(object) ? Object.keys(object).map((name) => formatPath([...(parsePath(prefix) ?? []), name])) : [];
  });
}

export function FormView({ bench, editable }: { bench: Workbench; editable: boolean }) {
  const latest = useRef(bench);
  useEffect(() => {
    latest.current = bench;
  });
  const now = () => latest.current;
  const declared = useMemo(() => fieldsOf(bench.schema).filter((field) => field.kind !== "json" && !UNIVERSAL_NAMES.includes(field.name)), [bench.schema]);
  const universal = UNIVERSAL_NAMES.filter((name) => name !== "connectorVersion").map((name) => fieldOn(bench, name));
  const extra = useMemo(() => added(bench.text), [bench.text]);
  const group = (title: string, fields: readonly Field[]) =>
    fields.length > 0 && (
      <fieldset className={css.group}>
        <legend>{title}</legend>
        {fields.map((field) => (
          <OverrideField key={field.name} bench={bench} now={now} field={field} editable={editable} />
        ))}
      </fieldset>
    );
  // A form writes into the draft with every key, so its way back is the draft's too.
  const keys = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) bench.redo();
    else bench.undo();
  };
  return (
    <div className={css.form} onKeyDown={keys} data-testid="form-view">
      {group("This connector", declared)}
      {group("Every connector", universal)}
      {group("Added", extra.map((path) => fieldOn(bench, path)))}
      {editable && (
        <div className={css.add}>
          <AddParameter bench={bench} taken={[...declared, ...universal].map((field) => field.name).concat(extra)} onPick={(path) => put(bench, path, "")} />
        </div>
      )}
    </div>
  );
}
