/** The first steps, in a line over the screens on which they are done, until they are put away. */
import { Button } from "../../shared/components/Button";
import { useAsk } from "../../shared/query";
import { go, type Route, type Target, useRoute } from "../route";
import css from "./Start.module.css";
import { HINT, SANDBOX, useSteps } from "./steps";
import { Tick } from "./Tick";
import { useStart } from "./useStart";

/** The draft or connection that a screen is about. */
function targetOf(route: Route): Target | null {
  if (route.screen === "draft" || route.screen === "connection") return { kind: route.screen, id: route.id };
  return route.screen === "input" || route.screen === "attempt" ? route.target : null;
}

/** Whether the screen is about the sandbox: elsewhere the steps would only be in the way. */
function useAboutSandbox(target: Target | null): boolean {
  const drafts = useAsk("drafts", {}, { enabled: target?.kind === "draft" });
  const shown = useAsk("connection_show", { connection: target?.id ?? "" }, { enabled: target?.kind === "connection" });
  if (target === null) return false;
  // A draft that has just become a connection is gone from the list, but what it was for is not.
  if (target.kind === "draft") return (drafts.data?.find((one) => one.id === target.id)?.integration ?? SANDBOX) === SANDBOX;
  return shown.data?.summary.integrationKey === SANDBOX;
}

function Bar() {
  const state = useSteps();
  const { putAway } = useStart();
  if (!state) return null;
  return (
    <section className={css.bar} aria-label="First steps" data-testid="start-bar">
      {state.next === null ? (
        <p className={css.tell} role="status">
          That was the whole way: overridden, connected, called. Next, your own provider.
        </p>
      ) : (
        <ol>
          {state.steps.map((step, at) => (
            <li key={step.id} aria-current={state.next === step.id ? "step" : undefined} data-done={step.done}>
              <Tick number={at + 1} done={step.done} />
              {step.title}
              {step.done && <span className={css.hidden}>, done</span>}
            </li>
          ))}
        </ol>
      )}
      {state.next === null && <Button onClick={() => go({ screen: "connectors" })}>Open the catalogue</Button>}
      <Button look="quiet" busy={putAway.isPending} onClick={() => putAway.mutate()}>
        Put away
      </Button>
    </section>
  );
}

export function StartBar() {
  const target = targetOf(useRoute());
  const seen = useAsk("preferences", {}).data?.seen;
  const about = useAboutSandbox(target);
  return about && seen !== undefined && !seen.includes(HINT) ? <Bar /> : null;
}
