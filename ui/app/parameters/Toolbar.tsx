/** What can be done with the draft as a whole: which view, the way back and forth, and where an override can come from. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { Segmented } from "../../shared/components/Segmented";
import type { Subject } from "../../shared/generated/Subject";
import { spell } from "../actions/keys";
import { PasteDialog } from "../code/PasteDialog";
import { HistoryPanel } from "../history/HistoryPanel";
import { PresetMenu } from "../presets/PresetMenu";
import { go } from "../route";
import type { Workbench } from "./model";
import { type Side, switchSide, useSplit } from "./split";
import { useBenchActions } from "./useBenchActions";
import css from "./Workbench.module.css";

export type View = "effective" | "form" | "json";

export const VIEWS: { value: View; label: string }[] = [
  { value: "effective", label: "Effective" },
  { value: "form", label: "Form" },
  { value: "json", label: "JSON" },
];

const SIDES: { side: Side; label: string; keys: string; testId: string }[] = [
  { side: "code", label: "Code", keys: "alt+4", testId: "toggle-code" },
  { side: "run", label: "Dry run", keys: "mod+\\", testId: "toggle-dry-run" },
];

type Panel = "history" | "paste" | null;

interface Props {
  bench: Workbench;
  subject: Subject;
  view: View;
  onView: (view: View) => void;
}

export function Toolbar({ bench, subject, view, onView }: Props) {
  const [panel, setPanel] = useState<Panel>(null);
  const split = useSplit();
  const { connection, integration } = bench;
  useBenchActions({ bench, onView, onPanel: setPanel });
  const close = () => setPanel(null);
  return (
    <div className={css.bar}>
      <Segmented label="View" value={view} onChange={onView} items={VIEWS} />
      <div className={css.steps}>
        <Button look="quiet" disabled={!bench.canUndo} onClick={bench.undo} aria-label="Undo" title={`Undo (${spell("mod+z")})`} data-testid="undo">
          ↶
        </Button>
        <Button look="quiet" disabled={!bench.canRedo} onClick={bench.redo} aria-label="Redo" title={`Redo (${spell("mod+shift+z")})`} data-testid="redo">
          ↷
        </Button>
      </div>
      {bench.dirty && (
        <span className={css.dirty} data-testid="dirty">
          unsaved
        </span>
      )}
      <div className={css.slots}>
        <PresetMenu text={bench.text} setText={bench.setText} integration={integration} from={connection ?? undefined} onKept={bench.keepPreset === null ? undefined : (preset) => bench.keepPreset?.(preset.id)} />
        <Button look="quiet" onClick={() => setPanel("paste")} data-testid="open-paste">
          Paste…
        </Button>
        {connection !== null && (
          <>
            <Button look="quiet" onClick={() => setPanel("history")} data-testid="open-history">
              History
            </Button>
            <Button look="quiet" onClick={() => go({ screen: "compare", left: `integration:${integration}`, right: `connection:${connection}` })} data-testid="open-compare">
              Compare
            </Button>
          </>
        )}
        {SIDES.map(({ side, label, keys, testId }) => (
          <Button key={side} look="quiet" aria-pressed={split.open && split.side === side} onClick={() => switchSide(side)} title={`Show or hide beside the editor (${spell(keys)})`} data-testid={testId}>
            {label}
          </Button>
        ))}
      </div>
      <PasteDialog open={panel === "paste"} onClose={close} subject={subject} integration={integration} text={bench.text} onLoad={(text) => bench.setText(text)} />
      {connection !== null && <HistoryPanel connection={connection} open={panel === "history"} onClose={close} unsaved={bench.dirty} onLoad={(text) => bench.setText(text)} />}
    </div>
  );
}
