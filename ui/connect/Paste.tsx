/** The way back by hand: the address of the page where the sign-in ended. */
import { useState } from "react";
import { Button } from "../shared/components/Button";
import { TextField } from "../shared/components/TextField";
import css from "./pieces.module.css";

interface Props {
  redirectUri: string;
  busy: boolean;
  onPaste: (url: string) => void;
  onClose: () => void;
}

/** Said before anything is sent; null for what could be the address. */
function doubt(url: string, redirectUri: string): string | undefined {
  const typed = url.trim();
  if (typed === "" || typed.startsWith(redirectUri) || "https://".startsWith(typed) || "http://".startsWith(typed)) return undefined;
  if (!/^[a-z][a-z0-9+.-]*:/i.test(typed)) return `A whole address begins like ${redirectUri}`;
  return redirectUri.startsWith(typed) ? undefined : `The address of this sign-in begins with ${redirectUri}`;
}

export function Paste({ redirectUri, busy, onPaste, onClose }: Props) {
  const [url, setUrl] = useState("");
  return (
    <form
      className={css.paste}
      onSubmit={(event) => {
        event.preventDefault();
        onPaste(url.trim());
      }}
    >
      <TextField label="Redirected URL" value={url} onValue={setUrl} placeholder={`${redirectUri}?code=…&state=…`} hint={doubt(url, redirectUri) ?? "If you were sent to a page that does not open, paste its whole address here."} spellCheck={false} autoComplete="off" data-testid="paste-url" autoFocus />
      <div className={css.acts}>
        <Button type="submit" busy={busy} disabled={url.trim() === ""} data-testid="paste-submit">
          Use this URL
        </Button>
        <Button look="quiet" onClick={onClose}>
          Not now
        </Button>
      </div>
    </form>
  );
}
