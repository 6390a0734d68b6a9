/** What would be sent, and which layer each part of it comes from. Nothing here has been sent. */
import type { Preview } from "../../shared/generated/Preview";
import type { TracedRequest } from "../../shared/generated/TracedRequest";
import css from "./DryRun.module.css";
import { TracedLines, TracedUrl } from "./Traced";

function Request({ title, request, paths, testId }: { title: string; request: TracedRequest; paths: ReadonlySet<string>; testId: string }) {
  return (
    <section className={css.part} data-testid={testId}>
      <h2>{title}</h2>
      <div className={css.text}>
        <TracedUrl method={request.method} parts={request.parts} changed={paths} />
        <TracedLines parts={request.headers} joint=": " changed={paths} />
        {request.body.length > 0 && <TracedLines parts={request.body} joint="=" changed={paths} spaced />}
      </div>
    </section>
  );
}

export function DryRun({ preview, current }: { preview: Preview | undefined; current: boolean }) {
  if (!preview) return <div className={css.run} />;
  const paths = new Set(preview.changes.map((change) => change.path));
  return (
    <div className={css.run} data-testid="dry-run" data-current={current}>
      {preview.authorize && (
        <section className={css.part} data-testid="preview-authorize">
          <h2>
            Authorize request <span>dry run</span>
          </h2>
          <div className={css.text}>
            <TracedUrl parts={preview.authorize} changed={paths} />
          </div>
        </section>
      )}
      {preview.token && <Request title="Token request" request={preview.token} paths={paths} testId="preview-token" />}
      {preview.call && <Request title="A call" request={preview.call} paths={paths} testId="preview-call" />}
      {(preview.unresolved.length > 0 || preview.hidden.length > 0) && (
        <section className={css.part}>
          <h2>Worth knowing</h2>
          <ul className={css.notes}>
            {preview.unresolved.map((line) => (
              <li key={line}>{line}</li>
            ))}
            {preview.hidden.map((hidden) => (
              <li key={hidden.path}>
                The variant {hidden.variant} would set <code>{hidden.path}</code>, but the {hidden.by} sets it too and wins.
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
