/** The choice of where the key that protects secrets comes from. Made once, before anything is stored; never made silently. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { TextField } from "../../shared/components/TextField";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { KeySource } from "../../shared/generated/KeySource";
import type { VaultStatus } from "../../shared/generated/VaultStatus";
import { rpc } from "../../shared/host";
import css from "./VaultChoice.module.css";
import { Mark } from "./icons";

const SOURCES: { source: KeySource; title: string; words: string }[] = [
  { source: "keyring", title: "Use the system keyring", words: "Unlock or start your keyring (GNOME Keyring, KWallet or Keychain), then choose this. Nothing to remember." },
  { source: "passphrase", title: "Use a passphrase", words: "You type it at each start. It is kept nowhere: without it, stored secrets cannot be read." },
  { source: "memory", title: "Keep the key in memory", words: "Good for trying things. After a restart, stored secrets need to be entered again and connections reconnected." },
];

export function VaultChoice({ vault }: { vault: VaultStatus }) {
  const [source, setSource] = useState<KeySource>("passphrase");
  const [passphrase, setPassphrase] = useState("");
  const client = useQueryClient();
  const choose = useMutation<VaultStatus, ErrorView, KeySource>({
    mutationFn: (chosen) => rpc("vault_choose", { source: chosen, passphrase: chosen === "passphrase" ? passphrase : null }),
    onSettled: () => client.invalidateQueries({ queryKey: ["status"] }),
  });
  return (
    <main className={css.page} data-testid="vault-choice">
      <div className={css.card}>
        <Mark />
        <h1>Where should the key to your secrets come from?</h1>
        <p className={css.words}>{vault.words}</p>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            choose.mutate(source);
          }}
        >
          <fieldset className={css.sources}>
            <legend className={css.legend}>Key source</legend>
            {SOURCES.map((one) => (
              <label key={one.source} className={css.source}>
                <input type="radio" name="source" checked={source === one.source} onChange={() => setSource(one.source)} data-testid={`vault-${one.source}`} />
                <span>
                  <b>{one.title}</b>
                  <small>{one.words}</small>
                </span>
              </label>
            ))}
          </fieldset>
          {source === "passphrase" && <TextField label="Passphrase" type="password" value={passphrase} onValue={setPassphrase} hint="At least 8 characters." data-testid="vault-passphrase-input" />}
          {choose.error && <ErrorBox error={choose.error} />}
          <Button type="submit" look="primary" busy={choose.isPending} disabled={source === "passphrase" && passphrase.length < 8} data-testid="vault-confirm">
            Continue
          </Button>
        </form>
      </div>
    </main>
  );
}
