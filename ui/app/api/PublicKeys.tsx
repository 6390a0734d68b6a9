/** Public keys whose tokens are taken besides those signed with the workspace's secret. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Tag } from "../../shared/components/Tag";
import type { ApiView } from "../../shared/generated/ApiView";
import list from "./AllowList.module.css";
import css from "./Api.module.css";
import keysCss from "./PublicKeys.module.css";
import { Section } from "./Section";
import { useAccess } from "./useAccess";

/** What is wrong with the text as the PEM of a public key (RFC 7468, section 13). */
function problemOf(pem: string): string | undefined {
  if (pem.includes("PRIVATE KEY")) return "This is a private key: keep it to yourself. Patchbay needs the public one.";
  if (!/-----BEGIN (RSA )?PUBLIC KEY-----[^-]+-----END (RSA )?PUBLIC KEY-----/.test(pem)) return "Paste the whole key, from -----BEGIN PUBLIC KEY----- to -----END PUBLIC KEY-----.";
  return undefined;
}

export function PublicKeys({ keys }: { keys: ApiView["publicKeys"] }) {
  const access = useAccess();
  const [adding, setAdding] = useState(false);
  const [sure, setSure] = useState<string | null>(null);
  const [pem, setPem] = useState("");
  const [tried, setTried] = useState(false);
  const wrong = problemOf(pem);
  const problem = pem !== "" || tried ? wrong : undefined;
  const close = () => {
    setAdding(false);
    setPem("");
    setTried(false);
  };
  const add = () => {
    setTried(true);
    if (wrong === undefined) access.mutate({ addPublicKey: pem.trim() }, { onSuccess: close });
  };
  return (
    <Section title="Public keys" lead="For a backend that signs its tokens with a private key (RS, PS, ES or EdDSA) instead of the workspace's secret.">
      {keys.length === 0 ? (
        <p className={list.empty}>None: tokens are signed with the secret (HS256, HS384, HS512).</p>
      ) : (
        <ul className={list.list} aria-label="Public keys" data-testid="public-keys">
          {keys.map((key) => (
            <li key={key.id} className={list.row}>
              <Tag>{key.algorithm}</Tag>
              <code>{key.fingerprint}</code>
              {sure === key.id ? (
                <span className={keysCss.sure}>
                  <Button look="danger" busy={access.isPending} onClick={() => access.mutate({ removePublicKey: key.id }, { onSettled: () => setSure(null) })} data-testid="public-key-remove-confirm">
                    Its tokens stop working: remove
                  </Button>
                  <Button autoFocus look="quiet" onClick={() => setSure(null)}>
                    Keep
                  </Button>
                </span>
              ) : (
                <Button look="quiet" onClick={() => setSure(key.id)} aria-label={`Remove ${key.fingerprint}…`} data-testid="public-key-remove">
                  Remove…
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {adding ? (
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <label className={keysCss.label}>
            Public key as PEM
            <textarea autoFocus rows={6} value={pem} onChange={(event) => setPem(event.target.value)} placeholder={"-----BEGIN PUBLIC KEY-----\n…\n-----END PUBLIC KEY-----"} spellCheck={false} autoComplete="off" aria-invalid={problem !== undefined || undefined} aria-describedby="pem-problem" data-testid="public-key-pem" />
          </label>
          <p id="pem-problem" role="status" className={problem === undefined ? css.note : css.problem}>
            {problem}
          </p>
          <div className={css.acts}>
            <Button type="submit" look="primary" busy={access.isPending} data-testid="public-key-confirm">
              Add
            </Button>
            <Button look="quiet" onClick={close}>
              Cancel
            </Button>
          </div>
        </form>
      ) : (
        <div>
          <Button onClick={() => setAdding(true)} data-testid="public-key-add">
            Add a public key
          </Button>
        </div>
      )}
      {access.error && <ErrorBox error={access.error} />}
    </Section>
  );
}
