/** One change: what it did then, and what going back to it would do now. */
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { moment } from "../../shared/format";
import type { HistoryView } from "../../shared/generated/HistoryView";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { isObject, writePatch } from "../../shared/params/patch";
import { pathBefore } from "../../shared/problem";
import { say } from "../../shared/toast";
import { secretPaths } from "../code/subject";
import { sideText } from "../compare/sides";
import { go } from "../route";
import { Differences } from "./Differences";
import css from "./History.module.css";
import { howWords } from "./how";
import { useRestore } from "./useRestore";
import { useWouldDo } from "./useWouldDo";

const textOf = (overrides: JsonValue): string => writePatch(isObject(overrides) ? overrides : {});

interface Props {
  connection: string;
  entry: HistoryView;
  current: HistoryView | null;
  unsaved: boolean;
  onLoad: ((text: string) => void) | undefined;
  onClose: () => void;
}

export function Entry({ connection, entry, current, unsaved, onLoad, onClose }: Props) {
  const would = useWouldDo(connection, entry);
  const restore = useRestore(connection, unsaved && onLoad ? (now) => onLoad(textOf(now.overrides)) : undefined);
  const text = textOf(entry.overrides);
  const compare = () => {
    onClose();
    go({ screen: "compare", left: sideText({ kind: "history", connection, entry: entry.id }), right: sideText({ kind: "connection", connection }) });
  };
  const load = () => {
    onLoad?.(text);
    say(`Loaded into the editor. Nothing is saved yet; undo there takes it back.${secretPaths(entry.overrides).length > 0 ? " A masked secret stands for the one that is stored now, not the one of then." : ""}`);
    onClose();
  };
  return (
    <section className={css.entry} aria-label={`Change of ${moment(entry.at)}`}>
      <h3>
        {moment(entry.at)}, {howWords(entry.how)}
      </h3>
      <h4>What it changed</h4>
      {entry.changes.length > 0 ? <Differences changes={entry.changes} testId="history-changed" label="What it changed" /> : <p className={css.fine}>Nothing in the effective parameters, or it can no longer be told.</p>}
      {entry.current ? (
        <p className={css.fine}>This override is in force.</p>
      ) : (
        <div className={css.restore}>
          <div role="status" data-testid="history-would">
            <b>Restoring it now:</b> {would.words}
            {would.changes !== null && would.changes.length > 0 && <Differences changes={would.changes} testId="history-differences" label="What restoring changes" />}
          </div>
          {would.problems.length > 0 && (
            <p className={css.problem}>
              The connector no longer takes this override: {would.problems[0] && <code>{pathBefore(would.problems[0])}</code>} {would.problems[0]?.message}
              {onLoad && " Load it into the editor to put it right."}
            </p>
          )}
          {unsaved && <p className={css.fine}>Your unsaved changes are replaced by it; undo in the editor brings them back.</p>}
          {(restore.error ?? would.error) && <ErrorBox error={(restore.error ?? would.error) as NonNullable<typeof would.error>} />}
          <div className={css.acts}>
            <Button look="primary" busy={restore.isPending} disabled={would.problems.length > 0} onClick={() => restore.mutate({ entry: entry.id, back: current?.id ?? null })} data-testid="history-restore">
              Restore
            </Button>
            {onLoad && (
              <Button onClick={load} data-testid="history-load">
                Load into the editor
              </Button>
            )}
            <Button look="quiet" onClick={compare} data-testid="history-compare">
              Compare with now
            </Button>
          </div>
        </div>
      )}
      <h4>The override since then</h4>
      <pre className={css.text} tabIndex={0} aria-label="Override of this change" data-testid="history-text">
        {text}
      </pre>
    </section>
  );
}
