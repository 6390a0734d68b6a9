/** What the provider answered: its status in words, where the time went, its body and headers, and what was sent. */
import { useMemo, useState } from "react";
import { type Key, Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { CopyButton } from "../../../shared/components/CopyButton";
import { Lamp } from "../../../shared/components/Lamp";
import { SaveButton } from "../../../shared/components/SaveButton";
import { Segmented } from "../../../shared/components/Segmented";
import { bytes } from "../../../shared/format";
import type { CallAnswer } from "../../../shared/generated/CallAnswer";
import { headerIn } from "../../../shared/http";
import { toCurl, toSdk } from "../../calls/copyAs";
import { ms } from "../bench/tally";
import { lightOfStatus, meaningOf, wordsOfAnswer } from "../status";
import { BodyText } from "./BodyText";
import { bodyOf, type CallDraft, headersOf } from "./draft";
import { fileNameOf } from "./fileName";
import { HeaderList } from "./HeaderList";
import { JsonTree } from "./JsonTree";
import { readJson } from "./lines";
import { Overridden } from "./Overridden";
import css from "./ResponsePane.module.css";
import { TimingBar } from "./TimingBar";

type View = "tree" | "text";

/** How JSON was looked at the last time. */
let preferred: View = "tree";

interface Props {
  answer: CallAnswer;
  request: CallDraft;
  connection: string;
}

export function ResponsePane({ answer, request, connection }: Props) {
  const json = useMemo(() => (answer.encoding === "text" && !answer.truncated ? readJson(answer.body) : undefined), [answer]);
  const [view, setView] = useState<View>(preferred);
  const [tab, setTab] = useState<Key>("body");
  const look = (next: View) => {
    preferred = next;
    setView(next);
  };
  const size = answer.encoding === "text" ? new TextEncoder().encode(answer.body).length : Math.floor((answer.body.replace(/=+$/, "").length * 3) / 4);
  const words = wordsOfAnswer(answer);
  const contentType = typeOf(answer);
  const curl = toCurl({ method: request.method, url: answer.url, headers: answer.sent, body: bodyOf(request) });
  const sdk = toSdk({ connection, method: request.method, path: request.path.trim(), headers: headersOf(request), body: bodyOf(request) });
  return (
    <section className={css.result} aria-label="Response">
      <div className={css.head}>
        <Lamp light={lightOfStatus(answer.status)} />
        <b data-testid="call-status" data-status={answer.status}>
          {answer.status} {meaningOf(answer.status)}
        </b>
        <span>{ms(answer.timing.prepareMs + answer.timing.waitMs + answer.timing.receiveMs)}</span>
        <span>{bytes(size)}</span>
        {answer.attempts > 1 && <span data-testid="replayed">Refused at first; the token was refreshed once and the call sent again</span>}
        <span className={css.copies}>
          {answer.body !== "" && <CopyButton text={answer.body} label="Copy body" testId="copy-body" />}
          {answer.body !== "" && !answer.truncated && <SaveButton file={() => ({ name: fileNameOf(request.path, contentType), body: answer.body, encoding: answer.encoding })} label="Save body…" testId="save-body" />}
          <CopyButton text={curl} label="Copy as cURL" testId="copy-curl" />
          <CopyButton text={sdk} label="Copy SDK call" testId="copy-sdk" />
        </span>
      </div>
      {words !== null && <p className={css.dim} data-testid="call-words">{words}</p>}
      <p className={css.url}>
        {request.method} {answer.url}
      </p>
      <TimingBar timing={answer.timing} />
      <Overridden paths={answer.overridden} connection={connection} />
      <Tabs className={css.tabs ?? ""} selectedKey={tab} onSelectionChange={setTab}>
        <div className={css.bar}>
          <TabList className={css.list ?? ""} aria-label="Response">
            <Tab id="body" className={css.tab ?? ""}>
              Body
            </Tab>
            <Tab id="headers" className={css.tab ?? ""} data-testid="response-headers-tab">
              Headers {answer.headers.length}
            </Tab>
            <Tab id="sent" className={css.tab ?? ""} data-testid="response-sent-tab">
              Sent {answer.sent.length}
            </Tab>
          </TabList>
          {json !== undefined && tab === "body" && <Segmented label="Show the body as" value={view} onChange={look} items={[{ value: "tree", label: "Tree" }, { value: "text", label: "Text" }]} />}
        </div>
        <TabPanel id="body" className={css.panel ?? ""}>
          <Body answer={answer} size={size} json={json} view={view} />
        </TabPanel>
        <TabPanel id="headers" className={`${css.panel} ${css.scroll}`}>
          <HeaderList headers={answer.headers} empty="The provider sent no headers." testId="response-headers" />
        </TabPanel>
        <TabPanel id="sent" className={`${css.panel} ${css.scroll}`}>
          <HeaderList headers={answer.sent} empty="Nothing is known of what was sent." testId="sent-headers" />
        </TabPanel>
      </Tabs>
    </section>
  );
}

const typeOf = (answer: CallAnswer): string | undefined => headerIn(answer.headers, "Content-Type");

function Body({ answer, size, json, view }: { answer: CallAnswer; size: number; json: ReturnType<typeof readJson>; view: View }) {
  if (answer.body === "") return <p className={css.dim}>The answer has no body.</p>;
  if (answer.encoding === "base64") {
    const type = typeOf(answer) ?? "unknown kind";
    return (
      <>
        <p className={css.dim} data-testid="binary-body">
          The body is not text: {bytes(size)} of {type}. It is shown, and copied, as base64.
        </p>
        <BodyText body={answer.body} json={false} />
      </>
    );
  }
  return (
    <>
      {answer.truncated && <p className={css.dim}>The body was longer than 5 MiB and is cut there, so it is shown as text.</p>}
      {json !== undefined && view === "tree" ? <JsonTree key={answer.id} root={json} label="Response body" testId="call-body" /> : <BodyText key={answer.id} body={answer.body} json={json !== undefined} />}
    </>
  );
}
