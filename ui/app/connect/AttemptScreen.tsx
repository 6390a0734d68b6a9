/** An attempt from the sign-in to its result. */
import { useMutation } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Failure } from "../../connect/Failure";
import { Stage } from "../../connect/Stage";
import { Success } from "../../connect/Success";
import { Waiting } from "../../connect/Waiting";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import type { AttemptView } from "../../shared/generated/AttemptView";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { type Action, useActions } from "../actions/actions";
import { go, type Route, type Target } from "../route";
import { begin } from "./begin";
import { Granted } from "./Granted";
import { isLive, useAttempt } from "./useAttempt";

const NONE: readonly Action[] = [];

/** Where the person came from. */
function origin(target: Target | null): Route {
  if (target?.kind === "draft") return { screen: "draft", id: target.id };
  return target ? { screen: "connection", id: target.id, tab: "overview" } : { screen: "connections" };
}

/** Where the parameters of what was being connected are. */
function parametersOf(target: Target | null, attempt: AttemptView): Route {
  if (target?.kind === "draft") return { screen: "draft", id: target.id };
  return target ? { screen: "connection", id: target.id, tab: "parameters" } : { screen: "integration", key: attempt.integrationKey };
}

export function AttemptScreen({ id, target }: { id: string; target: Target | null }) {
  const { attempt, asked, busy, error, open, choose, cancel, paste } = useAttempt(id);
  const [pasting, setPasting] = useState(false);
  const again = useMutation<unknown, ErrorView, Target>({ mutationFn: (to) => begin(to) });
  const state = attempt?.state;
  const made = attempt?.connectionId ?? null;
  const pastes = state === "pending" && attempt?.device === null;
  const { mutate: tryAgain } = again;
  useActions(
    useMemo<readonly Action[]>(() => {
      const group = "Sign-in";
      if (state === "pending")
        return [
          { id: "attempt.open", title: "Open the sign-in page again", group, keys: "o", run: () => open(null) },
          { id: "attempt.browser", title: "Open it in the browser instead", group, keys: "b", run: () => open("browser") },
          ...(pastes ? [{ id: "attempt.paste", title: "Paste the redirected URL…", group, keys: "p", run: () => setPasting(true) }] : []),
          { id: "attempt.cancel", title: "Cancel the sign-in", group, keys: "mod+.", run: cancel },
        ];
      if (state === "succeeded" && made !== null) return [{ id: "attempt.parameters", title: "Open the connection's parameters", group, run: () => go({ screen: "connection", id: made, tab: "parameters" }, true) }];
      if (target && state !== undefined && state !== "redeeming") return [{ id: "attempt.again", title: "Try the sign-in again", group, run: () => tryAgain(target) }];
      return NONE;
    }, [state, pastes, made, target, open, cancel, tryAgain]),
  );
  const leave = () => go(origin(target), true);

  if (asked && !attempt) {
    return (
      <Stage>
        <ErrorBox error={asked}>
          <Button onClick={leave}>Go back</Button>
        </ErrorBox>
      </Stage>
    );
  }
  if (!attempt) return <Stage>{null}</Stage>;
  if (attempt.state === "succeeded") {
    return (
      <Stage>
        <Success attempt={attempt} again={target?.kind === "connection"} onCall={() => go(made === null ? { screen: "connections" } : { screen: "connection", id: made, tab: "calls" }, true)} onParameters={made === null ? null : () => go({ screen: "connection", id: made, tab: "parameters" }, true)}>
          {made !== null && <Granted connection={made} />}
        </Success>
      </Stage>
    );
  }
  if (!isLive(attempt)) {
    return (
      <Stage>
        <Failure attempt={attempt} busy={again.isPending} error={again.error} onAgain={target ? () => again.mutate(target) : null} onFix={(fix) => go(fix === "vault" ? { screen: "settings", tab: "vault" } : parametersOf(target, attempt))} onLeave={leave} />
      </Stage>
    );
  }
  return (
    <Stage>
      <Waiting attempt={attempt} busy={busy} error={error} pasting={pasting} onPasting={setPasting} onOpen={open} onPaste={paste} onChoose={choose} onCancel={cancel} />
    </Stage>
  );
}
