/** How the window looks, where users authorise, when to be notified, and where everything lies. */
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Segmented } from "../../shared/components/Segmented";
import { SelectField } from "../../shared/components/TextField";
import type { Preferences } from "../../shared/generated/Preferences";
import type { PreferencesChange } from "../../shared/generated/PreferencesChange";
import type { Surface } from "../../shared/generated/Surface";
import type { ThemeChoice } from "../../shared/generated/ThemeChoice";
import { useAsk } from "../../shared/query";
import { formatRoute } from "../route";
import css from "./Settings.module.css";
import { usePreferences } from "./usePreferences";

const THEMES: readonly { value: ThemeChoice; label: string }[] = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

const SURFACES: readonly { value: Surface; label: string }[] = [
  { value: "window", label: "A window of Patchbay" },
  { value: "browser", label: "The system browser" },
];

const SURFACE_WORDS: Record<string, string> = {
  window: "Isolated, and closed by itself at the end. Where a provider refuses webviews, the browser is used.",
  browser: "With your password manager, passkeys and what you are signed in to.",
};

function Likes({ likes, onSet }: { likes: Preferences; onSet: (change: PreferencesChange) => void }) {
  const surface = likes.surface === "browser" ? "browser" : "window";
  return (
    <>
      <section className={css.section} aria-labelledby="theme">
        <h2 id="theme">Theme</h2>
        <Segmented label="Theme" value={likes.theme} onChange={(theme) => onSet({ theme })} items={THEMES} />
      </section>
      <section className={css.section} aria-labelledby="surface">
        <h2 id="surface">Signing in</h2>
        <div className={css.select}>
          <SelectField label="Where users authorise" value={surface} onValue={(next) => onSet({ surface: next as Surface })} items={SURFACES} hint={SURFACE_WORDS[surface]} data-testid="surface" />
        </div>
        <p className={css.note}>For integrations made from now on. Each integration’s page has its own choice, and the connector’s rule goes before both.</p>
      </section>
      <section className={css.section} aria-labelledby="notify">
        <h2 id="notify">Notifications</h2>
        <label className={css.check}>
          <input type="checkbox" checked={likes.notify} onChange={(event) => onSet({ notify: event.target.checked })} data-testid="notify" />
          <span>
            Notify me when a connection needs a reconnect
            <small>By the desktop, while the window is not in front. The window itself always says it.</small>
          </span>
        </label>
      </section>
    </>
  );
}

function Folder() {
  const status = useAsk("status", {});
  if (!status.data) return null;
  const { dataDir, version, scheme } = status.data;
  return (
    <section className={css.section} aria-labelledby="folder">
      <h2 id="folder">Where everything lies</h2>
      <p className={css.lead}>One folder, one engine. Secrets in it are encrypted; the key is not in it. Another folder is named at the start, by --data-dir.</p>
      <dl className={css.facts}>
        <div>
          <dt>Data folder</dt>
          <dd className={css.copied}>
            <span className={css.value} data-testid="data-dir">
              {dataDir}
            </span>
            <CopyButton text={dataDir} label="Copy" name="Copy the data folder" />
          </dd>
        </div>
        <div>
          <dt>Version</dt>
          <dd className={css.value}>{version}</dd>
        </div>
        <div>
          <dt>Deep links</dt>
          <dd className={css.value}>{scheme}://</dd>
        </div>
      </dl>
    </section>
  );
}

export function GeneralTab() {
  const { asked, set } = usePreferences();
  return (
    <div className={css.column}>
      {asked.error && (
        <ErrorBox error={asked.error}>
          <Button onClick={() => void asked.refetch()}>Ask again</Button>
        </ErrorBox>
      )}
      {set.error && <ErrorBox error={set.error} />}
      {asked.data && <Likes likes={asked.data} onSet={(change) => set.mutate(change)} />}
      <Folder />
      <section className={css.section} aria-labelledby="workspace">
        <h2 id="workspace">Workspace and API</h2>
        <p className={css.lead}>
          The workspace’s key and secret, with the address for the SDK, are on <a href={formatRoute({ screen: "api", tab: "setup" })}>API, Setup</a>; allowed origins, redirect URIs and public keys on <a href={formatRoute({ screen: "api", tab: "access" })}>API, Access</a>.
        </p>
      </section>
    </div>
  );
}
