/** A named value to copy, and a secret one: masked until it is asked for, and never held by the page before that. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { RevealSubject } from "../../shared/generated/RevealSubject";
import { rpc } from "../../shared/host";
import { MASK, showValue } from "../../shared/params/value";
import { asError } from "../../shared/problem";
import css from "./Api.module.css";

export function Value({ name, value, testId }: { name: string; value: string; testId: string }) {
  return (
    <div className={css.value}>
      <dt>{name}</dt>
      <dd>
        <code className={css.box} data-testid={testId}>
          {value}
        </code>
      </dd>
      <dd className={css.acts}>
        <CopyButton text={value} label="Copy" name={`Copy: ${name}`} testId={`copy-${testId}`} />
      </dd>
    </div>
  );
}

export function SecretValue({ name, subject, testId }: { name: string; subject: RevealSubject; testId: string }) {
  const [shown, setShown] = useState<string | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);
  const read = async () => {
    try {
      setError(null);
      return showValue((await rpc("reveal", { subject, path: "secret" })).value);
    } catch (thrown) {
      setError(asError(thrown));
      throw thrown;
    }
  };
  const toggle = () => {
    if (shown === null) void read().then(setShown, () => undefined);
    else setShown(null);
  };
  return (
    <div className={css.value}>
      <dt>{name}</dt>
      <dd>
        <code className={css.box} data-testid={testId}>
          {shown ?? MASK}
        </code>
        {error && (
          <p className={css.problem} role="alert">
            {error.message} {error.next}
          </p>
        )}
      </dd>
      <dd className={css.acts}>
        <Button look="quiet" onClick={toggle} aria-label={`${shown === null ? "Reveal" : "Hide"}: ${name}`} data-testid={`reveal-${testId}`}>
          {shown === null ? "Reveal" : "Hide"}
        </Button>
        <CopyButton text={read} label="Copy" name={`Copy: ${name}`} testId={`copy-${testId}`} />
      </dd>
    </div>
  );
}
