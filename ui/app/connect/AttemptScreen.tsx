/** An attempt from the sign-in to its result. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Failure } from "../../connect/Failure";
import { Stage } from "../../connect/Stage";
import { Success } from "../../connect/Success";
import { Waiting } from "../../connect/Waiting";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import type { AttemptView } from "../../shared/generated/AttemptView";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";
import { keyOf, useAsk } from "../../shared/query";
import { go, type Target } from "../route";
import { begin } from "./begin";

const LIVE = ["pending", "redeeming"];
/** The engine tells of changes; this is for one that was told before the screen listened. */
const POLL_MS = 1500;

export function AttemptScreen({ id, target }: { id: string; target: Target | null }) {
  const client = useQueryClient();
  const ask = { attempt: id };
  const cached = client.getQueryData<AttemptView>(keyOf("attempt", ask));
  const asked = useAsk("attempt", ask, { refetchInterval: cached && !LIVE.includes(cached.state) ? false : POLL_MS });
  const keep = (attempt: AttemptView | null) => attempt && attempt.id === id && client.setQueryData(keyOf("attempt", ask), attempt);
  const act = useMutation<unknown, ErrorView, () => Promise<AttemptView | null>>({ mutationFn: async (doing) => keep(await doing()) });
  const again = useMutation<unknown, ErrorView, Target>({ mutationFn: (to) => begin(to) });
  const attempt = asked.data;
  const leave = () => go(target?.kind === "draft" ? { screen: "draft", id: target.id } : target ? { screen: "connection", id: target.id, tab: "overview" } : { screen: "connections" }, true);

  if (asked.error && !attempt) {
    return (
      <Stage>
        <ErrorBox error={asked.error}>
          <Button onClick={leave}>Go back</Button>
        </ErrorBox>
      </Stage>
    );
  }
  if (!attempt) return <Stage>{null}</Stage>;
  if (attempt.state === "succeeded") {
    const made = attempt.connectionId;
    return (
      <Stage>
        <Success attempt={attempt} onOpen={() => go(made === null ? { screen: "connections" } : { screen: "connection", id: made, tab: "calls" }, true)} />
      </Stage>
    );
  }
  if (!LIVE.includes(attempt.state)) {
    return (
      <Stage>
        <Failure attempt={attempt} busy={again.isPending} error={again.error} onAgain={target ? () => again.mutate(target) : null} onLeave={leave} />
      </Stage>
    );
  }
  return (
    <Stage>
      <Waiting
        attempt={attempt}
        busy={act.isPending}
        error={act.error}
        onOpen={(surface) => act.mutate(() => rpc("connect_open", surface === null ? ask : { ...ask, surface }))}
        onChoose={(value) => act.mutate(() => rpc("attempt_choose", { attempt: id, value }))}
        onCancel={() => act.mutate(() => rpc("connect_cancel", ask))}
        onPaste={(url) =>
          act.mutate(async () => {
            const { attempt: found } = await rpc("redirected", { url });
            if (found) return found;
            throw { code: "redirect_mismatch", message: "This URL does not belong to this sign-in, so it was ignored.", next: "Copy the whole address of the page that the provider sent you to, with everything after the question mark.", path: null, problems: [] };
          })
        }
      />
    </Stage>
  );
}
