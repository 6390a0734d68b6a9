/** The controls that lead out of a vault that is not ready: the passphrase, asking the keyring again, starting over. */
import { useRef, useState } from "react";
import { Button } from "../../shared/components/Button";
import { Dialog } from "../../shared/components/Dialog";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { TextField } from "../../shared/components/TextField";
import type { VaultStatus } from "../../shared/generated/VaultStatus";
import { useVault } from "./useVault";
import css from "./VaultWayOut.module.css";

export function VaultWayOut({ vault }: { vault: VaultStatus }) {
  const [passphrase, setPassphrase] = useState("");
  const [sure, setSure] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { unlock, startOver } = useVault();
  const error = unlock.error ?? startOver.error;
  const asksPassphrase = vault.source === "passphrase" && vault.state !== "waiting";
  const refused = asksPassphrase && unlock.isSuccess && unlock.data.state !== "ready" && passphrase === "" ? "That passphrase does not open the stored secrets." : undefined;
  const submit = () =>
    unlock.mutate(asksPassphrase ? passphrase : null, {
      onSettled: () => {
        setPassphrase("");
        field.current?.focus();
      },
    });
  return (
    <>
      <form
        className={css.acts}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {asksPassphrase && <TextField ref={field} label="Passphrase" type="password" value={passphrase} onValue={setPassphrase} problem={refused} data-testid="vault-passphrase-input" />}
        <Button type="submit" look="primary" busy={unlock.isPending} disabled={asksPassphrase && passphrase === ""} data-testid="vault-unlock">
          {asksPassphrase ? "Unlock" : "Ask the keyring again"}
        </Button>
        {vault.state === "key-missing" && (
          <Button look="danger" onClick={() => setSure(true)} data-testid="vault-start-over">
            Start over…
          </Button>
        )}
      </form>
      {error && <ErrorBox error={error} />}
      <Dialog title="Start over with a new key?" open={sure} onClose={() => setSure(false)}>
        <p>Stored secrets stay on disk but cannot be read with the new key: they need to be entered again, and connections reconnected. If the old key may come back (another keyring, a restored backup), do not start over.</p>
        <div className={css.acts}>
          <Button look="danger" busy={startOver.isPending} onClick={() => startOver.mutate(undefined, { onSettled: () => setSure(false) })}>
            Start over
          </Button>
          <Button autoFocus onClick={() => setSure(false)}>
            Keep things as they are
          </Button>
        </div>
      </Dialog>
    </>
  );
}
