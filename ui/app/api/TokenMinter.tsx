/** Mints a token, to try the API before a backend signs its own. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Segmented } from "../../shared/components/Segmented";
import { TextField } from "../../shared/components/TextField";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { TokenAnswer } from "../../shared/generated/TokenAnswer";
import { rpc } from "../../shared/host";
import css from "./Api.module.css";
import { type Lifetime, LIFETIMES, secondsOf } from "./lifetime";
import { MintedToken } from "./MintedToken";
import { Section } from "./Section";
import { TenantField } from "./TenantField";
import minter from "./TokenMinter.module.css";

export function TokenMinter() {
  const [whose, setWhose] = useState<"tenant" | "admin">("tenant");
  const [tenant, setTenant] = useState("test");
  const [lifetime, setLifetime] = useState<Lifetime>("3600");
  const [minutes, setMinutes] = useState("");
  const [tried, setTried] = useState(false);
  const mint = useMutation<TokenAnswer, ErrorView>({
    mutationFn: () => rpc("token", { ...(whose === "admin" ? { admin: true } : { tenant: tenant.trim() }), ttl: Number(seconds) }),
    gcTime: 0,
  });
  const seconds = secondsOf(lifetime, minutes);
  const nameless = whose === "tenant" && tenant.trim() === "";
  const submit = () => {
    setTried(true);
    if (typeof seconds === "number" && !nameless) mint.mutate();
  };
  return (
    <Section step={4} title="Mint a token" lead="A token says who asks, until it expires. An admin's reaches every tenant and every secret of the workspace: never give it to a page.">
      <form
        className={minter.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        noValidate
      >
        <div className={minter.choice}>
          <span className={minter.label}>For</span>
          <Segmented
            label="For"
            value={whose}
            onChange={setWhose}
            items={[
              { value: "tenant", label: "A tenant" },
              { value: "admin", label: "An admin" },
            ]}
          />
        </div>
        <div className={minter.choice}>
          <span className={minter.label}>Expires after</span>
          <Segmented label="Expires after" value={lifetime} onChange={setLifetime} items={LIFETIMES} />
        </div>
        {whose === "tenant" && <TenantField value={tenant} onValue={setTenant} problem={tried && nameless ? "Name the tenant that the token is for." : undefined} />}
        {lifetime === "own" && <TextField label="Minutes" inputMode="decimal" value={minutes} onValue={setMinutes} hint="At most 1440, a day." problem={tried && typeof seconds === "string" ? seconds : undefined} data-testid="token-minutes" />}
        <div className={minter.act}>
          <Button type="submit" look="primary" busy={mint.isPending} data-testid="token-mint">
            Mint
          </Button>
        </div>
      </form>
      {mint.error && <ErrorBox error={mint.error} />}
      <div aria-live="polite" className={css.form}>
        {mint.data && <MintedToken answer={mint.data} />}
      </div>
    </Section>
  );
}
