/** The webhook's URL. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { TextField } from "../../shared/components/TextField";
import { judgeTarget } from "./allow";
import css from "./Api.module.css";
import { useWebhook } from "./useAccess";

interface Props {
  url: string | null;
  hosts: readonly string[];
  onListHost: (host: string) => Promise<unknown>;
}

export function WebhookTarget({ url, hosts, onListHost }: Props) {
  const [text, setText] = useState(url ?? "");
  const [tried, setTried] = useState(false);
  const set = useWebhook();
  const judged = judgeTarget(text, hosts);
  const dirty = text.trim() !== (url ?? "");
  const unlisted = judged.unlisted;
  const problem = text.trim() !== "" && "problem" in judged && (tried || unlisted !== undefined) ? judged.problem : undefined;
  const save = () => {
    setTried(true);
    if (text.trim() === "") set.mutate({ url: null });
    else if ("value" in judged) set.mutate({ url: judged.value });
  };
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      noValidate
    >
      <TextField label="URL" inputMode="url" value={text} onValue={setText} placeholder="http://127.0.0.1:3000/webhooks" problem={problem} hint={url === null && !dirty ? "None is set: nothing is sent." : undefined} data-testid="webhook-url" />
      <div className={css.acts}>
        <Button type="submit" look="primary" busy={set.isPending} disabled={!dirty} data-testid="webhook-save">
          {text.trim() === "" && url !== null ? "Turn off" : "Save"}
        </Button>
        {dirty && url !== null && (
          <Button look="quiet" onClick={() => setText(url)}>
            Discard
          </Button>
        )}
        {!dirty && url !== null && (
          <Button look="quiet" busy={set.isPending} onClick={() => set.mutate({ url: null })} data-testid="webhook-off">
            Turn off
          </Button>
        )}
        {unlisted !== undefined && (
          <Button onClick={() => void onListHost(unlisted).catch(() => undefined)} data-testid="webhook-list-host">
            List {unlisted}
          </Button>
        )}
      </div>
      {set.error && <ErrorBox error={set.error} />}
    </form>
  );
}
