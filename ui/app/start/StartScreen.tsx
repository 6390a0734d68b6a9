/** The first steps: the whole way with the built-in provider, in three that are ticked off as they are done. */
import { useCallback, useMemo } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import { useAsk } from "../../shared/query";
import { type Action, useActions } from "../actions/actions";
import { go } from "../route";
import { PatchDrawing } from "./PatchDrawing";
import css from "./Start.module.css";
import { type StepId, type Steps, useSteps } from "./steps";
import { Tick } from "./Tick";
import { useStart } from "./useStart";

const WORDS: Record<StepId, string> = {
  override: "A connection starts as a draft. Every parameter it would use stands there with the layer it comes from. Change one, scopes say, and watch the authorize URL beside it change.",
  connect: "Sign in as one of your users would. The sandbox is a provider on this machine: it asks for consent and gives real tokens, and needs no account anywhere.",
  call: "Send a request through the connection. Patchbay attaches the token, refreshes it when it is due, and records what was sent.",
};

const DO: Record<StepId, string> = { override: "Try it", connect: "Go on to connect", call: "Open the console" };

function List({ state, busy, onTake }: { state: Steps; busy: boolean; onTake: (step: StepId) => void }) {
  return (
    <ol className={css.steps} aria-label="First steps">
      {state.steps.map((step, at) => (
        <li key={step.id} className={css.step} data-testid={`step-${step.id}`} data-done={step.done} aria-current={state.next === step.id ? "step" : undefined}>
          <Tick number={at + 1} done={step.done} />
          <div>
            <h2>
              {step.title}
              {step.done && <span className={css.done}>done</span>}
            </h2>
            <p>{WORDS[step.id]}</p>
            {state.next === step.id && (
              <Button look="primary" busy={busy} onClick={() => onTake(step.id)} data-testid="start-try">
                {step.id === "override" && state.draft ? "Go on with your draft" : DO[step.id]}
              </Button>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

export function StartScreen() {
  const state = useSteps();
  const seen = useAsk("preferences", {}).data?.seen.includes("start") ?? false;
  const { putAway, make, take } = useStart();
  const error = make.error ?? putAway.error;
  const { mutate } = putAway;
  const leave = useCallback(() => {
    mutate();
    go({ screen: "connections" });
  }, [mutate]);
  useActions(useMemo<Action[]>(() => (seen ? [] : [{ id: "start.away", title: "Put the first steps away", group: "First steps", words: "hide dismiss", run: leave }]), [seen, leave]));
  const actions = (
    <>
      {!seen && (
        <Button look="quiet" onClick={leave} data-testid="start-away">
          Put these steps away
        </Button>
      )}
      <Button onClick={() => go({ screen: "new", integration: null })} data-testid="new-connection">
        New connection
      </Button>
    </>
  );
  return (
    <Page title="First steps" actions={actions} scroll>
      <div className={css.start} data-testid="start">
        <div className={css.lead}>
          <p className={css.promise}>Other scopes for this customer, on the sandbox, with another API version: see exactly what will be sent, then send it.</p>
          <p>Three steps, about two minutes, nothing to sign up for.</p>
        </div>
        <PatchDrawing />
        {error && <ErrorBox error={error} />}
        {state && <List state={state} busy={make.isPending} onTake={(step) => take(step, state)} />}
        {state?.next === null && (
          <p className={css.finished} role="status" data-testid="start-finished">
            That is the whole way. From here it is the same with any provider: only the connector differs.
          </p>
        )}
        <aside className={css.own} aria-label="Your own provider">
          <h2>Use my own provider</h2>
          <p>Choose it in the catalogue and add your client id. The redirect URI to register with it is shown there, with the provider’s rules.</p>
          <Button look={state?.next === null ? "primary" : "plain"} onClick={() => go({ screen: "connectors" })} data-testid="start-own">
            Open the catalogue
          </Button>
        </aside>
      </div>
    </Page>
  );
}
