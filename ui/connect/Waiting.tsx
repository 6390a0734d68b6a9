/** While the person signs in elsewhere: where, how long is left, and every other way to get there and back. */
import { Button } from "../shared/components/Button";
import { CopyButton } from "../shared/components/CopyButton";
import { ErrorBox } from "../shared/components/ErrorBox";
import { useNow } from "../shared/components/useNow";
import type { AttemptView } from "../shared/generated/AttemptView";
import type { ErrorView } from "../shared/generated/ErrorView";
import type { Surface } from "../shared/generated/Surface";
import { DeviceCode } from "./DeviceCode";
import { Head } from "./Head";
import { Paste } from "./Paste";
import css from "./pieces.module.css";
import { Progress } from "./Progress";
import { Several } from "./Several";
import { Timeline } from "./Timeline";
import { headOf, refusesWebview, waitsFor } from "./words";

interface Props {
  attempt: AttemptView;
  busy: boolean;
  error: ErrorView | null;
  pasting: boolean;
  onPasting: (pasting: boolean) => void;
  onOpen: (surface: Surface | null) => void;
  onPaste: (url: string) => void;
  onChoose: (value: string) => void;
  onCancel: () => void;
}

/** After this without an answer, the ways out are said in words. */
const LONG_MS = 45_000;

export function Waiting(props: Props) {
  const { attempt, busy, error, pasting, onPasting, onPaste, onChoose, onCancel } = props;
  const redeeming = attempt.state === "redeeming";
  const canPaste = !redeeming && !attempt.device && attempt.redirectUri !== "";
  return (
    <div className={css.form} data-testid="connect-waiting">
      <Head provider={attempt.integrationName} title={`Connect ${attempt.integrationName}`} words={headOf(attempt)} />
      {!redeeming && attempt.device && <DeviceCode device={attempt.device} />}
      {attempt.choices && <Several choices={attempt.choices} busy={busy} onChoose={onChoose} />}
      <Progress words={waitsFor(attempt)} since={attempt.createdAt} until={attempt.expiresAt} />
      {!redeeming && attempt.authorizeUrl !== null && <Ways {...props} url={attempt.authorizeUrl} />}
      {error && <ErrorBox error={error} />}
      {canPaste && pasting && <Paste redirectUri={attempt.redirectUri} busy={busy} onPaste={onPaste} onClose={() => onPasting(false)} />}
      {canPaste && !pasting && <Patience since={attempt.createdAt} />}
      <div className={`${css.acts} ${css.quietly}`}>
        {canPaste && !pasting && (
          <Button look="quiet" onClick={() => onPasting(true)} data-testid="paste-open">
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

/** The ways to the provider's page. Where it refuses this window, the browser comes first, with the reason. */
function Ways({ attempt, busy, onOpen, url }: Props & { url: string }) {
  const refused = refusesWebview(attempt) && attempt.surface !== "browser";
  const browser = attempt.surface !== "browser" && (
    <Button look={refused ? "primary" : "plain"} onClick={() => onOpen("browser")} disabled={busy} data-testid="open-browser">
      {refused ? "Open in your browser" : "Open in browser"}
    </Button>
  );
  return (
    <>
      {refused && (
        <p className={css.warning} role="alert" data-testid="webview-refused">
          {attempt.integrationName} does not let people sign in inside an app's window, for their safety. Your browser is the way; it goes on with the same sign-in, so nothing has to be done again.
        </p>
      )}
      <div className={css.acts}>
        {refused && browser}
        {!refused && (
          <Button onClick={() => onOpen(null)} disabled={busy} look={attempt.device ? "primary" : "plain"} data-testid="open-again">
            {attempt.device ? "Open the page" : "Open again"}
          </Button>
        )}
        {!refused && browser}
        <CopyButton text={url} label={attempt.device ? "Copy the address" : "Copy sign-in link"} testId="copy-link" />
      </div>
    </>
  );
}

function Patience({ since }: { since: number }) {
  const now = useNow(5000);
  if (now - since < LONG_MS) return null;
  return (
    <p className={css.dim} data-testid="patience">
      Signed in already, and nothing happens here? Then the way back did not work: paste the address of the page where the sign-in ended, even if that page did not open.
    </p>
  );
}
