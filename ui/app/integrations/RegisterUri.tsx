/** The URI to register with a provider, before there is an integration that has one. It ends with the integration's key. */
import { CopyButton } from "../../shared/components/CopyButton";
import type { AcceptedRedirect } from "../../shared/generated/AcceptedRedirect";
import type { ConnectorDetail } from "../../shared/generated/ConnectorDetail";
import { useAsk } from "../../shared/query";
import css from "./Integrations.module.css";

const WAYS: Record<AcceptedRedirect, string> = { loopback: "this machine's address", "deep-link": "a link that opens the app", relay: "an https page of yours that forwards", paste: "pasting the address" };

/** The kinds that send a user to the provider and back. */
export const redirects = (detail: ConnectorDetail): boolean => ["oauth2", "oauth1"].includes(detail.summary.kind);

export function RegisterUri({ detail, integration }: { detail: ConnectorDetail; integration: string }) {
  const status = useAsk("status", {});
  const ways = detail.redirectStrategies;
  const uri = ways.includes("loopback") && status.data ? `${status.data.api.url}/oauth-callback/${integration}` : null;
  return (
    <>
      {uri !== null && (
        <div className={css.uri}>
          <code data-testid="connector-uri">{uri}</code>
          <CopyButton text={uri} label="Copy" name="Copy the redirect URI" testId="copy-uri" />
        </div>
      )}
      <p className={css.note}>{uri === null ? "" : "Its end is the integration's key. "}Accepted: {ways.map((way) => WAYS[way]).join(", ")}.</p>
    </>
  );
}
