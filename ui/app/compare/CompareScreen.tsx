/** Two sides, leaf by leaf and as text: connections, an integration, or a point of a connection's history. */
import { useCallback, useMemo, useState } from "react";
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import { Empty } from "../../shared/components/Empty";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import { Segmented } from "../../shared/components/Segmented";
import { count } from "../../shared/format";
import type { CompareAnswer } from "../../shared/generated/CompareAnswer";
import type { CompareSide } from "../../shared/generated/CompareSide";
import { useAsk } from "../../shared/query";
import { type Action, useActions } from "../actions/actions";
import { go } from "../route";
import css from "./Compare.module.css";
import { CompareTable } from "./CompareTable";
import { CompareText } from "./CompareText";
import { diffLines, unified } from "./lines";
import { parseSide, sideText } from "./sides";
import { SidePicker } from "./SidePicker";

type View = "leaves" | "text";

const VIEWS: { value: View; label: string }[] = [
  { value: "leaves", label: "Leaf by leaf" },
  { value: "text", label: "Text" },
];

const NOBODY: CompareSide = { kind: "connection", connection: "" };

export function CompareScreen({ left, right }: { left: string; right: string }) {
  const [one, other] = [parseSide(left), parseSide(right)];
  const both = one !== null && other !== null;
  const compared = useAsk("compare", { left: one ?? NOBODY, right: other ?? NOBODY }, { enabled: both, keep: true });
  const show = (a: string, b: string) => go({ screen: "compare", left: a, right: b }, true);
  const swap = useCallback(() => go({ screen: "compare", left: right, right: left }, true), [left, right]);
  return (
    <Page title="Compare">
      <div className={css.sides}>
        <SidePicker label="Left" side={one} onSide={(side) => show(sideText(side), right)} testId="compare-left" autoFocus={one === null} />
        <Button onClick={swap} disabled={!both} data-testid="compare-swap" aria-label="Swap sides" title="Swap sides" className={css.swap ?? ""}>
          ⇄
        </Button>
        <SidePicker label="Right" side={other} onSide={(side) => show(left, sideText(side))} testId="compare-right" autoFocus={one !== null && other === null} />
      </div>
      {compared.error && (
        <div className={css.pad}>
          <ErrorBox error={compared.error}>
            <Button onClick={() => void compared.refetch()}>Ask again</Button>
          </ErrorBox>
        </div>
      )}
      {!both && (
        <Empty title={one === null && other === null ? "Choose two sides" : "Choose the other side"}>A connection against its integration shows what its override does; against its own history, what has changed since; against another connection, why one works and the other does not.</Empty>
      )}
      {both && compared.data && !compared.error && <Compared answer={compared.data} onSwap={swap} />}
    </Page>
  );
}

function Compared({ answer, onSwap }: { answer: CompareAnswer; onSwap: () => void }) {
  const [view, setView] = useState<View>("leaves");
  const [only, setOnly] = useState(true);
  const lines = useMemo(() => diffLines(answer.leftText, answer.rightText), [answer.leftText, answer.rightText]);
  const different = answer.rows.filter((row) => !row.same);
  const secrets = different.filter((row) => row.left?.secret === true && row.right?.secret === true).map((row) => row.path);
  const actions = useMemo(
    (): Action[] => [
      { id: "compare.swap", title: "Swap sides", group: "Compare", keys: "alt+s", run: onSwap },
      { id: "compare.only", title: "Only differences, or all", group: "Compare", keys: "alt+d", run: () => setOnly((was) => !was) },
      { id: "compare.view", title: "Leaf by leaf, or as text", group: "Compare", keys: "alt+t", run: () => setView((was) => (was === "text" ? "leaves" : "text")) },
    ],
    [onSwap],
  );
  useActions(actions);
  const shown = only ? different : answer.rows;
  return (
    <>
      <div className={css.bar}>
        <Segmented label="View" value={view} onChange={setView} items={VIEWS} />
        <label className={css.check}>
          <input type="checkbox" checked={only} onChange={(event) => setOnly(event.target.checked)} data-testid="compare-only" /> Only differences
        </label>
        <span className={css.told} role="status" data-testid="compare-told">
          {different.length === 0 ? `Nothing differs: ${count(answer.rows.length, "leaf", "leaves")} the same` : `${different.length} of ${count(answer.rows.length, "leaf", "leaves")} differ`}
        </span>
        <CopyButton text={unified(lines, answer.leftTitle, answer.rightTitle)} label="Copy difference" testId="compare-copy" />
      </div>
      {view === "text" && secrets.length > 0 && (
        <p className={css.secrets} role="status">
          {secrets.length === 1 ? "One secret differs, which masked text cannot show" : "Secrets differ, which masked text cannot show"}: <code>{secrets.join(", ")}</code>
        </p>
      )}
      {different.length === 0 && only ? <Empty title="Nothing differs">Both sides have the same effective parameters, secrets among them.</Empty> : view === "leaves" ? <CompareTable rows={shown} leftTitle={answer.leftTitle} rightTitle={answer.rightTitle} /> : <CompareText lines={lines} only={only} />}
    </>
  );
}
