/** One call of the log. */
import { type CSSProperties, type KeyboardEvent, memo } from "react";
import { Lamp } from "../../shared/components/Lamp";
import type { Place } from "../../shared/components/VirtualTable";
import { clock, figure } from "../../shared/format";
import type { CallView } from "../../shared/generated/CallView";
import { endOf, lightOfStatus } from "../connection/status";
import css from "./CallTable.module.css";

interface Props {
  call: CallView | undefined;
  place: Place;
  chosen: boolean;
  /** Whether some call's details are shown: then they follow the focus. */
  browsing: boolean;
  onOpen: (id: string) => void;
  /** Enter on the call that is shown already. */
  onEnter: () => void;
}

/** What a row says where its columns are not all to be seen. */
const wordsOf = (call: CallView): string => `${call.method} ${call.url}, ${endOf(call)}, ${call.durationMs} ms, through ${call.connectionName}`;

/** Scrolling moves every row's place in each frame, and changes none of them: only those that are new are drawn. */
const same = (a: Props, b: Props): boolean => a.call === b.call && a.chosen === b.chosen && a.browsing === b.browsing && a.onOpen === b.onOpen && a.onEnter === b.onEnter && a.place.index === b.place.index && a.place.style.transform === b.place.style.transform;

export const CallRow = memo(Row, same);

function Row({ call, place, chosen, browsing, onOpen, onEnter }: Props) {
  const style: CSSProperties = place.style;
  if (!call) return <div role="row" className={`${css.row} ${css.coming}`} style={style} {...place.marks} aria-label="Loading" />;
  const open = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (chosen) onEnter();
    else onOpen(call.id);
  };
  return (
    <div role="row" tabIndex={0} aria-label={wordsOf(call)} aria-current={chosen ? "true" : undefined} className={`${css.row} ${css.call}`} style={style} {...place.marks} onClick={() => onOpen(call.id)} onFocus={() => browsing && !chosen && onOpen(call.id)} onKeyDown={open} data-testid="call-row">
      <span role="cell" className={css.time}>
        <Lamp light={lightOfStatus(call.status)} />
        {clock(call.at)}
      </span>
      <span role="cell" className={css.mono}>
        {call.method}
      </span>
      <span role="cell" className={css.mono} title={call.url}>
        {call.url}
      </span>
      <span role="cell">{call.connectionName}</span>
      <span role="cell" className={`${css.third} ${css.tenant}`}>
        {call.tenantKey}
      </span>
      <span role="cell" className={call.status === null || call.status >= 400 ? css.bad : css.number}>
        {endOf(call)}
      </span>
      <span role="cell" className={css.number}>
        {figure(call.durationMs)} ms
      </span>
      <span role="cell" className={`${css.third} ${css.number}`} title={call.attempts > 1 ? "Sent again after a refresh" : undefined}>
        {call.attempts > 1 ? `× ${call.attempts}` : ""}
      </span>
    </div>
  );
}

const HEADS: [string, string | undefined][] = [
  ["Time", undefined],
  ["Method", undefined],
  ["URL", undefined],
  ["Connection", undefined],
  ["Tenant", css.third],
  ["Status", undefined],
  ["Took", undefined],
  ["Sent", css.third],
];

export const CallHeads = () => (
  <>
    {HEADS.map(([head, look]) => (
      <span key={head} role="columnheader" className={look}>
        {head}
      </span>
    ))}
  </>
);
