/** One preset: its name, the integration it was made on, and its override as JSON, checked against that connector as one types. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { SelectField, TextField } from "../../shared/components/TextField";
import { JsonEditor } from "../../shared/editor/JsonEditor";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { ParamProblem } from "../../shared/generated/ParamProblem";
import type { PresetView } from "../../shared/generated/PresetView";
import { rpc } from "../../shared/host";
import { readPatch, sameOverride } from "../../shared/params/patch";
import { pathBefore } from "../../shared/problem";
import { useAsk } from "../../shared/query";
import { say } from "../../shared/toast";
import { type Action, useActions } from "../actions/actions";
import { useSettled } from "../parameters/usePreview";
import { secretPaths } from "../code/subject";
import { noted, putBack, textOf } from "./keep";
import css from "./Presets.module.css";

interface Props {
  /** Null for a new one. */
  preset: PresetView | null;
  onSaved: (preset: PresetView) => void;
  onDelete: (preset: PresetView) => void;
  onCancel: () => void;
}

export function PresetEditor({ preset, onSaved, onDelete, onCancel }: Props) {
  const client = useQueryClient();
  const integrations = useAsk("integrations", {});
  const [name, setName] = useState(preset?.name ?? "");
  const [integration, setIntegration] = useState(preset?.integration ?? "");
  const stored = preset ? textOf(preset) : "{}";
  const [text, setText] = useState(stored);
  const settled = useSettled(text, 150);
  const checked = useAsk("parameters_preview", { subject: { kind: "new", integration, option: null, ...(preset === null ? {} : { preset: preset.id }) }, text: settled.trim() === "" ? "{}" : settled }, { enabled: integration !== "", keep: true });
  const shown = useAsk("integration_show", { key: integration }, { enabled: integration !== "" });
  const patch = readPatch(text);
  const problems: readonly ParamProblem[] = integration === "" ? [] : (checked.data?.problems ?? []);
  const dirty = preset === null || name.trim() !== preset.name || integration !== (preset.integration ?? "") || !sameOverride(text, stored);
  const save = useMutation<PresetView, ErrorView>({
    mutationFn: () => rpc("preset_save", { ...(preset === null ? {} : { id: preset.id }), name: name.trim(), ...(integration === "" ? {} : { integration }), text: text.trim() === "" ? "{}" : text }),
    onSuccess: (saved) => {
      noted(client, saved);
      // A secret that was replaced cannot be told again, so there is no way back to it.
      const back = preset !== null && secretPaths(preset.overrides).every((path) => secretPaths(patch ?? {}).includes(path)) ? preset : null;
      say(`Saved the preset “${saved.name}”.`, { look: "good", undo: back && (() => void putBack(client, back)) });
      onSaved(saved);
    },
  });
  const savable = dirty && name.trim() !== "" && patch !== null && problems.length === 0 && !save.isPending;
  const { mutate } = save;
  useActions(useMemo((): Action[] => (savable ? [{ id: "presets.keep", title: "Save this preset", group: "Presets", keys: "mod+s", run: () => mutate() }] : []), [savable, mutate]));
  const items = [{ value: "", label: "Any" }, ...(integrations.data ?? []).map((one) => ({ value: one.key, label: one.name }))];
  return (
    <form
      className={css.edit}
      aria-label={preset?.name ?? "New preset"}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className={css.fields}>
        <TextField label="Name" value={name} onValue={setName} maxLength={100} autoFocus={preset === null} data-testid="preset-name" />
        <SelectField label="Made for" value={integration} onValue={setIntegration} items={items} hint={integration === "" ? "For connections of any integration." : "Its connector checks the values."} data-testid="preset-integration" />
      </div>
      <div className={css.json}>
        <JsonEditor text={text} onText={setText} label="Override of the preset, as JSON" problems={problems} {...(shown.data && checked.data ? { knowledge: { schema: shown.data.parametersSchema, variants: [], leaves: checked.data.leaves } } : {})} testId="preset-json" />
      </div>
      {patch === null && <p className={css.problem}>This is not a JSON object yet.</p>}
      {patch !== null && problems[0] && (
        <p className={css.problem} role="status">
          <code>{pathBefore(problems[0])}</code> {problems[0].message}
        </p>
      )}
      {save.error && <ErrorBox error={save.error} />}
      <div className={css.acts}>
        <Button type="submit" look="primary" busy={save.isPending} disabled={!savable} title="Ctrl+S" data-testid="preset-save">
          {preset === null ? "Create" : "Save"}
        </Button>
        {preset === null && (
          <Button look="quiet" onClick={onCancel}>
            Cancel
          </Button>
        )}
        {preset !== null && (
          <Button look="quiet" className={css.end ?? ""} onClick={() => onDelete(preset)} data-testid="preset-delete">
            Delete
          </Button>
        )}
      </div>
    </form>
  );
}
