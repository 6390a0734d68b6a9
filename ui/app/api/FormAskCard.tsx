/** A form that asks to connect without a token: who asks, for what, with which override, and where it leads. */
import { useEffect, useState } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Lamp } from "../../shared/components/Lamp";
import { useNow } from "../../shared/components/useNow";
import { ago } from "../../shared/format";
import type { FormAskView } from "../../shared/generated/FormAskView";
import { isObject } from "../../shared/params/patch";
import forms from "./TokenlessForms.module.css";
import { useFormAnswer } from "./useFormAnswer";

/** A page chooses when its card appears: a click that was meant for what stood there before must not allow it. */
const READING_MS = 700;

export function FormAskCard({ ask }: { ask: FormAskView }) {
  const now = useNow(5000);
  const answer = useFormAnswer();
  const [readable, setReadable] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setReadable(true), READING_MS);
    return () => clearTimeout(timer);
  }, []);
  const reply = (allow: boolean) => answer.mutate({ id: ask.id, allow });
  const overrides = isObject(ask.overrides) && Object.keys(ask.overrides).length > 0 ? JSON.stringify(ask.overrides, null, 2) : null;
  return (
    <article className={forms.card} aria-label={`${ask.origin} asks to connect ${ask.integrationName}`} data-testid="form-ask">
      <div className={forms.top}>
        <Lamp light="amber" />
        <span>
          <b>{ask.origin}</b> asks to connect <b>{ask.integrationName}</b>
        </span>
        <small>{ago(ask.at, now)}</small>
      </div>
      <dl className={forms.facts}>
        <dt>Name</dt>
        <dd>{ask.name ?? <span className={forms.dim}>the integration's</span>}</dd>
        <dt>Override</dt>
        <dd>{overrides === null ? <span className={forms.dim}>none: the integration's defaults</span> : <pre tabIndex={0} aria-label="Override">{overrides}</pre>}</dd>
        <dt>Leads to</dt>
        <dd>{ask.redirectUri === null ? <span className={forms.dim}>a page of Patchbay that says how it ended</span> : <code>{ask.redirectUri}</code>}</dd>
      </dl>
      {answer.error && (
        <div className={forms.error}>
          <ErrorBox error={answer.error} />
        </div>
      )}
      <div className={forms.acts}>
        <Button look="primary" busy={answer.isPending} disabled={!readable} onClick={() => reply(true)} data-testid="form-ask-allow">
          Allow once
        </Button>
        <Button disabled={answer.isPending} onClick={() => reply(false)} data-testid="form-ask-refuse">
          Refuse
        </Button>
      </div>
    </article>
  );
}
