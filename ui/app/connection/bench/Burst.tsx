/** Many calls at once: how many ended when, what the engine did meanwhile, and how many token requests it took. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../../shared/components/Button";
import { ErrorBox } from "../../../shared/components/ErrorBox";
import { SelectField, TextField } from "../../../shared/components/TextField";
import type { CallsBurstAnswer } from "../../../shared/generated/CallsBurstAnswer";
import type { ErrorView } from "../../../shared/generated/ErrorView";
import { rpc } from "../../../shared/host";
import css from "./Bench.module.css";
import { BurstResult } from "./BurstResult";
import { figure } from "../../../shared/format";

const METHODS = ["GET", "HEAD", "POST"].map((value) => ({ value, label: value }));
const MOST = 1000;

function problemOf(text: string): string | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= MOST ? undefined : "Between 1 and 1,000.";
}

export function Burst({ id }: { id: string }) {
  const client = useQueryClient();
  const [method, setMethod] = useState("GET");
  const [path, setPath] = useState("/me");
  const [count, setCount] = useState("100");
  const [expire, setExpire] = useState(true);
  const problem = problemOf(count);
  const run = useMutation<CallsBurstAnswer, ErrorView>({
    mutationFn: () => rpc("calls_burst", { connection: id, method, path: path.trim(), count: Number(count), expire }),
    onSettled: () => {
      for (const command of ["calls", "call_log", "connection_show", "connections", "sandbox"]) void client.invalidateQueries({ queryKey: [command] });
    },
  });
  return (
    <>
      <form
        className={css.burst}
        aria-label="Many calls at once"
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === undefined && !run.isPending) run.mutate();
        }}
      >
        <SelectField label="Method" value={method} onValue={setMethod} items={METHODS} data-testid="burst-method" />
        <div className={css.path}>
          <TextField label="Path" value={path} onValue={setPath} spellCheck={false} autoComplete="off" data-testid="burst-path" />
        </div>
        <div className={css.count}>
          <TextField label="Calls at once" inputMode="numeric" value={count} onValue={setCount} problem={problem} data-testid="burst-count" />
        </div>
        <label className={css.check}>
          <input type="checkbox" checked={expire} onChange={(event) => setExpire(event.target.checked)} data-testid="burst-expire" />
          Let the token expire first
        </label>
        <Button type="submit" look="primary" busy={run.isPending} disabled={problem !== undefined} data-testid="burst-run">
          Send {problem === undefined ? figure(Number(count)) : ""} calls
        </Button>
      </form>
      <div aria-live="polite">
        {run.isPending && <p className={css.dim}>Sending. All are begun at once, and the last one is waited for.</p>}
        {run.error && <ErrorBox error={run.error} />}
        {run.data && !run.isPending && <BurstResult answer={run.data} />}
      </div>
    </>
  );
}
