/** The API's requests as they come in. */
import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Segmented } from "../../shared/components/Segmented";
import type { ApiRequestView } from "../../shared/generated/ApiRequestView";
import type { ApiView } from "../../shared/generated/ApiView";
import { count } from "../../shared/format";
import { useAsk } from "../../shared/query";
import { type Action, useActions } from "../actions/actions";
import { CodeSample } from "./CodeSample";
import { matching } from "./requests";
import css from "./Requests.module.css";
import { RequestTable } from "./RequestTable";

/** What was cleared away, for as long as the window lives. */
let cleared: ReadonlySet<string> = new Set();

export function RequestsTab({ api }: { api: ApiView }) {
  const requests = useAsk("api_requests", {});
  const [frozen, setFrozen] = useState<ApiRequestView[] | null>(null);
  const [hidden, setHidden] = useState(cleared);
  const [filter, setFilter] = useState("");
  const [view, setView] = useState<"all" | "refused">("all");
  const live = (requests.data ?? []).filter((one) => !hidden.has(one.id));
  const list = frozen ?? live;
  const shown = matching(list, filter, view === "refused");
  const newer = frozen === null ? 0 : live.findIndex((one) => one.id === frozen[0]?.id);
  const waiting = newer < 0 ? live.length : newer;

  const clear = () => {
    cleared = new Set([...hidden, ...(requests.data ?? []).map((one) => one.id)]);
    setHidden(cleared);
    if (frozen) setFrozen([]);
  };
  const act = { pause: () => setFrozen(frozen === null ? live : null), clear };
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  const paused = frozen !== null;
  useActions(
    useMemo<Action[]>(
      () => [
        { id: "requests.pause", title: paused ? "Show new requests again" : "Hold the requests still", group: "Requests", keys: "p", words: "pause live follow", run: () => latest.current.pause() },
        { id: "requests.clear", title: "Clear the view", group: "Requests", words: "empty", run: () => latest.current.clear() },
      ],
      [paused],
    ),
  );
  if (requests.error) {
    return (
      <div className={css.error}>
        <ErrorBox error={requests.error}>
          <Button onClick={() => void requests.refetch()}>Ask again</Button>
        </ErrorBox>
      </div>
    );
  }
  if (!requests.data) return null;
  const nothing = requests.data.length === 0;
  return (
    <>
      <div className={css.bar}>
        <input type="search" aria-label="Filter requests" placeholder="Filter: a path, status:403, who:acme" value={filter} onChange={(event) => setFilter(event.target.value)} data-filter data-testid="request-filter" />
        <Segmented
          label="Show"
          value={view}
          onChange={setView}
          items={[
            { value: "all", label: "All" },
            { value: "refused", label: "Refused" },
          ]}
        />
        <span role="status" className={css.said}>
          {frozen !== null ? `Paused${waiting > 0 ? `, ${waiting} newer` : ""}` : list.length > 0 ? (shown.length === list.length ? count(list.length, "request") : `${shown.length} of ${list.length}`) : ""}
        </span>
        <span className={css.right}>
          <Button look={frozen === null ? "plain" : "primary"} onClick={act.pause} disabled={nothing} aria-pressed={frozen !== null} title="P" data-testid="request-pause">
            {frozen === null ? "Pause" : "Go on"}
          </Button>
          <Button onClick={clear} disabled={list.length === 0} data-testid="request-clear">
            Clear view
          </Button>
        </span>
      </div>
      {shown.length > 0 ? (
        <RequestTable requests={shown} api={api} />
      ) : list.length > 0 ? (
        <div className={css.empty}>
          <h2>{filter.trim() === "" ? "Nothing was refused" : "Nothing fits this filter"}</h2>
          <Button
            onClick={() => {
              setFilter("");
              setView("all");
            }}
          >
            Show all
          </Button>
        </div>
      ) : (
        <div className={css.empty} data-testid="requests-empty">
          <h2>{nothing ? "No request has come in yet" : "Waiting for the next request"}</h2>
          <p>Each request to {api.url} appears here as it comes in, and one that is refused says why. This is enough to make one:</p>
          <div className={css.sample}>
            <CodeSample url={api.url} integration="sandbox" />
          </div>
        </div>
      )}
    </>
  );
}
