/** While the person signs in at the provider in another window, and when the browser did not let that window open. */
import { Button } from "../../shared/components/Button";
import { Lamp } from "../../shared/components/Lamp";
import { useNow } from "../../shared/components/useNow";
import { countdown } from "../../shared/format";
import { Head } from "../Head";
import css from "./screens.module.css";

export function SignIn({ provider, until, onOpen, onCancel }: { provider: string; until: number; onOpen: () => void; onCancel: () => void }) {
  const now = useNow(1000);
  return (
    <div className={css.stack} data-testid="waiting">
      <Head provider={provider} title={`Sign in to ${provider}`} words="A window has opened for it. Sign in there and approve; this page then goes on by itself." />
      <div className={css.row}>
        <span className={css.pulse}>
          <Lamp light="amber" />
        </span>
        <span role="status">Waiting for your approval</span>
        <span className={css.left} role="timer" aria-label="Time left">
          {countdown(until - now)}
        </span>
      </div>
      <div className={css.acts}>
        <Button onClick={onOpen} data-testid="open-again">
          Show the window again
        </Button>
        <Button onClick={onCancel} data-testid="cancel">
          Cancel
        </Button>
      </div>
    </div>
  );
}

export function Blocked({ provider, onOpen, onCancel }: { provider: string; onOpen: () => void; onCancel: () => void }) {
  return (
    <div className={css.stack} data-testid="blocked">
      <Head provider={provider} title="Your browser blocked the sign-in window" />
      <p className={css.dim} role="alert">
        Signing in to {provider} happens in a window of its own. Open it again, or allow popups for this page first.
      </p>
      <div className={css.acts}>
        <Button look="primary" onClick={onOpen} data-testid="open-again">
          Open it again
        </Button>
        <Button onClick={onCancel} data-testid="cancel">
          Cancel
        </Button>
      </div>
    </div>
  );
}
