/** One table of effective parameters: value, the layer that set it, the layers beneath, when a change takes effect. */
import { useState } from "react";
import type { LeafView } from "../../shared/generated/LeafView";
import { AddParameter } from "./AddParameter";
import css from "./EffectiveTable.module.css";
import { LeafRow } from "./LeafRow";
import { changeAt, fieldOn, put, type Workbench } from "./model";

/** A parameter that was picked and has no value yet. */
function blank(path: string, bench: Workbench): LeafView {
  const field = fieldOn(bench, path);
  return { path, value: null, layer: "override", template: false, beneath: [], declared: true, secret: field.secret, required: false, effect: "none", title: null, removed: false };
}

export function EffectiveTable({ bench, editable }: { bench: Workbench; editable: boolean }) {
  const [editing, setEditing] = useState<string | null>(null);
  const leaves = bench.preview?.leaves ?? [];
  const isNew = editing !== null && !leaves.some((leaf) => leaf.path === editing);
  const row = (leaf: LeafView) => (
    <LeafRow key={leaf.path} bench={bench} leaf={leaf} change={changeAt(bench.preview, leaf.path)} editable={editable} editing={editing === leaf.path} onEdit={(on) => setEditing(on ? leaf.path : null)} />
  );
  const gone = (bench.preview?.changes ?? []).filter((change) => (change.after ?? null) === null && !leaves.some((leaf) => leaf.path === change.path));
  return (
    <>
      <table className={css.table} data-testid="effective-table">
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">Value</th>
            <th scope="col">Set by</th>
            <th scope="col">Takes effect</th>
            <th scope="col">
              <span className={css.unseen}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {leaves.map(row)}
          {gone.map((change) => (
            <tr key={`gone ${change.path}`} className={css.gone}>
              <th scope="row">{change.path}</th>
              <td colSpan={4}>no longer set</td>
            </tr>
          ))}
          {isNew && editing !== null && row(blank(editing, bench))}
        </tbody>
      </table>
      {editable && (
        <AddParameter
          bench={bench}
          taken={leaves.map((leaf) => leaf.path)}
          onPick={(path) => {
            const kind = fieldOn(bench, path).kind;
            if (kind === "boolean") put(bench, path, true);
            setEditing(path);
          }}
        />
      )}
    </>
  );
}
