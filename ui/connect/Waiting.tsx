/** While the person signs in elsewhere: where, how long is left, and every other way to get there and back. */
import { useState } from "react";
import { Button } from "../shared/components/Button";
import { CopyButton } from "../shared/components/CopyButton";
import { ErrorBox } from "../shared/components/ErrorBox";
import { Lamp } from "../shared/components/Lamp";
import { TextField } from "../shared/components/TextField";
import { useNow } from "../shared/components/useNow";
import { countdown } from "../shared/format";
import type { AttemptView } from "../shared/generated/AttemptView";
import type { ErrorView } from "../shared/generated/ErrorView";
import type { Surface } from "../shared/generated/Surface";
import { DeviceCode } from "./DeviceCode";
import { Head } from "./Head";
import css from "./pieces.module.css";
import { Several } from "./Several";
import { Timeline } from "./Timeline";

interface Props {
  attempt: AttemptView;
  busy: boolean;
  error: ErrorView | null;
  onOpen: (surface: Surface | null) => void;
  onPaste: (url: string) => void;
  onChoose: (value: string) => void;
  onCancel: () => void;
}

const WHERE: Record<Surface, string> = {
  window: "A sign-in window has opened. Sign in there and approve.",
  browser: "Your browser has opened. Sign in there and approve.",
  popup: "A popup has opened in the page that started this. Sign in there and approve.",
};
const BY_CODE = "Open the provider's page on any device, sign in, and enter this code. Check there that the page shows the same code before you approve.";

export function Waiting({ attempt, busy, error, onOpen, onPaste, onChoose, onCancel }: Props) {
  const now = useNow(1000);
  const [pasting, setPasting] = useState(false);
  const [url, setUrl] = useState("");
  const redeeming = attempt.state === "redeeming";
  return (
    <div className={css.form} data-testid="connect-waiting">
      <Head provider={attempt.integrationName} title={`Connect ${attempt.integrationName}`} words={attempt.choices ? "You approved. There are several to connect: choose the one that is meant." : redeeming ? "You approved. Finishing the connection…" : attempt.device ? BY_CODE : WHERE[attempt.surface]} />
      {!redeeming && attempt.device && <DeviceCode device={attempt.device} />}
      {attempt.choices && <Several choices={attempt.choices} busy={busy} onChoose={onChoose} />}
      <div className={css.row} role="status">
        <span className={css.pulse}>
          <Lamp light="amber" />
        </span>
        {attempt.choices ? "Waiting for your choice" : redeeming ? (attempt.device ? "Finishing" : "Exchanging the code for a token") : "Waiting for your approval"}
        <span className={css.left} role="timer" aria-label="Time left">
          {countdown(attempt.expiresAt - now)} left
        </span>
      </div>
      {!redeeming && attempt.authorizeUrl !== null && (
        <div className={css.acts}>
          <Button onClick={() => onOpen(null)} disabled={busy} data-testid="open-again">
            {attempt.device ? "Open the page" : "Open again"}
          </Button>
          {attempt.surface !== "browser" && (
            <Button onClick={() => onOpen("browser")} disabled={busy} data-testid="open-browser">
              Open in browser
            </Button>
          )}
          <CopyButton text={attempt.authorizeUrl} label="Copy sign-in link" testId="copy-link" />
        </div>
      )}
      {error && <ErrorBox error={error} />}
      {!redeeming && !attempt.device && pasting && (
        <form
          className={css.paste}
          onSubmit={(event) => {
            event.preventDefault();
            onPaste(url.trim());
          }}
        >
          <TextField label="Redirected URL" value={url} onValue={setUrl} placeholder={`${attempt.redirectUri}?code=…&state=…`} hint="If you were sent to a page that does not open, paste its whole address here." data-testid="paste-url" autoFocus />
          <div className={css.acts}>
            <Button type="submit" busy={busy} disabled={url.trim() === ""} data-testid="paste-submit">
              Use this URL
            </Button>
          </div>
        </form>
      )}
      <div className={css.acts}>
        {!redeeming && !attempt.device && !pasting && (
          <Button look="quiet" onClick={() => setPasting(true)} data-testid="paste-open">
            Paste the redirected URL…
          </Button>
        )}
        <Button look="quiet" onClick={onCancel} disabled={busy} data-testid="cancel-attempt">
          Cancel
        </Button>
      </div>
      <Timeline lines={attempt.lines} />
    </div>
  );
}
