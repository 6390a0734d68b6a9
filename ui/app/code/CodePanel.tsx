/** Code for a connection or a draft. Unsaved edits are what it shows, where there are any. */
import type { ConnectionDetail } from "../../shared/generated/ConnectionDetail";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { DraftView } from "../../shared/generated/DraftView";
import { CodeBeside } from "./CodeBeside";
import { CodeTabs } from "./CodeTabs";
import { useConnectionCode, useDraftCode } from "./useCodeSubject";

export function CodePanel({ detail }: { detail: ConnectionDetail }) {
  const { subject, source, text } = useConnectionCode(detail.summary);
  return subject && <CodeTabs subject={subject} source={source} text={text} />;
}

/** The same beside the editor of a connection. */
export function ConnectionCode({ summary }: { summary: ConnectionSummary }) {
  const { subject, source, text } = useConnectionCode(summary);
  return subject && <CodeBeside subject={subject} source={source} text={text} />;
}

/** And of one that is being prepared; `text` is what is typed now. */
export function DraftCode({ draft, text }: { draft: DraftView; text: string }) {
  const { subject, source } = useDraftCode(draft, text);
  return subject && <CodeBeside subject={subject} source={source} text={text} />;
}
