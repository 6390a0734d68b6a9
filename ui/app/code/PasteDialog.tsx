/** Takes an override out of pasted text, shows what was understood and what it would change, and loads it as the draft. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { Dialog } from "../../shared/components/Dialog";
import { count } from "../../shared/format";
import type { Change } from "../../shared/generated/Change";
import type { Subject } from "../../shared/generated/Subject";
import { type JsonObject, readPatch, writePatch } from "../../shared/params/patch";
import { MASK } from "../../shared/params/value";
import { useAsk } from "../../shared/query";
import { pathBefore } from "../../shared/problem";
import { say } from "../../shared/toast";
import { Differences } from "../history/Differences";
import { changesBetween } from "../history/leaves";
import { useSettled } from "../parameters/usePreview";
import css from "./Code.module.css";
import { understand, type Understood } from "./understand";

interface Props {
  open: boolean;
  onClose: () => void;
  subject: Subject;
  /** Key of the integration that the draft is for. */
  integration: string;
  /** The draft as it is. */
  text: string;
  onLoad: (text: string) => void;
}

export function PasteDialog(props: Props) {
  return (
    <Dialog title="Paste an override" open={props.open} onClose={props.onClose}>
      {props.open && <Paste {...props} />}
    </Dialog>
  );
}

function Paste({ onClose, subject, integration, text, onLoad }: Props) {
  const [pasted, setPasted] = useState("");
  const settled = useSettled(pasted, 120);
  const current = readPatch(text) ?? {};
  const read = understand(settled, current);
  const understood = "problem" in read ? null : read;
  const wrong = "problem" in read && read.problem !== "" ? read : null;
  const load = () => {
    if (!understood) return;
    onLoad(writePatch(understood.override));
    say(`Loaded ${understood.from} as the draft. Nothing is saved yet.`, { undo: () => onLoad(text), here: true });
    onClose();
  };
  return (
    <form
      className={css.paste}
      onSubmit={(event) => {
        event.preventDefault();
        load();
      }}
    >
      <p className={css.fine}>A connectorParameters object, JSON, or a whole snippet: the SDK&apos;s code, an HTML form, a request. It is only read, never run.</p>
      <textarea className={css.area} aria-label="Text to take the override from" aria-invalid={wrong !== null || undefined} aria-describedby="paste-found" value={pasted} onChange={(event) => setPasted(event.target.value)} spellCheck={false} autoComplete="off" autoFocus data-testid="paste-text" />
      <div id="paste-found" className={css.found} role="status" data-testid="paste-found">
        {wrong && (
          <p className={css.problem}>
            {wrong.line !== null && `Line ${wrong.line}: `}
            {wrong.problem}
          </p>
        )}
        {understood && <Found understood={understood} subject={subject} integration={integration} current={current} />}
      </div>
      <div className={css.buttons}>
        <Button type="submit" look="primary" disabled={understood === null || settled !== pasted} data-testid="paste-load">
          Load as draft
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

interface FoundProps {
  understood: Understood;
  subject: Subject;
  integration: string;
  current: JsonObject;
}

function Found({ understood, subject, integration, current }: FoundProps) {
  const preview = useAsk("parameters_preview", { subject, text: writePatch(understood.override) }, { keep: true });
  const leaves = preview.data?.leaves;
  const secret = new Set(leaves?.filter((leaf) => leaf.secret).map((leaf) => leaf.path));
  const hide = (change: Change): Change => (secret.has(change.path) ? { ...change, before: change.before === null ? null : MASK, after: change.after === null ? null : MASK } : change);
  const changes = changesBetween(current, understood.override, leaves).map(hide);
  const problems = preview.data?.problems ?? [];
  return (
    <>
      <h3>
        Read as {understood.from}: {changes.length === 0 ? "the same as the draft" : `${count(changes.length, "value")} unlike the draft`}
      </h3>
      {understood.integration !== null && understood.integration !== integration && (
        <p className={css.problem}>
          It was written for <code>{understood.integration}</code>; this draft is for <code>{integration}</code>.
        </p>
      )}
      {Object.keys(understood.override).length === 0 && changes.length > 0 && <p className={css.problem}>It sets no parameters. Loaded, it leaves nothing of the draft&apos;s override.</p>}
      <div className={css.changes}>
        <Differences changes={changes} />
      </div>
      {understood.kept.length > 0 && <Paths words="A placeholder or code stood there, so what is set already stays:" paths={understood.kept} />}
      {understood.left.length > 0 && <Paths words="Left out, because a placeholder or code stood there. Set it yourself:" paths={understood.left} />}
      {problems.length > 0 && (
        <p className={css.problem} data-testid="paste-problems">
          {count(problems.length, "thing")} to put right after loading: {problems[0] && <code>{pathBefore(problems[0])}</code>} {problems[0]?.message}
        </p>
      )}
    </>
  );
}

function Paths({ words, paths }: { words: string; paths: readonly string[] }) {
  return (
    <p className={css.fine}>
      {words} <code>{paths.join(", ")}</code>
    </p>
  );
}
