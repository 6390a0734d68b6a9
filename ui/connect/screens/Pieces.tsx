/** The small pieces that several screens are made of. */
import type { ReactNode } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox, type Told } from "../../shared/components/ErrorBox";
import { Head } from "../Head";
import css from "./screens.module.css";

/** While the first answers are on their way. */
export function Loading() {
  return (
    <div className={css.loading} role="status">
      <span className={css.said}>Loading…</span>
      <span className={css.bone} />
      <span className={css.bone} />
      <span className={css.bone} />
    </div>
  );
}

interface ProblemProps {
  provider: string;
  title: string;
  error: Told;
  again?: { label: string; act: () => void } | null;
  onClose: (() => void) | null;
}

/** What happened, why, and what to do. */
export function Problem({ provider, title, error, again = null, onClose }: ProblemProps) {
  // Paths are for developers; to everyone else the sentence says it all.
  const plain = { ...error, message: error.message, next: error.next, problems: error.problems.filter((one) => one.message !== error.message).map((one) => ({ ...one, path: "" })) };
  return (
    <>
      <Head provider={provider} title={title} />
      <ErrorBox error={plain} />
      {(again ?? onClose) !== null && (
        <div className={css.acts}>
          {again && (
            <Button look="primary" onClick={again.act} data-testid="try-again">
              {again.label}
            </Button>
          )}
          {onClose && (
            <Button onClick={onClose} data-testid="close-problem">
              Close
            </Button>
          )}
        </div>
      )}
    </>
  );
}

/** It worked. */
export function Done({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={css.done} data-testid="done">
      <span className={css.check}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="m5 12.5 4.5 4.5L19 7.5" />
        </svg>
      </span>
      <h1 tabIndex={-1}>{title}</h1>
      <p className={css.dim} role="status">
        {children}
      </p>
    </div>
  );
}

/** A calm line about what happened before. */
export function Note({ children }: { children: ReactNode }) {
  return (
    <p className={css.note} role="status" data-testid="note">
      {children}
    </p>
  );
}

/** The mark of a row that leads somewhere. */
export function Onward() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d="m6 3 5 5-5 5" />
    </svg>
  );
}
