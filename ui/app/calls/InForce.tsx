/** The override that was in force for a call, whether it still is, and the way to the difference. */
import type { CallDetail } from "../../shared/generated/CallDetail";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { showValue } from "../../shared/params/value";
import { sideText } from "../compare/sides";
import { formatRoute } from "../route";
import css from "./CallDetails.module.css";

const MOST = 30;

/** The leaves of an override by dotted path; lists are leaves, as they replace each other whole. */
export function leavesOf(value: JsonValue, path = ""): [string, JsonValue][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return path === "" ? [] : [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner ?? null, path === "" ? key : `${path}.${key}`));
}

export function InForce({ detail, gone }: { detail: CallDetail; gone: boolean }) {
  const { overrides, history, current, call } = detail;
  const leaves = overrides === null ? [] : leavesOf(overrides);
  const compare = history === null || gone ? null : formatRoute({ screen: "compare", left: sideText({ kind: "history", connection: call.connectionId, entry: history }), right: sideText({ kind: "connection", connection: call.connectionId }) });
  return (
    <section className={css.force} aria-label="Override in force" data-testid="in-force" data-current={current}>
      <h3>Override in force</h3>
      {overrides === null && <p className={css.dim}>It can no longer be told: the call is older than the history that is kept.</p>}
      {overrides !== null && leaves.length === 0 && <p className={css.dim}>None: the integration's parameters as they were.</p>}
      {leaves.length > 0 && (
        <dl className={css.leaves}>
          {leaves.slice(0, MOST).map(([path, value]) => (
            <div key={path}>
              <dt>{path}</dt>
              <dd>{value === null ? "removed" : showValue(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {leaves.length > MOST && <p className={css.dim}>And {leaves.length - MOST} more.</p>}
      {overrides !== null && !gone && (
        <p className={css.dim}>
          {current ? "It is still the one in force." : "It has been changed since."} {!current && compare !== null && <a href={compare}>Compare with now</a>} {leaves.length > 0 && <a href={formatRoute({ screen: "connection", id: call.connectionId, tab: "parameters" })}>Parameters</a>}
        </p>
      )}
    </section>
  );
}
