/** Presets at the editor: lays one on the draft, having shown what it changes, or keeps the draft's override as one. */
import { useMemo, useRef, useState } from "react";
import { Dialog, Popover } from "react-aria-components";
import { Button } from "../../shared/components/Button";
import type { PresetView } from "../../shared/generated/PresetView";
import { readPatch } from "../../shared/params/patch";
import { say } from "../../shared/toast";
import { type Action, useActions } from "../actions/actions";
import { layPreset } from "./lay";
import css from "./Presets.module.css";
import { PresetPick } from "./PresetPick";
import { SavePreset } from "./SavePreset";

interface Props {
  /** The draft's text, and what sets it. */
  text: string;
  setText: (text: string) => void;
  integration: string;
  /** Id of the connection whose stored override the draft's masked leaves stand for. */
  from?: string | undefined;
  /** Where the draft can keep a preset's secrets by naming it: hears which. Else they are left out, and that is said. */
  onKept?: ((preset: PresetView) => void) | undefined;
}

export function PresetMenu({ text, setText, integration, from, onKept }: Props) {
  const [open, setOpen] = useState(false);
  const [saving, setSaving] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const actions = useMemo(
    (): Action[] => [
      { id: "presets.apply", title: "Apply a preset to the draft…", group: "Parameters", keys: "alt+p", words: "presets", run: () => setOpen(true) },
      { id: "presets.save", title: "Save the override as a preset…", group: "Parameters", words: "presets keep", run: () => setSaving(true) },
    ],
    [],
  );
  useActions(actions);
  const apply = (preset: PresetView) => {
    const laid = layPreset(text, preset.overrides, onKept !== undefined);
    if (!laid) return;
    setOpen(false);
    setText(laid.text);
    // One draft keeps the secrets of one preset: it is not used up by a preset without any.
    if ((layPreset(text, preset.overrides)?.withheld.length ?? 0) > 0) onKept?.(preset);
    const left = laid.withheld.length === 0 ? "" : ` Not ${laid.withheld.join(", ")}: a preset's secrets are never shown. Set it, or apply the preset from the list of connections.`;
    say(`“${preset.name}” is on the draft. Nothing is saved yet.${left}`, { undo: () => setText(text), here: true });
  };
  return (
    <>
      <span ref={anchor}>
        <Button onClick={() => setOpen(true)} aria-haspopup="dialog" aria-expanded={open} data-testid="presets">
          Presets
        </Button>
      </span>
      <Popover className={css.popover ?? ""} triggerRef={anchor} isOpen={open} onOpenChange={setOpen} placement="bottom start">
        <Dialog className={css.menu ?? ""} aria-label="Presets">
          <PresetPick
            text={text}
            integration={integration}
            onApply={apply}
            onSave={() => {
              setOpen(false);
              setSaving(true);
            }}
            onClose={() => setOpen(false)}
          />
        </Dialog>
      </Popover>
      <SavePreset open={saving && readPatch(text) !== null} onClose={() => setSaving(false)} text={text} integration={integration} from={from} />
    </>
  );
}
