/** The Parameters screen: the override in one of three views at the left, its dry run and what saving does at the right. */
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { LayerLegend } from "../../shared/components/LayerMark";
import type { Subject } from "../../shared/generated/Subject";
import { readPatch } from "../../shared/params/patch";
import { DryRun } from "./DryRun";
import { EffectiveTable } from "./EffectiveTable";
import { FormView } from "./FormView";
import { IntegrationValue } from "./IntegrationValue";
import { JsonView } from "./JsonView";
import { BenchContext, type Workbench as Bench } from "./model";
import { type Places, PlacesContext } from "./places";
import { useSplit } from "./split";
import { Splitter } from "./Splitter";
import { Toolbar, type View } from "./Toolbar";
import type { LivePreview } from "./usePreview";
import { useWatch } from "./useWatch";
import css from "./Workbench.module.css";

interface Props {
  bench: Bench;
  live: LivePreview;
  subject: Subject;
  notice?: ReactNode;
  /** The code of this override, for beside the editor. */
  code: ReactNode;
  footer: ReactNode;
}

export function Workbench({ bench, live, subject, notice, code, footer }: Props) {
  const [view, setView] = useState<View>("effective");
  const [filter, setFilter] = useState("");
  const [beneath, setBeneath] = useState<string | null>(null);
  const focusOn = useRef<((path: string, edit?: boolean) => void) | null>(null);
  const split = useSplit();
  const watched = useWatch(live.current ? bench.preview : undefined, bench.text);
  const readable = useMemo(() => readPatch(bench.text) !== null, [bench.text]);
  const lead = useCallback((path: string, edit: boolean) => {
    setView("effective");
    setFilter("");
    // Once the table is there, its row can take the focus.
    requestAnimationFrame(() => requestAnimationFrame(() => focusOn.current?.(path, edit)));
  }, []);
  const open = useCallback((path: string) => lead(path, false), [lead]);
  const places = useMemo<Places>(() => ({ here: (path) => lead(path, true), integration: setBeneath }), [lead]);
  return (
    <BenchContext value={bench}>
      <PlacesContext value={places}>
        <div className={css.work}>
          <Toolbar bench={bench} subject={subject} view={view} onView={setView} />
          <div className={css.panes} style={{ "--run": split.width === null ? undefined : `${split.width}px` } as never} data-run={split.open}>
            <section className={css.left} aria-label="Parameters">
              {notice}
              {view === "effective" && (
                <div className={css.filterbar}>
                  <input className={css.filter} value={filter} onChange={(event) => setFilter(event.target.value)} onKeyDown={(event) => event.key === "Escape" && setFilter("")} placeholder="Filter parameters" aria-label="Filter parameters" autoComplete="off" spellCheck={false} data-filter data-testid="parameters-filter" />
                  <LayerLegend layers={["connector", "variant", "integration", "override"]} />
                </div>
              )}
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
                {view === "effective" && <EffectiveTable bench={bench} editable={readable} filter={filter} onFilter={setFilter} watched={watched} focusOn={focusOn} />}
                {view === "form" && <FormView bench={bench} editable={readable} />}
                {view === "json" && <JsonView bench={bench} />}
              </div>
              {!split.open && footer}
            </section>
            {split.open && (
              <>
                <Splitter width={split.width} />
                <aside className={css.right} aria-label={split.side === "code" ? "Code" : "Dry run"}>
                  {split.side === "code" ? code : <DryRun preview={bench.preview} saved={live.saved} current={live.current} onOpen={open} />}
                  {footer}
                </aside>
              </>
            )}
          </div>
          <IntegrationValue bench={bench} path={beneath} onClose={() => setBeneath(null)} />
        </div>
      </PlacesContext>
    </BenchContext>
  );
}
