/** Everything the engine needs, looked at: how each is, and what to do where it is not well. */
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { SaveButton } from "../../shared/components/SaveButton";
import { Lamp, type Light } from "../../shared/components/Lamp";
import type { Check } from "../../shared/generated/Check";
import type { CheckState } from "../../shared/generated/CheckState";
import { useAsk } from "../../shared/query";
import { useMemo } from "react";
import { useActions } from "../actions/actions";
import css from "./Diagnostics.module.css";
import settings from "./Settings.module.css";

const LIGHTS: Record<CheckState, Light> = { ok: "green", warn: "amber", fail: "red" };
const WORDS: Record<CheckState, string> = { ok: "well", warn: "look at this", fail: "not well" };

/** The engine's own name of a check, as it begins a line here. */
const titleOf = (name: string): string => (name === "api" ? "API" : name.slice(0, 1).toUpperCase() + name.slice(1));

function summaryOf(checks: readonly Check[]): string {
  const count = (state: CheckState) => checks.filter((one) => one.state === state).length;
  const [bad, odd] = [count("fail"), count("warn")];
  if (bad + odd === 0) return `All ${checks.length} checks are well.`;
  return [bad > 0 ? `${bad} not well` : "", odd > 0 ? `${odd} to look at` : "", `${count("ok")} well`].filter(Boolean).join(", ") + ".";
}

export function DiagnosticsTab() {
  const asked = useAsk("diagnostics", {});
  const { refetch } = asked;
  useActions(useMemo(() => [{ id: "diagnostics.again", title: "Run the checks again", group: "Diagnostics", keys: "mod+r", run: () => void refetch() }], [refetch]));
  const checks = asked.data?.checks ?? [];
  return (
    <div className={settings.wide}>
      <div className={css.head}>
        <p role="status" className={css.summary}>
          {asked.isFetching ? "Looking…" : asked.data && summaryOf(checks)}
        </p>
        <Button busy={asked.isFetching} onClick={() => void refetch()} data-testid="diagnostics-again">
          Run again
        </Button>
        {asked.data && <CopyButton text={asked.data.report} label="Copy report" testId="diagnostics-copy" />}
        {asked.data && <SaveButton file={() => ({ name: "patchbay-diagnostics.txt", body: asked.data.report, encoding: "text" })} label="Save report…" testId="diagnostics-save" />}
      </div>
      {asked.error && <ErrorBox error={asked.error} />}
      <ul className={css.checks} aria-label="Checks" hidden={checks.length === 0}>
        {checks.map((check, at) => (
          <li key={`${check.name} ${at}`} data-testid="check" data-state={check.state}>
            <Lamp light={LIGHTS[check.state]} />
            <b>{titleOf(check.name)}</b>
            <span className={css.words}>{check.words}</span>
            <span className={css.state} data-state={check.state}>
              {WORDS[check.state]}
            </span>
          </li>
        ))}
      </ul>
      {asked.data && <p className={settings.note}>The report is the same as that of patchbay doctor. It holds no secrets, and no user’s name in paths.</p>}
    </div>
  );
}
