/** A port of ours that another program has: what is off for it, what is not, and what to do. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { Lamp } from "../../shared/components/Lamp";
import type { StatusAnswer } from "../../shared/generated/StatusAnswer";
import { useAsk } from "../../shared/query";
import { go, useRoute } from "../route";
import css from "./VaultBanner.module.css";

interface Trouble {
  id: string;
  title: string;
  reason: string;
  meanwhile: string;
}

function troublesOf(status: StatusAnswer): Trouble[] {
  const troubles: Trouble[] = [];
  if (!status.api.listening) {
    const meanwhile = "Until then applications get no answer, and sign-ins do not come back by loopback. The window, calls, deep links and pasted URLs work.";
    troubles.push({ id: "api", title: "The API is off", reason: status.api.reason ?? "It does not answer.", meanwhile });
  }
  const sandbox = status.sandbox.find((one) => !one.listening);
  if (sandbox) troubles.push({ id: "sandbox", title: "The sandbox is off", reason: sandbox.reason ?? "It does not answer.", meanwhile: "Until then its connections cannot be made, called or refreshed. Every other provider works." });
  return troubles;
}

export function ListenerBanner() {
  const status = useAsk("status", {});
  const route = useRoute();
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const onDiagnostics = route.screen === "settings" && route.tab === "diagnostics";
  const shown = status.data ? troublesOf(status.data).filter((one) => !hidden.includes(one.id + one.reason)) : [];
  return shown.map((one) => (
    <section key={one.id} className={css.banner} role="status" aria-label={one.title} data-testid={`${one.id}-banner`}>
      <Lamp light="amber" />
      <div className={css.text}>
        <p>
          <b>{one.title}.</b> {one.reason}
        </p>
        <p className={css.quiet}>{one.meanwhile}</p>
      </div>
      <div className={css.acts}>
        {!onDiagnostics && <Button onClick={() => go({ screen: "settings", tab: "diagnostics" })}>Diagnostics</Button>}
        <Button look="quiet" onClick={() => setHidden([...hidden, one.id + one.reason])}>
          Hide
        </Button>
      </div>
    </section>
  ));
}
