/** A vault that is not ready: what that means, and the way out. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { Dialog } from "../../shared/components/Dialog";
import { Lamp } from "../../shared/components/Lamp";
import { TextField } from "../../shared/components/TextField";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { VaultStatus } from "../../shared/generated/VaultStatus";
import { rpc } from "../../shared/host";
import css from "./VaultBanner.module.css";

const TITLES: Record<VaultStatus["state"], string> = {
  unchosen: "No key source is chosen yet",
  waiting: "Waiting for your keyring",
  ready: "Ready",
  locked: "Secrets are locked",
  unavailable: "The keyring does not answer",
  "key-missing": "The key to the stored secrets is gone",
  "key-wrong": "This key does not open the stored secrets",
};

export function VaultBanner({ vault }: { vault: VaultStatus }) {
  const [passphrase, setPassphrase] = useState("");
  const [sure, setSure] = useState(false);
  const client = useQueryClient();
  const settle = () => client.invalidateQueries();
  const unlock = useMutation<VaultStatus, ErrorView>({ mutationFn: () => rpc("vault_unlock", { passphrase: vault.source === "passphrase" ? passphrase : null }), onSettled: settle });
  const startOver = useMutation<VaultStatus, ErrorView>({ mutationFn: () => rpc("vault_start_over", {}), onSettled: settle });
  const error = unlock.error ?? startOver.error;
  const asksPassphrase = vault.source === "passphrase" && vault.state !== "waiting";
  return (
    <section className={css.banner} role="status" data-testid="vault-banner" aria-label="Vault">
      <Lamp light="amber" />
      <div className={css.text}>
        <b>{TITLES[vault.state]}.</b> {vault.words}
        {error && (
          <p className={css.error} role="alert">
            {error.message} {error.next}
          </p>
        )}
      </div>
      <form
        className={css.acts}
        onSubmit={(event) => {
          event.preventDefault();
          unlock.mutate();
        }}
      >
        {asksPassphrase && <TextField label="Passphrase" type="password" value={passphrase} onValue={setPassphrase} data-testid="vault-passphrase-input" />}
        <Button type="submit" look="primary" busy={unlock.isPending} data-testid="vault-unlock">
          {asksPassphrase ? "Unlock" : "Ask the keyring again"}
        </Button>
        {vault.state === "key-missing" && (
          <Button look="danger" onClick={() => setSure(true)} data-testid="vault-start-over">
            Start over…
          </Button>
        )}
      </form>
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
    </section>
  );
}
