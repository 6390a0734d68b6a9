/** The vault: whether secrets can be read, where their key comes from, and the way out of each bad state. */
import { Lamp } from "../../shared/components/Lamp";
import { Tag } from "../../shared/components/Tag";
import type { KeySource } from "../../shared/generated/KeySource";
import { useAsk } from "../../shared/query";
import { MEANWHILE, SOURCE_TITLES, SOURCE_WORDS, STATE_LIGHTS, STATE_TITLES, wayOut } from "../shell/vault";
import { VaultWayOut } from "../shell/VaultWayOut";
import css from "./Settings.module.css";

const SOURCES: readonly KeySource[] = ["keyring", "passphrase", "memory"];

export function VaultTab() {
  const status = useAsk("status", {});
  if (!status.data) return null;
  const { vault } = status.data;
  const ready = vault.state === "ready";
  const more = wayOut(vault);
  return (
    <div className={css.column}>
      <section className={css.section} aria-labelledby="vault-state">
        <h2 id="vault-state">State</h2>
        <p className={css.state} role="status" data-testid="vault-state" data-state={vault.state}>
          <Lamp light={STATE_LIGHTS[vault.state]} /> {STATE_TITLES[vault.state]}
        </p>
        {!ready && (
          <p className={css.lead}>
            {vault.words} {more}
          </p>
        )}
        {!ready && <p className={css.note}>{MEANWHILE}</p>}
        {!ready && <VaultWayOut vault={vault} />}
      </section>
      <section className={css.section} aria-labelledby="vault-source">
        <h2 id="vault-source">Where the key comes from</h2>
        <p className={css.lead}>Each secret is encrypted with a key that the data folder does not hold. The source was chosen when the folder was first used, and the folder is not opened with another.</p>
        <ul className={css.sources}>
          {SOURCES.map((source) => (
            <li key={source} aria-current={vault.source === source || undefined}>
              <b>
                {SOURCE_TITLES[source]}
                {vault.source === source && (
                  <span className={css.tag}>
                    <Tag>in use</Tag>
                  </span>
                )}
              </b>
              <span>{SOURCE_WORDS[source]}</span>
            </li>
          ))}
        </ul>
        <p className={css.note}>For another source, start with another folder (--data-dir), choose the source there, and make its integrations with patchbay pull and push. Secrets do not travel: they are entered again.</p>
      </section>
    </div>
  );
}
