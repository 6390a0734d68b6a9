/** A vault that is not ready: what that means meanwhile, and the way out. */
import { useEffect } from "react";
import { Lamp } from "../../shared/components/Lamp";
import type { VaultStatus } from "../../shared/generated/VaultStatus";
import { useAsk } from "../../shared/query";
import { formatRoute, useRoute } from "../route";
import css from "./VaultBanner.module.css";
import { MEANWHILE, STATE_LIGHTS, STATE_TITLES, wayOut } from "./vault";
import { VaultWayOut } from "./VaultWayOut";

/** The engine tells when the keyring has answered; this is for one that was told before the page listened. */
const POLL_MS = 2_000;

export function VaultBanner({ vault }: { vault: VaultStatus }) {
  const { refetch } = useAsk("status", {});
  const route = useRoute();
  const waits = vault.state === "waiting";
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setInterval(() => void refetch(), POLL_MS);
    return () => clearInterval(timer);
  }, [waits, refetch]);
  // The vault's own page says all of this, and has the same controls.
  if (route.screen === "settings" && route.tab === "vault") return null;
  return (
    <section className={css.banner} role="status" data-testid="vault-banner" data-state={vault.state} aria-label="Vault">
      <Lamp light={STATE_LIGHTS[vault.state]} />
      <div className={css.text}>
        <p>
          <b>{STATE_TITLES[vault.state]}.</b> {vault.words} {waits && wayOut(vault)}
        </p>
        <p className={css.quiet}>
          {MEANWHILE} <a href={formatRoute({ screen: "settings", tab: "vault" })}>More about it</a>
        </p>
      </div>
      <VaultWayOut vault={vault} />
    </section>
  );
}
