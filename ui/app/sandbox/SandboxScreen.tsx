/** The built-in provider, seen from its side: what it granted, to be revoked or expired, and what it is told to do wrong. */
import { useMemo } from "react";
import { Button } from "../../shared/components/Button";
import { Empty } from "../../shared/components/Empty";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Lamp } from "../../shared/components/Lamp";
import { Page } from "../../shared/components/Page";
import { useNow } from "../../shared/components/useNow";
import type { SandboxFaults } from "../../shared/generated/SandboxFaults";
import { useAsk } from "../../shared/query";
import { type Action, useActions } from "../actions/actions";
import { go } from "../route";
import { Environment } from "./Environment";
import { isOn, GROUPS, NO_FAULTS, PRESETS, withFault } from "./faults";
import { FaultsPanel } from "./FaultsPanel";
import css from "./Sandbox.module.css";
import { type Sandbox, useSandbox } from "./useSandbox";

const NONE: readonly Action[] = [];

function useFaultActions(faults: SandboxFaults | undefined, { set, replace }: Sandbox): void {
  useActions(
    useMemo<readonly Action[]>(() => {
      if (!faults) return NONE;
      const group = "Sandbox";
      return [
        { id: "sandbox.clear", title: "Clear all faults", group, keys: "x", words: "healthy reset", run: () => replace(NO_FAULTS, faults, "All faults are off.") },
        ...PRESETS.map((preset): Action => ({ id: `sandbox.preset.${preset.id}`, title: `Faults: ${preset.title}`, group, words: preset.words, run: () => replace({ ...NO_FAULTS, ...preset.faults }, faults, `The sandbox is now like this: ${preset.title.toLowerCase()}.`) })),
        ...GROUPS.flatMap(({ title, faults: all }) => all.map((fault): Action => ({ id: `sandbox.fault.${fault.key}`, title: `${title}: ${fault.title.toLowerCase()} ${isOn(faults, fault.key) ? "off" : "on"}`, group, words: fault.words, run: () => set(withFault(faults, fault, !isOn(faults, fault.key))) }))),
      ];
    }, [faults, set, replace]),
  );
}

export function SandboxScreen() {
  const sandbox = useSandbox(true);
  const { view } = sandbox;
  const now = useNow(1000);
  const connections = useAsk("connections", { filter: "integration:sandbox", limit: 200 });
  useFaultActions(view?.off === null ? view.faults : undefined, sandbox);
  return (
    <Page title="Sandbox" scroll marks={view && <State off={view.off !== null} />} actions={<Button onClick={() => go({ screen: "connections", filter: "integration:sandbox" })}>Its connections</Button>}>
      {sandbox.asked && (
        <ErrorBox error={sandbox.asked}>
          <Button onClick={sandbox.again}>Ask again</Button>
        </ErrorBox>
      )}
      {view && view.off !== null && (
        <Empty title="The sandbox is off" action={<Button onClick={() => go({ screen: "settings", tab: "diagnostics" })}>Open diagnostics</Button>}>
          {view.off}
        </Empty>
      )}
      {view?.off === null && (
        <div className={css.screen}>
          {sandbox.failed && <ErrorBox error={sandbox.failed} />}
          <p className={css.dim}>A provider on this machine, for trying things without an account. Revoke or expire something here, then look at the connection that used it.</p>
          <FaultsPanel faults={view.faults} sandbox={sandbox} />
          <div className={css.environments}>
            {view.environments.map((environment) => (
              <Environment key={environment.name} environment={environment} connections={connections.data?.items ?? []} sandbox={sandbox} now={now} />
            ))}
          </div>
        </div>
      )}
    </Page>
  );
}

const State = ({ off }: { off: boolean }) => (
  <span className={css.state}>
    <Lamp light={off ? "off" : "green"} />
    {off ? "off" : "running"}
  </span>
);
