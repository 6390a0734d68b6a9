/** What would be sent, which parameter and layer each part of it comes from, and what differs from what is saved. Nothing here has been sent. */
import { memo, useMemo, useRef } from "react";
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import { LAYER_WORDS } from "../../shared/components/layers";
import { count } from "../../shared/format";
import type { Preview } from "../../shared/generated/Preview";
import type { TracedPart } from "../../shared/generated/TracedPart";
import type { TracedRequest } from "../../shared/generated/TracedRequest";
import { compareParts, countMarks, curlOf, urlOf } from "./difference";
import css from "./DryRun.module.css";
import { Mend } from "./Mend";
import { resetWithUndo, useBench } from "./model";
import { TracedLines, TracedUrl } from "./Traced";
import { useRoving } from "./useRoving";

type Open = (path: string) => void;

interface HeadProps {
  title: string;
  changes: number;
  copy: string;
  what: string;
}

function Head({ title, changes, copy, what }: HeadProps) {
  return (
    <div className={css.head}>
      <h2>{title}</h2>
      {changes > 0 && <span className={css.changes}>{count(changes, "change")}</span>}
      <CopyButton text={copy} label={what} name={`${what}: ${title}`} />
    </div>
  );
}

interface PartProps {
  title: string;
  testId: string;
  changed: ReadonlySet<string>;
  onOpen: Open;
}

function Authorize({ parts, saved, changed, onOpen, title, testId }: PartProps & { parts: TracedPart[]; saved: TracedPart[] | null }) {
  const shown = compareParts(parts, saved, changed);
  return (
    <section className={css.part} data-testid={testId} aria-label={title}>
      <Head title={title} changes={countMarks(shown)} copy={urlOf(parts)} what="Copy URL" />
      <div className={css.text}>
        <TracedUrl parts={shown} onOpen={onOpen} />
      </div>
    </section>
  );
}

function Request({ request, saved, changed, onOpen, title, testId }: PartProps & { request: TracedRequest; saved: TracedRequest | null }) {
  const url = compareParts(request.parts, saved && saved.parts, changed);
  const headers = compareParts(request.headers, saved && saved.headers, changed);
  const body = compareParts(request.body, saved && saved.body, changed);
  return (
    <section className={css.part} data-testid={testId} aria-label={title}>
      <Head title={title} changes={countMarks([...url, ...headers, ...body])} copy={curlOf(request)} what="Copy cURL" />
      <div className={css.text}>
        <TracedUrl method={request.method} parts={url} onOpen={onOpen} />
        <TracedLines parts={headers} joint=": " onOpen={onOpen} />
        {body.length > 0 && <TracedLines parts={body} joint="=" onOpen={onOpen} spaced />}
      </div>
    </section>
  );
}

/** Whether a remark says that this parameter lacks its value. */
const isAbout = (line: string, path: string): boolean => line.startsWith(`${path} has no value`) || line.includes(`(${path}) has no value`);

function Notes({ preview }: { preview: Preview }) {
  const bench = useBench();
  // Null took it away, and something needs it: taking the null back is what mends it.
  const removed = preview.leaves.filter((leaf) => leaf.removed && leaf.layer === "override" && preview.unresolved.some((line) => isAbout(line, leaf.path))).map((leaf) => leaf.path);
  return (
    <section className={css.part} aria-label="Worth knowing">
      <div className={css.head}>
        <h2>Worth knowing</h2>
      </div>
      <ul className={css.notes} data-testid="dry-run-notes">
        {preview.missing.map(({ path, message }) => {
          const lines = preview.unresolved.filter((line) => isAbout(line, path));
          return (
            <li key={path} className={css.lacks}>
              {lines.length === 0 ? <span>{message}</span> : lines.map((line) => <span key={line}>{line}</span>)}
              <div>
                <Mend path={path} as="note" />
              </div>
            </li>
          );
        })}
        {removed.map((path) => (
          <li key={path} className={css.lacks}>
            {preview.unresolved.filter((line) => isAbout(line, path)).map((line) => (
              <span key={line}>{line}</span>
            ))}
            <div>
              <Button onClick={() => resetWithUndo(() => bench, path)} data-testid={`note-reset-${path}`}>
                Reset {path}
              </Button>
            </div>
          </li>
        ))}
        {preview.unresolved.filter((line) => ![...preview.missing.map((one) => one.path), ...removed].some((path) => isAbout(line, path))).map((line) => (
          <li key={line}>{line}</li>
        ))}
        {preview.hidden.map((hidden) => (
          <li key={hidden.path}>
            The variant {hidden.variant} would set <code>{hidden.path}</code>, but the {LAYER_WORDS[hidden.by]} sets it too and wins.
          </li>
        ))}
      </ul>
    </section>
  );
}

const REQUESTS = [
  { of: "token", title: "Token request", testId: "preview-token" },
  { of: "refresh", title: "Refresh", testId: "preview-refresh" },
  { of: "call", title: "A call", testId: "preview-call" },
] as const;

interface Props {
  preview: Preview | undefined;
  saved: Preview | undefined;
  current: boolean;
  /** Leads to a parameter. */
  onOpen: Open;
}

export function DryRun({ preview, saved, current, onOpen }: Props) {
  const run = useRef<HTMLDivElement>(null);
  const roving = useRoving(run, "[data-piece]");
  if (!preview) return <div className={css.run} />;
  return (
    <div ref={run} className={css.run} role="group" aria-label="What would be sent. Arrow keys move from piece to piece, Enter leads to its parameter." onKeyDown={roving} data-testid="dry-run" data-current={current}>
      <Sections preview={preview} saved={saved} onOpen={onOpen} />
    </div>
  );
}

/** Painted with each answer, not with each key. */
const Sections = memo(function Sections({ preview, saved, onOpen }: { preview: Preview; saved: Preview | undefined; onOpen: Open }) {
  const changed = useMemo(() => new Set(preview.changes.map((change) => change.path)), [preview.changes]);
  return (
    <>
      {preview.authorize && <Authorize title="Authorize request" testId="preview-authorize" parts={preview.authorize} saved={saved?.authorize ?? null} changed={changed} onOpen={onOpen} />}
      {REQUESTS.map(({ of, title, testId }) => {
        const request = preview[of];
        return request && <Request key={of} title={title} testId={testId} request={request} saved={saved?.[of] ?? null} changed={changed} onOpen={onOpen} />;
      })}
      {(preview.unresolved.length > 0 || preview.hidden.length > 0 || preview.missing.length > 0) && <Notes preview={preview} />}
      {!preview.authorize && !preview.token && !preview.call && preview.unresolved.length === 0 && preview.missing.length === 0 && <p className={css.empty}>Nothing is sent to sign in, and there is no base URL yet for a call.</p>}
    </>
  );
});
