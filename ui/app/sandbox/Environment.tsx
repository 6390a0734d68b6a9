/** One environment of the sandbox: who can sign in, which programs may ask, and what was granted. */
import { CopyButton } from "../../shared/components/CopyButton";
import { Tag } from "../../shared/components/Tag";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { SandboxEnvironment } from "../../shared/generated/SandboxEnvironment";
import { Grant } from "./Grant";
import css from "./Sandbox.module.css";
import type { Sandbox } from "./useSandbox";

interface Props {
  environment: SandboxEnvironment;
  connections: readonly ConnectionSummary[];
  sandbox: Sandbox;
  now: number;
}

/** Beyond this the older ones are folded away. */
const FEW = 8;

export function Environment({ environment, connections, sandbox, now }: Props) {
  const { name, url, users, clients, grants } = environment;
  const draw = (grant: (typeof grants)[number]) => <Grant key={grant.id} grant={grant} environment={name} connections={connections} sandbox={sandbox} now={now} />;
  return (
    <section className={css.environment} aria-label={name} data-testid={`sandbox-${name}`}>
      <div className={css.head}>
        <h2>{name}</h2>
        {name === "sandbox" && <Tag look="variant">variant sandbox</Tag>}
        <code>{url}</code>
        <CopyButton text={url} label="Copy" name={`Copy the address of ${name}`} />
      </div>
      <h3>Granted</h3>
      {grants.length === 0 && <p className={css.dim}>Nothing yet. Connect an account through the sandbox integration{name === "sandbox" ? " with the variant sandbox" : ""}, and it appears here.</p>}
      {grants.length > 0 && <p className={css.dim}>Revoking is done at once and cannot be undone: the grant's tokens are refused from then on, and a reconnect makes a new one.</p>}
      <ul className={css.grants}>{grants.slice(0, FEW).map(draw)}</ul>
      {grants.length > FEW && (
        <details>
          <summary>{grants.length - FEW} older</summary>
          <ul className={css.grants}>{grants.slice(FEW).map(draw)}</ul>
        </details>
      )}
      <h3>Users</h3>
      <ul className={css.lines}>
        {users.map((user) => (
          <li key={user.id}>
            {user.name} <span className={css.dim}>{user.email}</span>
          </li>
        ))}
      </ul>
      <h3>Clients</h3>
      <ul className={css.lines}>
        {clients.map((client) => (
          <li key={client.id}>
            <code>{client.id}</code> <span className={css.dim}>may be sent back to {client.redirectUris.join(", ") || "nowhere"}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
