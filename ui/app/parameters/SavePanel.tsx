/** What saving will do, in words and as facts, beside the buttons that do it. */
import { type ReactNode, useRef } from "react";
import { pathBefore } from "../../shared/problem";
import { count } from "../../shared/format";
import type { Change } from "../../shared/generated/Change";
import type { Effect } from "../../shared/generated/Effect";
import type { Preview } from "../../shared/generated/Preview";
import type { SaveEffect } from "../../shared/generated/SaveEffect";
import css from "./SavePanel.module.css";
import { useOverflows } from "./useOverflows";

/** Why saving or connecting has to wait; null when it need not. */
export function obstacle(preview: Preview | undefined): string | null {
  if (!preview || preview.problems.length === 0) return null;
  const [first] = preview.problems;
  const path = first ? pathBefore(first) : "";
  const where = path === "" ? "" : `${path}: `;
  return `${preview.problems.length === 1 ? "One thing" : count(preview.problems.length, "thing")} to put right first. ${where}${first?.message ?? ""}`;
}

const WHEN: Record<Effect, string> = { live: "at the next call", refresh: "at the next refresh", reconnect: "at the next connect", none: "nowhere, nothing uses it" };

const ORDER: readonly Effect[] = ["reconnect", "refresh", "live", "none"];

/** Chips that are shown; the rest is counted. */
const CHIPS = 12;

function Chips({ scopes, kind }: { scopes: readonly string[]; kind: "comes" | "goes" }) {
  const rest = scopes.length - CHIPS;
  return (
    <>
      {scopes.slice(0, CHIPS).map((scope) => (
        <li key={`${kind} ${scope}`} className={`${css.chip} ${css[kind]}`}>
          <span aria-hidden="true">{kind === "comes" ? "+" : "−"}</span>
          {kind === "comes" ? <ins aria-label={`${scope} comes`}>{scope}</ins> : <del aria-label={`${scope} goes`}>{scope}</del>}
        </li>
      ))}
      {rest > 0 && <li className={css.rest}>{`${rest} more ${kind === "comes" ? "come" : "go"}`}</li>}
    </>
  );
}

/** What changes when; which scopes come and go; where calls will be refused. */
export function Facts({ changes, effect }: { changes: readonly Change[]; effect: SaveEffect }) {
  const when = ORDER.map((one) => ({ one, paths: changes.filter((change) => change.effect === one).map((change) => change.path) })).filter(({ paths }) => paths.length > 0);
  return (
    <div className={css.facts}>
      {when.length + effect.outsideBinding.length > 0 && (
        <dl className={css.when} data-testid="effect-facts">
          {when.map(({ one, paths }) => (
            <div key={one}>
              <dt>{WHEN[one]}</dt>
              <dd>
                {paths.slice(0, 4).join(", ")}
                {paths.length > 4 && ` and ${paths.length - 4} more`}
              </dd>
            </div>
          ))}
          {effect.outsideBinding.length > 0 && (
            <div data-testid="effect-refused">
              <dt>calls refused to</dt>
              <dd>{effect.outsideBinding.join(", ")}</dd>
            </div>
          )}
        </dl>
      )}
      {effect.scopesAdded.length + effect.scopesRemoved.length > 0 && (
        <ul className={css.chips} aria-label="Scopes that come and go" data-testid="effect-scopes">
          <Chips scopes={effect.scopesAdded} kind="comes" />
          <Chips scopes={effect.scopesRemoved} kind="goes" />
        </ul>
      )}
    </div>
  );
}

interface Props {
  title: string;
  words: string;
  look: "calm" | "attention" | "wrong";
  facts?: ReactNode;
  children: ReactNode;
}

export function SavePanel({ title, words, look, facts, children }: Props) {
  const said = useRef<HTMLDivElement>(null);
  const scrolls = useOverflows(said);
  return (
    <section className={`${css.panel} ${css[look]}`} aria-label="What saving does">
      <div ref={said} className={css.told} {...(scrolls ? { tabIndex: 0, role: "group", "aria-label": "What it does, to scroll" } : {})}>
        <div aria-live="polite" data-testid="save-effect">
          <b>{title}</b>
          {words !== "" && <p>{words}</p>}
        </div>
        {facts}
      </div>
      <div className={css.acts}>{children}</div>
    </section>
  );
}
