/** The override as a form: what the connector declares, what every connector takes, and what was added. An empty field inherits. */
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef } from "react";
import { scopesKnown } from "../../shared/editor/knowledge";
import { parsePath, formatPath } from "../../shared/params/path";
import { getAt, isObject, type JsonObject, readPatch } from "../../shared/params/patch";
import { type Field, fieldsOf, OPEN_OBJECTS, UNIVERSAL_NAMES } from "../../shared/params/schema";
import { AddParameter } from "./AddParameter";
import css from "./FormView.module.css";
import { fieldOn, put, type Workbench } from "./model";
import { OverrideField } from "./OverrideField";

/** The members that the override sets in the objects whose names are free. */
function added(patch: JsonObject): string[] {
  return OPEN_OBJECTS.flatMap(({ prefix }) => {
    const object = getAt(patch, prefix);
    return isObject(object) ? Object.keys(object).map((name) => formatPath([...(parsePath(prefix) ?? []), name])) : [];
  });
}

const NONE: readonly string[] = [];

export function FormView({ bench, editable }: { bench: Workbench; editable: boolean }) {
  const latest = useRef(bench);
  useEffect(() => {
    latest.current = bench;
  });
  const now = useCallback(() => latest.current, []);
  const { text, schema, variants, preview } = bench;
  const patch = useMemo(() => readPatch(text) ?? {}, [text]);
  const declared = useMemo(() => fieldsOf(schema).filter((field) => field.kind !== "json" && !UNIVERSAL_NAMES.includes(field.name)), [schema]);
  const universal = useMemo(() => UNIVERSAL_NAMES.filter((name) => name !== "connectorVersion").map((name) => fieldOn({ schema, variants }, name)), [schema, variants]);
  // As text, so that it stays the same while only values are typed.
  const paths = JSON.stringify(added(patch));
  const extra = useMemo(() => (JSON.parse(paths) as string[]).map((path) => fieldOn({ schema, variants }, path)), [paths, schema, variants]);
  const leaves = useMemo(() => new Map(preview?.leaves.map((leaf) => [leaf.path, leaf])), [preview?.leaves]);
  const problems = useMemo(() => new Map(preview?.problems.map((problem) => [problem.path, problem.message])), [preview?.problems]);
  const scopes = useMemo(() => scopesKnown(preview?.leaves ?? [], schema), [preview?.leaves, schema]);
  const group = (title: string, fields: readonly Field[]) =>
    fields.length > 0 && (
      <fieldset className={css.group}>
        <legend>{title}</legend>
        {fields.map((field) => (
          <OverrideField key={field.name} field={field} own={getAt(patch, field.name)} leaf={leaves.get(field.name)} problem={problems.get(field.name)} suggestions={field.name === "scopes" ? scopes : NONE} editable={editable} now={now} />
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
      {group("Added", extra)}
      {editable && (
        <div className={css.add}>
          <AddParameter bench={bench} taken={[...declared, ...universal, ...extra].map((field) => field.name)} onPick={(path) => put(bench, path, "")} />
        </div>
      )}
    </div>
  );
}
