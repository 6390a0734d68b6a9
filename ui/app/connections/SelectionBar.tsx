/** What is marked and what can be done with all of it; while something is being done, how far it is and the way to stop it. */
import { type RefObject, useEffect, useRef, useState } from "react";
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import { Dialog } from "../../shared/components/Dialog";
import { sideText } from "../compare/sides";
import { go } from "../route";
import { putAway, type Run, stop, useRun } from "./bulk";
import css from "./ConnectionGrid.module.css";
import { ManyPreset } from "./ManyPreset";
import { useManyActs } from "./useManyActs";
import type { Selection } from "./useSelection";
import { figure } from "../../shared/format";


function Progress({ run }: { run: Run }) {
  return (
    <div className={css.bar} role="status" data-testid="run">
      <b>
        {run.doing} {figure(run.done)} of {figure(run.total)}
      </b>
      <progress max={run.total} value={run.done} aria-label={run.doing} />
      {run.failed.length > 0 && <span className={css.dim}>{run.failed.length} with trouble</span>}
      <Button onClick={stop} busy={run.state === "stopping"} data-testid="run-stop">
        {run.state === "stopping" ? "Stopping…" : "Stop"}
      </Button>
    </div>
  );
}

function Failures({ run }: { run: Run }) {
  const [open, setOpen] = useState(false);
  return (
    <div className={css.bar} data-testid="run-failed">
      <b>
        {run.doing}: {figure(run.failed.length)} of {figure(run.total)} with trouble
      </b>
      <Button onClick={() => setOpen(true)} data-testid="run-show">
        Show which and why
      </Button>
      <Button look="quiet" onClick={putAway}>
        Dismiss
      </Button>
      <Dialog title={`${run.doing}: what went wrong`} open={open} onClose={() => setOpen(false)} wide>
        <ul className={css.failed} tabIndex={0} aria-label="What went wrong">
          {run.failed.map((one) => (
            <li key={one.id}>
              <a href={`#/connection/${one.id}/overview`}>
                <b dir="auto">{one.name}</b>
              </a>{" "}
              {one.words}
            </li>
          ))}
        </ul>
        <div className={css.acts}>
          <CopyButton text={run.failed.map((one) => `${one.id}\t${one.name}\t${one.words}`).join("\n")} label="Copy the list" />
          <Button onClick={() => setOpen(false)}>Close</Button>
        </div>
      </Dialog>
    </div>
  );
}

interface Props {
  selection: Selection;
  /** Whether archived ones may be among them. */
  archived: boolean;
}

/** Remarks stand above the bars: what they tell of is in them. */
function useFoot(foot: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const bars = foot.current;
    if (!bars || !("ResizeObserver" in globalThis)) return undefined;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => style.setProperty("--foot", `${bars.offsetHeight}px`));
    observer.observe(bars);
    return () => {
      observer.disconnect();
      style.removeProperty("--foot");
    };
  }, [foot]);
}

export function SelectionBar(props: Props) {
  const foot = useRef<HTMLDivElement>(null);
  useFoot(foot);
  return (
    <div ref={foot}>
      <Bars {...props} />
    </div>
  );
}

function Bars({ selection, archived }: Props) {
  const run = useRun();
  const many = useManyActs();
  const ids = [...selection.ids];
  const [first = "", second = ""] = ids;
  if (run && run.state !== "over") return <Progress run={run} />;
  return (
    <>
      {run && <Failures run={run} />}
      {ids.length > 0 && (
        <div className={css.bar} role="toolbar" aria-label="Selected connections" data-testid="selection">
          <b role="status">{figure(ids.length)} selected</b>
          <Button onClick={() => many.test(ids)} title="T" data-testid="many-test">
            Test
          </Button>
          <Button onClick={() => many.refresh(ids)} title="R" data-testid="many-refresh">
            Refresh
          </Button>
          <ManyPreset ids={ids} />
          {ids.length === 2 && (
            <Button onClick={() => go({ screen: "compare", left: sideText({ kind: "connection", connection: first }), right: sideText({ kind: "connection", connection: second }) })} data-testid="many-compare">
              Compare
            </Button>
          )}
          <CopyButton text={ids.join("\n")} label={ids.length === 1 ? "Copy the id" : "Copy the ids"} testId="many-copy" />
          <Button look="danger" onClick={() => many.archive(ids)} title="Delete" data-testid="many-archive">
            Archive
          </Button>
          {archived && (
            <Button onClick={() => many.restore(ids)} data-testid="many-restore">
              Restore
            </Button>
          )}
          <Button look="quiet" onClick={selection.clear} title="Escape">
            Select nothing
          </Button>
        </div>
      )}
    </>
  );
}
