/** A secret that is set: masked, until it is asked for. */
import { useState } from "react";
import { Button } from "../../../shared/components/Button";
import { CopyButton } from "../../../shared/components/CopyButton";
import type { ErrorView } from "../../../shared/generated/ErrorView";
import { rpc } from "../../../shared/host";
import { MASK, showValue } from "../../../shared/params/value";
import { asError } from "../../../shared/problem";
import css from "./Defaults.module.css";

export function Secret({ integration, option, path }: { integration: string; option: string | null; path: string }) {
  const [shown, setShown] = useState<string | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);
  const reveal = () => {
    rpc("reveal", { subject: { kind: "integration", integration, ...(option === null ? {} : { option }) }, path }).then(
      ({ value }) => {
        setError(null);
        setShown(showValue(value));
      },
      (thrown: unknown) => setError(asError(thrown)),
    );
  };
  return (
    <div className={css.secret}>
      <code data-testid={`secret-${path}`}>{shown ?? MASK}</code>
      <Button look="quiet" onClick={shown === null ? reveal : () => setShown(null)} aria-label={`${shown === null ? "Reveal" : "Hide"} ${path}`}>
        {shown === null ? "Reveal" : "Hide"}
      </Button>
      {shown !== null && <CopyButton text={shown} label="Copy" name={`Copy ${path}`} />}
      {error && <p className={css.problem}>{[error.message, error.next].filter(Boolean).join(" ")}</p>}
    </div>
  );
}
