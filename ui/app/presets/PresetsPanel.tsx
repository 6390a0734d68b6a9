/** All presets: named, edited as JSON, deleted with a way back, made new. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { ListBox, ListBoxItem } from "react-aria-components";
import { Button } from "../../shared/components/Button";
import { Empty } from "../../shared/components/Empty";
import { ErrorBox } from "../../shared/components/ErrorBox";
import type { PresetView } from "../../shared/generated/PresetView";
import { sayProblem } from "../../shared/toast";
import { type Action, useActions } from "../actions/actions";
import { remove } from "./keep";
import { PresetEditor } from "./PresetEditor";
import css from "./Presets.module.css";
import { gistOf, usePresets } from "./usePresets";

/** Stands for one that is yet to be saved. */
const FRESH = "new";

export function PresetsPanel() {
  const client = useQueryClient();
  const { presets, error, pending } = usePresets();
  const [chosen, setChosen] = useState<string | null>(null);
  const fresh = chosen === FRESH;
  const preset = fresh ? null : (presets.find((one) => one.id === chosen) ?? presets[0] ?? null);
  useActions(useMemo((): Action[] => [{ id: "presets.new", title: "New preset", group: "Presets", keys: "alt+n", run: () => setChosen(FRESH) }], []));
  const drop = (one: PresetView) => {
    const next = presets[presets.indexOf(one) + 1] ?? presets[presets.indexOf(one) - 1] ?? null;
    remove(client, one).then(
      () => setChosen(next?.id ?? null),
      sayProblem,
    );
  };
  const latest = useRef(drop);
  useEffect(() => {
    latest.current = drop;
  });
  useActions(useMemo((): Action[] => (preset === null ? [] : [{ id: "presets.delete", title: `Delete the preset ${preset.name}`, group: "Presets", words: "remove", run: () => latest.current(preset) }]), [preset]));
  const create = (
    <Button look={presets.length === 0 ? "primary" : "plain"} onClick={() => setChosen(FRESH)} data-testid="preset-new">
      New preset
    </Button>
  );
  if (error) {
    return (
      <div className={css.error}>
        <ErrorBox error={error}>
          <Button onClick={() => void client.invalidateQueries({ queryKey: ["presets"] })}>Ask again</Button>
        </ErrorBox>
      </div>
    );
  }
  if (!pending && presets.length === 0 && !fresh) {
    return (
      <Empty title="No presets yet" action={create}>
        A preset is a named override: “read only”, “sandbox with the 2024 API”. Lay it on a draft, on one connection or on many.
      </Empty>
    );
  }
  return (
    <div className={css.panel}>
      <div className={css.side}>
        {create}
        <ListBox
          aria-label="Presets"
          className={css.list ?? ""}
          selectionMode="single"
          selectionBehavior="replace"
          selectedKeys={preset === null ? [] : [preset.id]}
          onSelectionChange={(keys) => keys !== "all" && [...keys].slice(0, 1).forEach((key) => setChosen(String(key)))}
          items={presets}
          data-testid="presets-list"
        >
          {(one) => (
            <ListBoxItem id={one.id} textValue={one.name} className={css.item ?? ""} data-testid={`preset-${one.id}`}>
              <b>{one.name}</b>
              <span>{gistOf(one)}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </div>
      {(preset !== null || fresh) && <PresetEditor key={preset?.id ?? FRESH} preset={preset} onSaved={(saved) => setChosen(saved.id)} onDelete={drop} onCancel={() => setChosen(null)} />}
    </div>
  );
}
