/**
 * What the vault's state allows. With no key source chosen the choice fills the window; any other state that is not
 * `ready` is a banner over the screens, which stay usable for what needs no secret.
 */
import type { ReactNode } from "react";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Button } from "../../shared/components/Button";
import { useAsk } from "../../shared/query";
import { VaultBanner } from "./VaultBanner";
import { VaultChoice } from "./VaultChoice";
import css from "./VaultGate.module.css";

export function VaultGate({ children }: { children: (banner: ReactNode) => ReactNode }) {
  const status = useAsk("status", {});
  if (status.error) {
    return (
      <div className={css.fill}>
        <ErrorBox error={status.error}>
          <Button onClick={() => void status.refetch()}>Ask again</Button>
        </ErrorBox>
      </div>
    );
  }
  if (!status.data) return <div className={css.fill} role="status" aria-label="Starting" />;
  const { vault } = status.data;
  if (vault.state === "unchosen") return <VaultChoice vault={vault} />;
  return children(vault.state === "ready" ? null : <VaultBanner vault={vault} />);
}
