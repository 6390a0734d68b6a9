/** The vault's states and key sources in words. */
import type { Light } from "../../shared/components/Lamp";
import type { KeySource } from "../../shared/generated/KeySource";
import type { VaultState } from "../../shared/generated/VaultState";
import type { VaultStatus } from "../../shared/generated/VaultStatus";

export const STATE_TITLES: Record<VaultState, string> = {
  unchosen: "No key source is chosen yet",
  waiting: "Waiting for your keyring",
  ready: "Secrets can be read and written",
  locked: "Secrets are locked",
  unavailable: "The keyring does not answer",
  "key-missing": "The key to the stored secrets is gone",
  "key-wrong": "This key does not open the stored secrets",
};

export const STATE_LIGHTS: Record<VaultState, Light> = { unchosen: "amber", waiting: "amber", ready: "green", locked: "amber", unavailable: "amber", "key-missing": "red", "key-wrong": "amber" };

export const SOURCE_TITLES: Record<KeySource, string> = { keyring: "The system's keyring", passphrase: "A passphrase", memory: "Memory only" };

export const SOURCE_WORDS: Record<KeySource, string> = {
  keyring: "The key lies in GNOME Keyring, KWallet, Keychain or the Credential Manager, as one entry of the service “patchbay”. There is nothing to remember; whoever can use your unlocked session can use it.",
  passphrase: "The key is derived from what you type at each start, and is kept nowhere. Without the passphrase nobody reads the secrets, and nobody can bring them back.",
  memory: "The key is made anew at each start and lost at its end. Stored secrets must then be entered again and connections reconnected. Good for trying things.",
};

/** What is off, and what is not, while secrets cannot be read. */
export const MEANWHILE = "Lists, parameters and the catalogue stay in use. Calls, refreshes and sign-ins wait, and the API answers 503.";

/** What to do, beyond what the engine says, where there is more to say. */
export function wayOut({ state, source }: VaultStatus): string | null {
  const keyring = source !== "passphrase";
  if (state === "waiting") return "Look for the keyring's own window: it may be behind this one. This goes on by itself once it is answered.";
  if (state === "unavailable") return "On Linux, start GNOME Keyring or KWallet (or another Secret Service) in this session, then ask again. Patchbay never falls back to storing secrets in the clear.";
  if (state === "locked" && keyring) return "Unlock it in your system's password application (Passwords and Keys, KWalletManager, Keychain Access), then ask again.";
  if (state === "key-missing") return "If it may come back (another keyring, a restored backup), bring it back first and ask again. Else start over.";
  if (state === "key-wrong") return keyring ? "The keyring's entry belongs to another folder or was replaced. Put the old entry back, then ask again." : "Type the passphrase with which this folder was set up.";
  return null;
}
