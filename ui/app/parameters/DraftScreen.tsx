/** The Parameters screen on a draft. What is typed is kept as it is typed, valid or not. */
import { useEffect } from "react";
import { Button } from "../../shared/components/Button";
import { Empty } from "../../shared/components/Empty";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Lamp } from "../../shared/components/Lamp";
import { Page } from "../../shared/components/Page";
import { Tag } from "../../shared/components/Tag";
import type { DraftView } from "../../shared/generated/DraftView";
import { useAsk } from "../../shared/query";
import { go } from "../route";
import { DraftBench } from "./DraftBench";

export function DraftScreen({ id }: { id: string }) {
  const drafts = useAsk("drafts", {});
  const draft: DraftView | undefined = drafts.data?.find((one) => one.id === id);
  const integration = useAsk("integration_show", { key: draft?.integration ?? "" }, { enabled: draft !== undefined });
  const connectors = useAsk("connectors", {});
  const edited = draft?.connection;
  useEffect(() => {
    // Unsaved edits of a connection are edited there.
    if (edited !== undefined) go({ screen: "connection", id: edited, tab: "parameters" }, true);
  }, [edited]);
  const error = drafts.error ?? integration.error;
  if (error) {
    return (
      <Page title="Draft" scroll>
        <ErrorBox error={error} />
      </Page>
    );
  }
  if (drafts.isSuccess && !drafts.isFetching && !draft) {
    return (
      <Page title="Draft">
        <Empty title="This draft is gone" action={<Button onClick={() => go({ screen: "connections" })}>Go to connections</Button>}>
          It became a connection, or was discarded.
        </Empty>
      </Page>
    );
  }
  if (!draft || edited !== undefined || !integration.data) return <Page title="…">{null}</Page>;
  const variants = connectors.data?.find((one) => one.key === integration.data.summary.connectorKey)?.variants ?? [];
  return (
    <Page
      title={
        <>
          <Lamp light="off" /> {draft.name || integration.data.summary.name}
        </>
      }
      marks={
        <>
          <Tag>{integration.data.summary.name}</Tag>
          <Tag>tenant {draft.tenant}</Tag>
          <Tag look="override">draft</Tag>
        </>
      }
    >
      <DraftBench draft={draft} integration={integration.data} variants={variants} />
    </Page>
  );
}
