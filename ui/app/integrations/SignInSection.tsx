/** Where the provider sends users back, the URI to register there, and where users sign in. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { SelectField, TextField } from "../../shared/components/TextField";
import type { AcceptedRedirect } from "../../shared/generated/AcceptedRedirect";
import type { IntegrationDetail } from "../../shared/generated/IntegrationDetail";
import type { RedirectStrategy } from "../../shared/generated/RedirectStrategy";
import type { Surface } from "../../shared/generated/Surface";
import { useAsk } from "../../shared/query";
import { say } from "../../shared/toast";
import css from "./Integrations.module.css";
import { relayProblem } from "./relay";
import { useSet } from "./useSet";

const WAYS: Record<AcceptedRedirect, string> = { loopback: "To this machine (127.0.0.1)", "deep-link": "By a link that opens Patchbay", relay: "By a page of yours (relay)", paste: "Pasted by hand" };
const ALL: AcceptedRedirect[] = ["loopback", "deep-link", "relay", "paste"];

const HINTS: Record<AcceptedRedirect, string> = {
  loopback: "The provider sends the browser to a port that Patchbay listens on.",
  "deep-link": "The system hands the link to Patchbay. Nothing has to listen, but the provider must take other schemes than https.",
  relay: "For providers that take only https: your page forwards the query to Patchbay, unread.",
  paste: "Nothing comes back by itself: the user copies the address of the last page into Patchbay.",
};

/** The kinds that send a user to the provider. */
const REDIRECTING = ["oauth2", "oauth1"];

export function SignInSection({ detail }: { detail: IntegrationDetail }) {
  const { key, connectorKey, connectorVersion, connectorName, kind, name } = detail.summary;
  const set = useSet(key);
  const accepted = useAsk("connector_show", { key: connectorKey, version: connectorVersion }).data?.redirectStrategies;
  const [relaying, setRelaying] = useState(false);
  if (!REDIRECTING.includes(kind)) return null;
  const way = relaying ? "relay" : detail.redirect.kind;
  const change = (next: { redirect?: RedirectStrategy; surface?: Surface }, words: string) => {
    const before = { redirect: detail.redirect, surface: detail.surface };
    const undo = () => set.mutateAsync(next.redirect ? { redirect: before.redirect } : { surface: before.surface });
    set.mutate(next, {
      onSuccess: () => {
        setRelaying(false);
        say(words, { undo });
      },
    });
  };
  const choose = (value: string) => {
    if (value === "relay") return setRelaying(detail.redirect.kind !== "relay");
    setRelaying(false);
    if (value !== detail.redirect.kind) change({ redirect: { kind: value } as RedirectStrategy }, `${name}: the redirect comes back otherwise now. Register the new URI with the provider.`);
    return undefined;
  };
  const refused = accepted !== undefined && !accepted.includes(way);
  return (
    <section className={css.section} aria-label="Sign-in">
      <h2>Signing in</h2>
      <SelectField label="How the redirect comes back" value={way} onValue={choose} items={ALL.map((one) => ({ value: one, label: accepted && !accepted.includes(one) ? `${WAYS[one]}: not with ${connectorName}` : WAYS[one] }))} hint={HINTS[way]} problem={refused ? `${connectorName} does not accept this. It takes: ${accepted.map((one) => WAYS[one].toLowerCase()).join("; ")}.` : undefined} data-testid="redirect-strategy" />
      {way === "relay" && <Relay stored={detail.redirect.kind === "relay" ? detail.redirect.url : ""} busy={set.isPending} onSave={(url) => change({ redirect: { kind: "relay", url } }, `${name}: the redirect comes back by your page now.`)} />}
      {!relaying && (
        <>
          <h3>Redirect URI to register</h3>
          <div className={css.uri}>
            <code data-testid="redirect-uri">{detail.redirectUri}</code>
            <CopyButton text={detail.redirectUri} label="Copy" name="Copy the redirect URI" testId="copy-redirect-uri" />
          </div>
          <p className={css.note}>
            Add it, exactly like this, to your app at the provider. {detail.redirectNote !== "" && <>{connectorName}’s rule: {detail.redirectNote}</>}
          </p>
        </>
      )}
      <SelectField
        label="Where the user signs in"
        value={detail.surface}
        onValue={(surface) => change({ surface: surface as Surface }, `${name}: users sign in ${surface === "window" ? "in a window of Patchbay" : "in the system browser"} now.`)}
        items={[
          { value: "window", label: "A window of Patchbay" },
          { value: "browser", label: "The system browser" },
        ]}
        hint={detail.webviewAllowed ? "The window is fresh each time, and forgets everything. The browser has the user’s own sign-ins, passwords and passkeys." : `${connectorName} refuses sign-ins in windows like ours, to keep apps from reading passwords; so the system browser is used.`}
        disabled={!detail.webviewAllowed}
        data-testid="surface"
      />
      {set.error && <ErrorBox error={set.error} />}
    </section>
  );
}

function Relay({ stored, busy, onSave }: { stored: string; busy: boolean; onSave: (url: string) => void }) {
  const [url, setUrl] = useState(stored);
  const [left, setLeft] = useState(false);
  const problem = relayProblem(url);
  return (
    <form
      className={css.relay}
      onSubmit={(event) => {
        event.preventDefault();
        setLeft(true);
        if (problem === null) onSave(url.trim());
      }}
    >
      <TextField label="Address of your page" value={url} onValue={setUrl} onBlur={() => setLeft(true)} placeholder="https://app.example.com/oauth/callback" problem={left && problem !== null ? problem : undefined} hint="It must answer with a redirect to Patchbay that keeps the whole query." autoFocus={stored === ""} data-testid="relay-url" />
      <Button type="submit" busy={busy} disabled={url.trim() === stored} data-testid="relay-save">
        Use this page
      </Button>
    </form>
  );
}
