/** Time and load on a connection: let its token end, and send many calls at once, to see what the engine does. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { Button } from "../../../shared/components/Button";
import { ErrorBox } from "../../../shared/components/ErrorBox";
import type { ConnectionDetail } from "../../../shared/generated/ConnectionDetail";
import type { ErrorView } from "../../../shared/generated/ErrorView";
import { duration } from "../../../shared/format";
import { rpc } from "../../../shared/host";
import { keyOf } from "../../../shared/query";
import { type Action, useActions } from "../../actions/actions";
import { Block } from "../overview/Block";
import css from "./Bench.module.css";
import { Burst } from "./Burst";

const SOON_MS = 30_000;

/** What the clock that was set comes to by now. A token that lives longer than it was left is another one. */
function clockWords(left: number, renews: boolean): string {
  if (left > SOON_MS) return "A new token has come since.";
  if (left > 0) return `The token counts as over in ${duration(left)}.`;
  return `The token counts as over. ${renews ? "The next call refreshes it first." : "The next call cannot get another."}`;
}

export function Bench({ detail, now }: { detail: ConnectionDetail; now: number }) {
  const client = useQueryClient();
  const { id, expiresAt } = detail.summary;
  const { mutate, isPending, error, data } = useMutation<number, ErrorView, number>({
    mutationFn: async (inMs) => {
      const after = await rpc("connection_expire", { connection: id, inMs });
      client.setQueryData(keyOf("connection_show", { connection: id }), after);
      void client.invalidateQueries({ queryKey: ["connections"] });
      return inMs;
    },
  });
  useActions(
    useMemo<Action[]>(
      () => [
        { id: "bench.expire", title: "Let the token expire now", group: "Time and load", words: "time fault", run: () => mutate(0) },
        { id: "bench.expire.soon", title: "Let the token expire in 30 s", group: "Time and load", words: "time fault", run: () => mutate(SOON_MS) },
        { id: "bench.burst", title: "Send many calls at once…", group: "Time and load", words: "load burst concurrent", run: () => document.querySelector<HTMLElement>('[data-testid="burst-path"]')?.focus() },
      ],
      [mutate],
    ),
  );
  return (
    <Block title="Time and load">
      <div className={css.time}>
        <Button onClick={() => mutate(0)} disabled={isPending} data-testid="expire-now">
          Expire now
        </Button>
        <Button onClick={() => mutate(SOON_MS)} disabled={isPending} data-testid="expire-soon">
          Expire in 30 s
        </Button>
        <p className={css.dim} role="status" data-testid="expire-said">
          {data === undefined || expiresAt === null ? "Only Patchbay's own idea of the time changes; the provider is not asked." : clockWords(expiresAt - now, detail.canRefresh)}
        </p>
      </div>
      {error && <ErrorBox error={error} />}
      <Burst id={id} />
    </Block>
  );
}
