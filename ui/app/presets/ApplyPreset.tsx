/** A preset for several connections: shows first what it will do to each, then does it, with the way back for all. */
import { useEffect, useMemo, useState } from "react";
import { Button } from "../../shared/components/Button";
import { Dialog } from "../../shared/components/Dialog";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { SelectField } from "../../shared/components/TextField";
import { count } from "../../shared/format";
import type { PresetApplied } from "../../shared/generated/PresetApplied";
import { AppliedTable } from "./AppliedTable";
import css from "./Presets.module.css";
import { type Run, useApply } from "./useApply";
import { gistOf, usePresets } from "./usePresets";

interface Props {
  /** Ids of the connections. */
  connections: readonly string[];
  open: boolean;
  onClose: () => void;
}

export function ApplyPreset(props: Props) {
  return (
    <Dialog title={`Apply a preset to ${count(props.connections.length, "connection")}`} open={props.open} onClose={props.onClose} wide>
      {props.open && <Apply {...props} />}
    </Dialog>
  );
}

/** What comes of it, counted by what it waits for. */
function summary(run: Run): string {
  const kinds: [string, (one: PresetApplied) => boolean][] = [
    ["not possible", (one) => one.error !== null],
    ["with calls refused until a reconnect", (one) => (one.effect?.outsideBinding.length ?? 0) > 0],
    ["with a reconnect", (one) => one.effect?.effect === "reconnect"],
    ["at the next refresh", (one) => one.effect?.effect === "refresh"],
    ["with the next call", (one) => one.changes.length > 0],
    ["unchanged", () => true],
  ];
  const counts = new Map<string, number>();
  for (const one of run.results) {
    const [words] = kinds.find(([, fits]) => fits(one)) ?? [""];
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return `${run.dry ? "Would change" : "Changed"}: ${kinds.flatMap(([words]) => (counts.has(words) ? [`${counts.get(words)} ${words}`] : [])).join(", ")}.`;
}

function Apply({ connections, onClose }: Props) {
  // Those that were chosen when this was opened, however the list behind changes.
  const [chosenOnes] = useState(connections);
  const { presets, error, pending } = usePresets();
  const { run, plan, apply, stop } = useApply(chosenOnes);
  const [chosen, setChosen] = useState("");
  const preset = presets.find((one) => one.id === chosen) ?? null;
  useEffect(() => {
    if (preset) plan(preset);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- planned anew for another preset, not for each answer about the list
  }, [preset?.id, preset?.updatedAt, plan]);
  const changes = useMemo(() => run.results.filter((one) => one.changes.length > 0 && one.error === null).length, [run.results]);
  if (!pending && presets.length === 0) return <p className={css.fine}>No presets yet. Save one in a connection&apos;s Parameters, or under Settings, Presets.</p>;
  const items = [{ value: "", label: "Choose a preset" }, ...presets.map((one) => ({ value: one.id, label: one.name }))];
  const begun = run.results.length > 0 || run.running;
  const done = !run.dry && !run.running;
  return (
    <div className={css.apply}>
      {error && <ErrorBox error={error} />}
      <SelectField label="Preset" value={chosen} onValue={setChosen} items={items} disabled={!run.dry} hint={preset ? gistOf(preset) : "What it does to each connection is shown before anything is saved."} autoFocus data-testid="apply-preset" />
      {preset && begun && (
        <>
          <p className={css.sum} role="status" data-testid="apply-sum">
            {run.running ? `${run.dry ? "Looking at" : "Applying to"} ${run.results.length} of ${run.total}…` : summary(run)}
          </p>
          {run.running && (
            <div className={css.progress}>
              <progress max={run.total} value={run.results.length} aria-label={run.dry ? "Dry run" : "Applying"} />
              <Button onClick={stop} data-testid="apply-stop">
                Stop
              </Button>
            </div>
          )}
          {run.error && <ErrorBox error={run.error} />}
          <AppliedTable results={run.results} />
        </>
      )}
      <div className={css.acts}>
        {done ? (
          <Button look="primary" onClick={onClose} data-testid="apply-done">
            Done
          </Button>
        ) : (
          <Button look="primary" busy={run.running && !run.dry} disabled={!preset || run.running || changes === 0 || run.error !== null || run.results.length < run.total} onClick={() => preset && void apply(preset)} data-testid="apply-run">
            {changes === 0 ? "Apply" : `Apply to ${count(changes, "connection")}`}
          </Button>
        )}
        {!done && (
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
        )}
      </div>
    </div>
  );
}
