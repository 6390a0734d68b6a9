/** The engine did not start: who holds the folder or what else is wrong, and what to do. It tries again by itself while another holds it. */
import { useEffect } from "react";
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import { ErrorBox } from "../../shared/components/ErrorBox";
import type { ErrorView } from "../../shared/generated/ErrorView";
import css from "./Trouble.module.css";
import { Mark } from "./icons";

const AGAIN_MS = 3_000;

function Held() {
  return (
    <ul className={css.steps}>
      <li>
        If it is <code>patchbay serve</code> in a terminal, end it there with Ctrl+C. This window goes on by itself as soon as the folder is free.
      </li>
      <li>
        If it should keep running, use it from the command line: <code>patchbay connections</code> and the others ask whoever holds the folder.
      </li>
      <li>
        To work beside it, start Patchbay on another folder: <code>--data-dir</code>, and <code>--port</code> for an API of its own.
      </li>
    </ul>
  );
}

export function EngineRefused({ error, busy, onAgain }: { error: ErrorView; busy: boolean; onAgain: () => void }) {
  const held = error.code === "folder_held";
  useEffect(() => {
    if (!held) return undefined;
    const timer = setInterval(onAgain, AGAIN_MS);
    return () => clearInterval(timer);
  }, [held, onAgain]);
  return (
    <main className={css.fill} data-testid="engine-refused">
      <div className={css.card}>
        <Mark />
        <h1>{held ? "Another Patchbay has this data folder" : "Patchbay could not start its engine"}</h1>
        <ErrorBox error={error} />
        {held ? <Held /> : <p className={css.quiet}>Nothing was changed. When the cause is gone, try again; the window need not be closed for it.</p>}
        <div className={css.acts}>
          <Button look="primary" busy={busy && !held} onClick={onAgain} autoFocus data-testid="engine-again">
            Try again
          </Button>
          <CopyButton text={[error.message, error.next ?? ""].join("\n").trim()} label="Copy what it says" />
        </div>
      </div>
    </main>
  );
}
