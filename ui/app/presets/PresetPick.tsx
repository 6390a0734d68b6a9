/** The presets to choose from, and what the one in the focus would change in the draft. Enter applies it. */
import { useState } from "react";
import { ListBox, ListBoxItem } from "react-aria-components";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { count } from "../../shared/format";
import type { PresetView } from "../../shared/generated/PresetView";
import { readPatch } from "../../shared/params/patch";
import { Differences } from "../history/Differences";
import { changesBetween } from "../history/leaves";
import { go } from "../route";
import { layPreset } from "./lay";
import css from "./Presets.module.css";
import { gistOf, usePresets } from "./usePresets";

interface Props {
  text: string;
  integration: string;
  onApply: (preset: PresetView) => void;
  onSave: () => void;
  onClose: () => void;
}

export function PresetPick({ text, integration, onApply, onSave, onClose }: Props) {
  const { presets, error, pending } = usePresets(integration);
  const [chosen, setChosen] = useState<string | null>(null);
  const preset = presets.find((one) => one.id === chosen) ?? presets[0] ?? null;
  const readable = readPatch(text) !== null;
  const pick = (id: string) => {
    const found = presets.find((one) => one.id === id);
    if (found && readable) onApply(found);
  };
  const manage = () => {
    onClose();
    go({ screen: "settings", tab: "presets" });
  };
  return (
    <>
      {error && <ErrorBox error={error} />}
      {!pending && presets.length === 0 && <p className={css.fine}>No presets yet. Save this override as the first: then it is two keys away from every other connection.</p>}
      {presets.length > 0 && (
        <div className={css.pick}>
          <ListBox aria-label="Presets" className={css.list ?? ""} selectionMode="single" selectionBehavior="replace" disallowEmptySelection selectedKeys={preset === null ? [] : [preset.id]} onSelectionChange={(keys) => keys !== "all" && [...keys].slice(0, 1).forEach((key) => setChosen(String(key)))} onAction={(key) => pick(String(key))} autoFocus="first" items={presets} data-testid="preset-list">
            {(one) => (
              <ListBoxItem id={one.id} textValue={one.name} className={css.item ?? ""} data-testid={`preset-${one.id}`}>
                <b>{one.name}</b>
                <span>{gistOf(one)}</span>
              </ListBoxItem>
            )}
          </ListBox>
          {preset && <Effect preset={preset} text={text} integration={integration} />}
        </div>
      )}
      {!readable && <p className={css.problem}>The override is not JSON right now. Put it right first.</p>}
      <div className={css.acts}>
        <Button look="primary" disabled={preset === null || !readable} onClick={() => preset && pick(preset.id)} data-testid="preset-apply">
          Apply to the draft
        </Button>
        <Button disabled={!readable} onClick={onSave} data-testid="preset-keep">
          Save override as preset…
        </Button>
        <Button look="quiet" onClick={manage}>
          Edit presets
        </Button>
      </div>
    </>
  );
}

function Effect({ preset, text, integration }: { preset: PresetView; text: string; integration: string }) {
  const laid = layPreset(text, preset.overrides);
  const changes = laid ? changesBetween(readPatch(text) ?? {}, readPatch(laid.text) ?? {}) : [];
  return (
    <div className={css.effect} role="status" data-testid="preset-effect">
      <p className={css.fine}>{changes.length === 0 ? "Changes nothing: the draft says all of it already." : `Changes ${count(changes.length, "value")} of the draft:`}</p>
      <Differences changes={changes} effects={false} label="What the preset changes" testId="preset-differences" />
      {preset.integration !== null && preset.integration !== integration && (
        <p className={css.fine}>
          Made on <code>{preset.integration}</code>; what this connector does not take is marked in the editor.
        </p>
      )}
      {laid !== null && laid.withheld.length > 0 && (
        <p className={css.fine}>
          Its secrets are not shown: <code>{laid.withheld.join(", ")}</code>
        </p>
      )}
    </div>
  );
}
