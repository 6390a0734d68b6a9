/** The same connect in every way of the contract, with the override in it. */
import { useMemo, useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { CopyButton } from "../../shared/components/CopyButton";
import css from "./Code.module.css";
import { CodeView } from "./CodeView";
import { EnvLines } from "./EnvLines";
import { Legend } from "./Legend";
import { type Way, WAYS, write } from "./languages";
import { plain } from "./pieces";
import type { CodeSubject } from "./subject";
import { useCodeActions } from "./useCodeActions";
import type { Source } from "./useCodeSubject";

const SOURCE_WORDS: Record<Source, string | null> = {
  stored: null,
  draft: "With your unsaved changes in it.",
  unreadable: "The override that you are editing is not JSON right now, so this is the one before it.",
};

interface Props {
  subject: CodeSubject;
  source: Source;
  /** The text of unsaved edits. */
  text: string | null;
}

export function CodeTabs({ subject, source, text }: Props) {
  const [way, setWay] = useState<Way>("popup");
  const pieces = useMemo(() => (way === "env" ? [] : write(way, subject)), [way, subject]);
  const current = WAYS.find((one) => one.id === way);
  useCodeActions({ text: way === "env" ? null : plain(pieces), label: current?.label ?? "" }, setWay, true);
  return (
    <div className={css.panel}>
      <Tabs className={css.tabs ?? ""} selectedKey={way} onSelectionChange={(key) => setWay(key as Way)}>
        <div className={css.bar}>
          <TabList className={css.list ?? ""} aria-label="Way to connect">
            {WAYS.map((one) => (
              <Tab key={one.id} id={one.id} className={css.tab ?? ""} data-testid={`code-${one.id}`}>
                {one.label}
              </Tab>
            ))}
          </TabList>
          <div className={css.acts}>{way !== "env" && <CopyButton text={plain(pieces)} label="Copy" name={`Copy: ${current?.label ?? ""}`} testId="copy-code" />}</div>
        </div>
        {WAYS.map((one) => (
          <TabPanel key={one.id} id={one.id} className={css.content ?? ""}>
            <p className={css.what}>{one.what}</p>
            {SOURCE_WORDS[source] !== null && (
              <p className={css.source} role="status" data-testid="code-source">
                {SOURCE_WORDS[source]}
              </p>
            )}
            {one.id === "env" ? <EnvLines subject={subject} text={text} /> : <CodeView pieces={pieces} label={`Code: ${one.label}`} />}
            {one.id !== "env" && <Legend subject={subject} />}
          </TabPanel>
        ))}
      </Tabs>
    </div>
  );
}
