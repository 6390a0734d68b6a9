/** Code beside the editor: one way at a time, written anew with each change of the draft. */
import { useEffect, useMemo, useRef } from "react";
import { CopyButton } from "../../shared/components/CopyButton";
import { SelectField } from "../../shared/components/TextField";
import css from "./Code.module.css";
import { CodeView } from "./CodeView";
import { EnvLines } from "./EnvLines";
import { Legend } from "./Legend";
import { type Way, WAYS, write } from "./languages";
import { plain } from "./pieces";
import type { CodeSubject } from "./subject";
import { useCodeActions } from "./useCodeActions";
import type { Source } from "./useCodeSubject";
import { chooseWay, useWay } from "./way";

interface Props {
  subject: CodeSubject;
  source: Source;
  /** The text of unsaved edits. */
  text: string | null;
}

const ITEMS = WAYS.map((one) => ({ value: one.id, label: one.label }));

export function CodeBeside({ subject, source, text }: Props) {
  const way = useWay();
  const beside = useRef<HTMLDivElement>(null);
  // The override is what is worked on: it comes into sight first, and then nothing moves while one types.
  useEffect(() => void beside.current?.querySelector('[data-mark="override"]')?.scrollIntoView?.({ block: "start" }), [way]);
  const pieces = useMemo(() => (way === "env" ? [] : write(way, subject)), [way, subject]);
  const current = WAYS.find((one) => one.id === way);
  useCodeActions({ text: way === "env" ? null : plain(pieces), label: current?.label ?? "" }, chooseWay, false);
  return (
    <div ref={beside} className={css.beside} data-testid="code-beside">
      <div className={css.choose}>
        <SelectField label="Way to connect" value={way} onValue={(value) => chooseWay(value as Way)} items={ITEMS} data-testid="code-way" />
        {way !== "env" && <CopyButton text={plain(pieces)} label="Copy" name={`Copy: ${current?.label ?? ""}`} testId="copy-code" />}
      </div>
      {source === "unreadable" && (
        <p className={css.source} role="status" data-testid="code-source">
          The override that you are editing is not JSON right now, so this is without it.
        </p>
      )}
      {way === "env" ? <EnvLines subject={subject} text={text} /> : <CodeView pieces={pieces} label={`Code: ${current?.label ?? ""}`} />}
      {way !== "env" && <Legend subject={subject} />}
    </div>
  );
}
