/** An integration's default parameters: the declared ones as fields, all of them as JSON. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Segmented } from "../../shared/components/Segmented";
import type { IntegrationDetail } from "../../shared/generated/IntegrationDetail";
import { isObject, readPatch, sameOverride, writePatch } from "../../shared/params/patch";
import css from "./Integrations.module.css";
import { DefaultFields } from "./DefaultFields";
import { useSet } from "./useSet";

export function DefaultParameters({ detail }: { detail: IntegrationDetail }) {
  const stored = writePatch(isObject(detail.parameters) ? detail.parameters : {});
  const [edits, setEdits] = useState<string | null>(null);
  const [view, setView] = useState<"form" | "json">("form");
  const set = useSet(detail.summary.key);
  const text = edits ?? stored;
  const patch = readPatch(text);
  const dirty = edits !== null && !sameOverride(edits, stored);
  return (
    <section className={css.section} aria-label="Default parameters">
      <h2>Default parameters</h2>
      <div className={css.acts}>
        <Segmented
          label="View"
          value={view}
          onChange={setView}
          items={[
            { value: "form", label: "Fields" },
            { value: "json", label: "JSON" },
          ]}
        />
      </div>
      {detail.summary.missing.map((problem) => (
        <p key={problem.path} className={css.note}>
          <b>{problem.path}</b>: {problem.message}
        </p>
      ))}
      {view === "form" ? <DefaultFields detail={detail} text={text} onText={setEdits} /> : <textarea className={css.editor} aria-label="Default parameters as JSON" aria-invalid={patch === null || undefined} value={text} spellCheck={false} onChange={(event) => setEdits(event.target.value)} data-testid="integration-json" />}
      {patch === null && <p className={css.note}>This is not a JSON object yet, so it cannot be saved.</p>}
      {set.error && <ErrorBox error={set.error} />}
      <div className={css.acts}>
        <Button look="primary" busy={set.isPending} disabled={!dirty || patch === null} onClick={() => patch && set.mutate({ parameters: patch as never }, { onSuccess: () => setEdits(null) })} data-testid="integration-save">
          Save defaults
        </Button>
        {dirty && (
          <Button look="quiet" onClick={() => setEdits(null)}>
            Discard
          </Button>
        )}
        <span className={css.note} role="status">
          {set.isSuccess && !dirty ? "Saved. Connections that do not override these use them from now on." : ""}
        </span>
      </div>
      <p className={css.note}>A change reaches every connection that does not override the same key.</p>
    </section>
  );
}
