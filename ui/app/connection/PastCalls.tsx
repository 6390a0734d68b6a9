/** The calls of this connection so far, the newest first. Picking one puts it into the form. */
import { Lamp } from "../../shared/components/Lamp";
import { clock } from "../../shared/format";
import type { CallView } from "../../shared/generated/CallView";
import { useAsk } from "../../shared/query";
import css from "./PastCalls.module.css";
import { lightOfStatus } from "./status";

/** The path of a recorded URL, as the form takes it. */
function pathOf(url: string): string {
  try {
    const { pathname, search } = new URL(url);
    return pathname + search;
  } catch {
    return url;
  }
}

export function PastCalls({ id, onPick }: { id: string; onPick: (call: { method: string; path: string }) => void }) {
  const calls = useAsk("calls", { connection: id, limit: 50 });
  const line = (call: CallView) => (
    <li key={call.id}>
      <button type="button" onClick={() => onPick({ method: call.method, path: pathOf(call.url) })} title={call.error === null ? call.url : call.error.message}>
        <Lamp light={lightOfStatus(call.status)} />
        <span className={css.what}>
          {call.method} {pathOf(call.url)}
        </span>
        <span className={css.when}>
          {call.status ?? "not sent"}, {call.durationMs} ms, {clock(call.at)}
        </span>
      </button>
    </li>
  );
  return (
    <aside className={css.past} aria-label="Past calls">
      <h2>Past calls</h2>
      {calls.error && <p className={css.none}>{calls.error.message}</p>}
      {calls.data?.length === 0 && <p className={css.none}>None yet. Send the first at the left.</p>}
      <ol>{calls.data?.map(line)}</ol>
    </aside>
  );
}
