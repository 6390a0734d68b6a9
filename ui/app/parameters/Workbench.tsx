/** The Parameters screen: the override in one of three views at the left, its dry run and what saving does at the right. */
import { type ReactNode, useState } from "react";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { LayerLegend } from "../../shared/components/LayerMark";
import { Segmented } from "../../shared/components/Segmented";
import { Button } from "../../shared/components/Button";
import { readPatch } from "../../shared/params/patch";
import { DryRun } from "./DryRun";
import { EffectiveTable } from "./EffectiveTable";
import { FormView } from "./FormView";
import { JsonView } from "./JsonView";
import type { Workbench as Bench } from "./model";
import type { LivePreview } from "./usePreview";
import css from "./Workbench.module.css";

type View = "effective" | "form" | "json";

const VIEWS: { value: View; label: string }[] = [
  { value: "effective", label: "Effective" },
  { value: "form", label: "Form" },
  { value: "json", label: "JSON" },
];

export function Workbench({ bench, live, footer }: { bench: Bench; live: LivePreview; footer: ReactNode }) {
  const [view, setView] = useState<View>("effective");
  const readable = readPatch(bench.text) !== null;
  return (
    <div className={css.work}>
      <section className={css.left} aria-label="Parameters">
        <div className={css.bar}>
          <Segmented label="View" value={view} onChange={setView} items={VIEWS} />
          <LayerLegend layers={["connector", "variant", "integration", "override"]} />
        </div>
        <div className={css.view}>
          {live.error && !bench.preview && (
            <div className={css.pad}>
              <ErrorBox error={live.error} />
            </div>
          )}
          {view !== "json" && !readable && (
            <div className={css.notice} role="status">
              The override is not JSON right now, so it cannot be edited here. What you see is the last that could be read.
              <Button onClick={() => setView("json")}>Fix it under JSON</Button>
            </div>
          )}
          {view === "effective" && <EffectiveTable bench={bench} editable={readable} />}
          {view === "form" && <FormView bench={bench} editable={readable} />}
          {view === "json" && <JsonView bench={bench} />}
        </div>
      </section>
      <aside className={css.right} aria-label="Dry run">
        <DryRun preview={bench.preview} current={live.current} />
        {footer}
      </aside>
    </div>
  );
}
