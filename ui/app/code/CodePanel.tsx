/** Code for a connection or a draft. Unsaved edits are what it shows, where there are any. */
import type { ConnectionDetail } from "../../shared/generated/ConnectionDetail";
import type { DraftView } from "../../shared/generated/DraftView";
import { CodeTabs } from "./CodeTabs";
import { useConnectionCode, useDraftCode } from "./useCodeSubject";

export function CodePanel({ detail }: { detail: ConnectionDetail }) {
  const { subject, source, text } = useConnectionCode(detail.summary);
  return subject && <CodeTabs subject={subject} source={source} text={text} />;
}

/** The same for a connection that is being prepared; `text` is what is typed now. */
export function DraftCode({ draft, text }: { draft: DraftView; text: string }) {
  const { subject, source } = useDraftCode(draft, text);
  return subject && <CodeTabs subject={subject} source={source} text={text} />;
}
