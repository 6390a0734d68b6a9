/** An integration's default parameters: as a form or as JSON, for all ways to sign in or for one, and what saving will do. */
import { useEffect, useMemo, useState } from "react";
import { Button } from "../../../shared/components/Button";
import { ErrorBox } from "../../../shared/components/ErrorBox";
import { Segmented } from "../../../shared/components/Segmented";
import { SelectField } from "../../../shared/components/TextField";
import { JsonEditor } from "../../../shared/editor/JsonEditor";
import type { IntegrationDetail } from "../../../shared/generated/IntegrationDetail";
import { useAsk } from "../../../shared/query";
import { type Action, useActions } from "../../actions/actions";
import { Restored } from "../../parameters/Restored";
import { DefaultForm } from "./DefaultForm";
import css from "./Defaults.module.css";
import { useDefaults } from "./useDefaults";

type View = "form" | "json";

const VIEWS: { value: View; label: string }[] = [
  { value: "form", label: "Form" },
  { value: "json", label: "JSON" },
];

export function DefaultParameters({ detail }: { detail: IntegrationDetail }) {
  const { key, connectorKey, connectorVersion } = detail.summary;
  const [option, setOption] = useState<string | null>(null);
  const connector = useAsk("connector_show", { key: connectorKey, version: connectorVersion });
  const options = connector.data?.summary.options ?? [];
  const of = useAsk("integration_show", option === null ? { key } : { key, option }, { enabled: option !== null, keep: true });
  return (
    <section className={css.section} aria-label="Default parameters">
      <h2>Default parameters</h2>
      {options.length > 0 && <SelectField label="For" value={option ?? ""} onValue={(value) => setOption(value === "" ? null : value)} items={[{ value: "", label: "every way to sign in" }, ...options.map((one) => ({ value: one.key, label: one.title }))]} hint={option === null ? undefined : "These lie above the ones for every way to sign in, and below a connection's override."} data-testid="default-option" />}
      {(option === null || of.data) && <Editing key={option ?? ""} detail={option === null ? detail : (of.data ?? detail)} option={option} />}
    </section>
  );
}

function Editing({ detail, option }: { detail: IntegrationDetail; option: string | null }) {
  const [view, setView] = useState<View>("form");
  const defaults = useDefaults(detail, option);
  const { text, setText, patch, dirty, problems, words, save, discard, undo, redo, saving, error, ready: isKnown, restored } = defaults;
  const ready = dirty && patch !== null && problems.length === 0 && !saving;
  const knowledge = useMemo(() => ({ schema: detail.parametersSchema, variants: [], leaves: detail.leaves }), [detail]);
  useActions(
    useMemo((): Action[] => {
      const shown: Action = { id: "integration.view", title: view === "form" ? "Show the defaults as JSON" : "Show the defaults as a form", group: "Integration", keys: "alt+j", run: () => setView(view === "form" ? "json" : "form") };
      if (!dirty) return [shown];
      return [shown, ...(ready ? [{ id: "integration.save", title: "Save the defaults", group: "Integration", keys: "mod+s", run: save }] : []), { id: "integration.undo", title: "Undo the last edit", group: "Integration", keys: "mod+z", run: undo }, { id: "integration.redo", title: "Redo", group: "Integration", keys: "mod+shift+z", run: redo }, { id: "integration.discard", title: "Discard the edits of the defaults", group: "Integration", run: discard }];
    }, [view, dirty, ready, save, undo, redo, discard]),
  );
  // What saving will do comes into sight with the first edit: it must not cover what is being typed.
  useEffect(() => {
    if (dirty && document.activeElement instanceof HTMLElement && document.activeElement.closest("fieldset")) document.activeElement.scrollIntoView?.({ block: "nearest" });
  }, [dirty]);
  if (!isKnown) return null;
  return (
    <>
      <Restored at={restored} onDiscard={discard} />
      <div>
        <Segmented label="View" value={view} onChange={setView} items={VIEWS} />
      </div>
      {view === "form" && patch === null && <p className={css.problem}>The text under JSON is not a JSON object yet. Put it right there, and the form follows.</p>}
      {view === "form" ? (
        <DefaultForm detail={detail} defaults={defaults} option={option} />
      ) : (
        <>
          <div className={css.editor}>
            <JsonEditor text={text} onText={(next) => setText(next, "json")} label="Default parameters as JSON" problems={problems} knowledge={knowledge} onUndo={undo} onRedo={redo} layer="integration" testId="integration-json" />
          </div>
          {problems.length > 0 && (
            <ul className={css.problems} role="status">
              {problems.map((one) => (
                <li key={`${one.path} ${one.message}`}>
                  {one.path !== "" && <code>{one.path}</code>} {one.message}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      {error && <ErrorBox error={error} />}
      <div className={css.save} data-dirty={dirty || undefined}>
        <p role="status" data-testid="default-effect">
          {dirty ? words || "Nothing changes until this can be read." : "A change reaches every connection that does not override the same, and says here what it will do."}
        </p>
        <div className={css.acts}>
          <Button look="primary" busy={saving} disabled={!ready} onClick={save} title="Ctrl+S" data-testid="integration-save">
            Save defaults
          </Button>
          {dirty && (
            <Button look="quiet" onClick={discard}>
              Discard
            </Button>
          )}
        </div>
      </div>
    </>
  );
}
