/** The `.env` lines: the workspace's, and one for each secret of the override. Clear values are in the page only after a gesture. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import { ErrorBox } from "../../shared/components/ErrorBox";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";
import { getAt, readPatch } from "../../shared/params/patch";
import { isMask, MASK } from "../../shared/params/value";
import { asError } from "../../shared/problem";
import { useAsk } from "../../shared/query";
import css from "./Code.module.css";
import { CodeView } from "./CodeView";
import { code, override, type Piece } from "./pieces";
import { type CodeSubject, variablesOf } from "./subject";

/** A value as `.env` readers take it: none unescapes a quote, and some expand `$` and `\\n` within double ones. */
function quoted(value: string): string {
  const mark = !/["\\$]/.test(value) ? '"' : !value.includes("'") ? "'" : "`";
  return `${mark}${value}${mark}`;
}

type Values = ReadonlyMap<string, string>;

function lines(dotenv: string, subject: CodeSubject, values: Values): Piece[] {
  const names = [...variablesOf(subject)];
  const own = names.map(([path, name]) => `${name}=${quoted(values.get(path) ?? MASK)}`).join("\n");
  return code`${dotenv.trimEnd()}
${names.length === 0 ? "" : code`
# Secrets of the override
${override(own)}
`}`;
}

interface Props {
  subject: CodeSubject;
  /** The text of unsaved edits, which may hold secrets that are stored nowhere yet. */
  text: string | null;
}

export function EnvLines({ subject, text }: Props) {
  const masked = useAsk("environment", {});
  const [shown, setShown] = useState<Piece[] | null>(null);
  const [failed, setFailed] = useState<ErrorView | null>(null);
  /** A secret in the clear: as typed, or else as stored. */
  const reveal = async (path: string): Promise<string> => {
    const typed = getAt(readPatch(text ?? "") ?? {}, path);
    if (typeof typed === "string" && !isMask(typed)) return typed;
    if (subject.connection === null) return "";
    const { value } = await rpc("reveal", { subject: { kind: "connection", connection: subject.connection }, path });
    return typeof value === "string" ? value : JSON.stringify(value);
  };
  const read = async (): Promise<Piece[]> => {
    try {
      setFailed(null);
      const { dotenv } = await rpc("environment", { reveal: true });
      const values = new Map<string, string>();
      for (const path of variablesOf(subject).keys()) values.set(path, await reveal(path));
      return lines(dotenv, subject, values);
    } catch (thrown) {
      setFailed(asError(thrown));
      throw thrown;
    }
  };
  const pieces = shown ?? (masked.data ? lines(masked.data.dotenv, subject, new Map()) : []);
  const error = masked.error ?? failed;
  return (
    <>
      {error && <ErrorBox error={error} />}
      <div className={css.buttons}>
        <Button onClick={() => (shown ? setShown(null) : void read().then(setShown, () => undefined))} data-testid="code-reveal">
          {shown ? "Hide secrets" : "Reveal secrets"}
        </Button>
        <CopyButton text={async () => (await read()).map((piece) => piece.text).join("")} label="Copy with secrets" testId="copy-code" />
      </div>
      <CodeView pieces={pieces} label=".env" />
    </>
  );
}
