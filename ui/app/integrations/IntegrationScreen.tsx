/** One integration: its defaults, the redirect URI to register, where its users sign in, and its connections. */
import { useMemo, useState } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import { Tag } from "../../shared/components/Tag";
import type { IntegrationDetail } from "../../shared/generated/IntegrationDetail";
import { pathBefore } from "../../shared/problem";
import { useAsk } from "../../shared/query";
import { type Action, useActions } from "../actions/actions";
import { Loading } from "../connections/Loading";
import { formatRoute, go } from "../route";
import { DefaultParameters } from "./defaults/DefaultParameters";
import { IntegrationConnections } from "./IntegrationConnections";
import css from "./Integrations.module.css";
import { KIND_WORDS } from "./kinds";
import { RemoveIntegration } from "./RemoveIntegration";
import { RenameIntegration } from "./RenameIntegration";
import { SignInSection } from "./SignInSection";
import { Upgrade } from "./Upgrade";

export function IntegrationScreen({ name }: { name: string }) {
  const shown = useAsk("integration_show", { key: name });
  if (shown.error && !shown.data) {
    return (
      <Page title="Integration" scroll>
        <ErrorBox error={shown.error}>
          <Button onClick={() => void shown.refetch()}>Ask again</Button>
          <Button onClick={() => go({ screen: "integrations" })}>Go to integrations</Button>
        </ErrorBox>
      </Page>
    );
  }
  if (!shown.data) {
    return (
      <Page title="…">
        <Loading words="The integration is being looked up." />
      </Page>
    );
  }
  return <Shown detail={shown.data} />;
}

function Shown({ detail }: { detail: IntegrationDetail }) {
  const { key, name, connectorKey, connectorName, connectorVersion, kind, missing } = detail.summary;
  const [renaming, setRenaming] = useState(false);
  const [removing, setRemoving] = useState(false);
  useActions(
    useMemo(
      (): Action[] => [
        { id: "integration.connect", title: `New connection through ${name}`, group: "Integration", keys: "n", words: "add draft", run: () => go({ screen: "new", integration: key }) },
        { id: "integration.rename", title: "Rename the integration…", group: "Integration", run: () => setRenaming(true) },
        { id: "integration.connector", title: `Open the connector ${connectorName}`, group: "Integration", run: () => go({ screen: "connector", key: connectorKey }) },
        { id: "integration.remove", title: "Remove the integration…", group: "Integration", words: "delete", run: () => setRemoving(true) },
      ],
      [key, name, connectorKey, connectorName],
    ),
  );
  const marks = (
    <>
      <Tag look="integration">{key}</Tag>
      <a href={formatRoute({ screen: "connector", key: connectorKey })} className={css.connector}>
        {connectorName} {connectorVersion}
      </a>
      <span className={css.dim}>{KIND_WORDS[kind]}</span>
    </>
  );
  const actions = (
    <>
      <Button look="quiet" onClick={() => setRemoving(true)} data-testid="integration-remove">
        Remove…
      </Button>
      <Button onClick={() => setRenaming(true)} data-testid="integration-rename">
        Rename…
      </Button>
      <Button look="primary" onClick={() => go({ screen: "new", integration: key })} title="N" data-testid="integration-new-connection">
        New connection
      </Button>
    </>
  );
  return (
    <Page title={<span dir="auto">{name}</span>} marks={marks} actions={actions} scroll>
      {missing.length > 0 && (
        <ul className={css.missing} aria-label="Still needed">
          {missing.map((problem) => (
            <li key={problem.path}>
              {pathBefore(problem) !== "" && <code>{pathBefore(problem)}</code>} {problem.message}
            </li>
          ))}
        </ul>
      )}
      <div className={css.columns}>
        <DefaultParameters key={detail.summary.id} detail={detail} />
        <div className={css.side}>
          <Upgrade summary={detail.summary} />
          <SignInSection key={detail.redirect.kind} detail={detail} />
        </div>
      </div>
      <IntegrationConnections summary={detail.summary} />
      <RenameIntegration summary={detail.summary} open={renaming} onClose={() => setRenaming(false)} />
      <RemoveIntegration detail={detail} open={removing} onClose={() => setRemoving(false)} />
    </Page>
  );
}
