/** How the provider sends users back, and where they sign in. */
import { CopyButton } from "../../shared/components/CopyButton";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { SelectField } from "../../shared/components/TextField";
import type { IntegrationDetail } from "../../shared/generated/IntegrationDetail";
import type { RedirectStrategy } from "../../shared/generated/RedirectStrategy";
import type { Surface } from "../../shared/generated/Surface";
import css from "./Integrations.module.css";
import { useSet } from "./useSet";

const WAYS: { value: RedirectStrategy["kind"]; label: string }[] = [
  { value: "loopback", label: "To this machine (127.0.0.1)" },
  { value: "deep-link", label: "By a link that opens Patchbay" },
  { value: "paste", label: "Pasted by hand" },
];

export function RedirectSection({ detail }: { detail: IntegrationDetail }) {
  const set = useSet(detail.summary.key);
  if (detail.summary.kind !== "oauth2" && detail.summary.kind !== "oauth1") return null;
  const ways = detail.redirect.kind === "relay" ? [...WAYS, { value: "relay" as const, label: "By a page of yours (relay)" }] : WAYS;
  const choose = (kind: string) => kind !== "relay" && set.mutate({ redirect: { kind } as RedirectStrategy });
  return (
    <section className={css.section} aria-label="Sign-in">
      <h2>Redirect URI to register</h2>
      <div className={css.uri}>
        <code data-testid="redirect-uri">{detail.redirectUri}</code>
        <CopyButton text={detail.redirectUri} label="Copy" testId="copy-redirect-uri" />
      </div>
      <p className={css.note}>Add it, exactly like this, to your app at the provider. {detail.redirectNote}</p>
      <SelectField label="How the redirect comes back" value={detail.redirect.kind} onValue={choose} items={ways} data-testid="redirect-strategy" />
      <SelectField
        label="Where the user signs in"
        value={detail.surface}
        onValue={(surface) => set.mutate({ surface: surface as Surface })}
        items={[
          { value: "window", label: "A window of Patchbay" },
          { value: "browser", label: "The system browser" },
        ]}
        hint={detail.webviewAllowed ? undefined : "This provider refuses windows like ours, so the system browser is used."}
        disabled={!detail.webviewAllowed}
        data-testid="surface"
      />
      {set.error && <ErrorBox error={set.error} />}
    </section>
  );
}
