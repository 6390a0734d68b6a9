/** One connector: how it signs in, who supplies what, where the provider sends users back, and the file itself. */
import { useMemo, useState } from "react";
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import { Tag } from "../../shared/components/Tag";
import type { ConnectorDetail } from "../../shared/generated/ConnectorDetail";
import { useAsk } from "../../shared/query";
import { type Action, useActions } from "../actions/actions";
import { Loading } from "../connections/Loading";
import { NewIntegration } from "../integrations/NewIntegration";
import { go } from "../route";
import css from "./Connectors.module.css";
import { Facts } from "./Facts";
import { FileText } from "./FileText";
import { OwnCopy, useOwnCopy } from "./OwnCopy";

export function ConnectorScreen({ name }: { name: string }) {
  const shown = useAsk("connector_show", { key: name, version: null });
  if (shown.error && !shown.data) {
    return (
      <Page title="Connector" scroll>
        <ErrorBox error={shown.error}>
          <Button onClick={() => void shown.refetch()}>Ask again</Button>
          <Button onClick={() => go({ screen: "connectors" })}>Go to connectors</Button>
        </ErrorBox>
      </Page>
    );
  }
  if (!shown.data) {
    return (
      <Page title="…">
        <Loading words="The connector is being read." />
      </Page>
    );
  }
  return <Shown detail={shown.data} />;
}

function Shown({ detail }: { detail: ConnectorDetail }) {
  const { summary, text } = detail;
  const [adding, setAdding] = useState(false);
  const copy = useOwnCopy(summary.key);
  const { mutate } = copy;
  useActions(
    useMemo(
      (): Action[] => [
        { id: "connector.integrate", title: `New integration of ${summary.name}`, group: "Connector", keys: "n", words: "add", run: () => setAdding(true) },
        { id: "connector.copy", title: `Make your own copy of ${summary.name}`, group: "Connector", words: "file edit fork", run: () => mutate() },
      ],
      [summary.name, mutate],
    ),
  );
  const marks = (
    <>
      <Tag>{summary.key}</Tag>
      <Tag>{summary.version}</Tag>
      {summary.own && <Tag look="integration">your own file</Tag>}
    </>
  );
  const actions = (
    <>
      <Button busy={copy.isPending} onClick={() => mutate()} data-testid="connector-copy">
        Make your own copy
      </Button>
      <Button look="primary" onClick={() => setAdding(true)} title="N" data-testid="connector-integrate">
        New integration
      </Button>
    </>
  );
  return (
    <Page title={summary.name} marks={marks} actions={actions} scroll>
      <OwnCopy connector={summary} copy={copy} />
      <div className={css.columns}>
        <Facts detail={detail} />
        <section className={css.section} aria-label="The file">
          <div className={css.acts}>
            <h2>The file</h2>
            <CopyButton text={text} label="Copy the file" testId="copy-file" />
          </div>
          <FileText text={text} />
        </section>
      </div>
      <NewIntegration open={adding} from={summary} onClose={() => setAdding(false)} />
    </Page>
  );
}
