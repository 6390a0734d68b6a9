/** What one user allowed one program: its scopes, its tokens with the time they have left, and what can be done to it. */
import { Button } from "../../shared/components/Button";
import { Lamp } from "../../shared/components/Lamp";
import { Tag } from "../../shared/components/Tag";
import { count, timeLeft } from "../../shared/format";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { SandboxGrant } from "../../shared/generated/SandboxGrant";
import { say } from "../../shared/toast";
import { formatRoute, go } from "../route";
import { holderOf } from "./holders";
import css from "./Sandbox.module.css";
import type { Sandbox } from "./useSandbox";

interface Props {
  grant: SandboxGrant;
  environment: string;
  connections: readonly ConnectionSummary[];
  sandbox: Sandbox;
  now: number;
}

export function Grant({ grant, environment, connections, sandbox, now }: Props) {
  const holder = grant.tokens.map((token) => holderOf(token, environment, connections)).find((one) => one !== null) ?? null;
  const whose = grant.user ?? grant.client;
  const tell = (text: string) => say(text, { open: holder === null ? { label: "Show connections", run: () => go({ screen: "connections" }) } : { label: `Open ${holder.name}`, run: () => go({ screen: "connection", id: holder.id, tab: "overview" }) } });
  const revoke = () => {
    sandbox.revoke({ environment, grant: grant.id });
    tell(`${whose}'s grant is revoked: its tokens are refused from now on, and so is a refresh. The next call shows it.`);
  };
  const expire = (token?: string) => {
    sandbox.expire({ environment, grant: grant.id, ...(token === undefined ? {} : { token }) });
    tell(`${token === undefined ? `${whose}'s access tokens are` : "The access token is"} over at the provider. The next call is refused, ${grant.hasRefreshToken ? "refreshed and sent again" : "and there is no refresh token"}.`);
  };
  return (
    <li className={css.grant} data-testid="sandbox-grant">
      <div className={css.whose}>
        <b>{grant.user ?? "The client itself"}</b>
        {grant.hasRefreshToken ? <Tag>refresh token</Tag> : <Tag>no refresh token</Tag>}
        {grant.refreshes > 0 && <span className={css.dim}>refreshed {count(grant.refreshes, "time")}</span>}
        <span className={css.acts}>
          <Button look="quiet" onClick={() => expire()} disabled={sandbox.busy || grant.tokens.length === 0} title="The access tokens count as over at the provider">
            Expire
          </Button>
          <Button look="danger" onClick={revoke} disabled={sandbox.busy} title="At once, and for good: its tokens and refresh token are refused from then on. Only a reconnect makes a new grant." data-testid="sandbox-revoke">
            Revoke
          </Button>
        </span>
      </div>
      <p className={css.dim}>
        {holder && (
          <>
            Held by <a href={formatRoute({ screen: "connection", id: holder.id, tab: "overview" })}>{holder.name}</a>, for{" "}
          </>
        )}
        <code className={css.client}>{grant.client}</code>
      </p>
      <p className={css.scopes}>{grant.scopes.join(" ")}</p>
      <ul className={css.tokens}>
        {grant.tokens.map((token) => (
          <li key={token.id}>
            <Lamp light={token.expiresAt > now ? "green" : "off"} />
            <code title="The beginning of its digest; the token itself is not kept">{token.id}…</code>
            <span className={css.dim}>{timeLeft(token.expiresAt, now)}</span>
            {token.expiresAt > now && (
              <Button look="quiet" onClick={() => expire(token.id)} disabled={sandbox.busy} aria-label={`Expire the token ${token.id}`}>
                Expire
              </Button>
            )}
          </li>
        ))}
        {grant.tokens.length === 0 && <li className={css.dim}>No access token at the moment.</li>}
      </ul>
    </li>
  );
}
