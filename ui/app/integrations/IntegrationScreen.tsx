/** One integration: its defaults, the redirect URI to register, and where its users sign in. */
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import { Tag } from "../../shared/components/Tag";
import { useAsk } from "../../shared/query";
import { go } from "../route";
import { DefaultParameters } from "./DefaultParameters";
import css from "./Integrations.module.css";
import { KIND_WORDS } from "./kinds";
import { RedirectSection } from "./RedirectSection";
import { RemoveIntegration } from "./RemoveIntegration";
import { Upgrade } from "./Upgrade";

export function IntegrationScreen({ name }: { name: string }) {
  const shown = useAsk("integration_show", { key: name });
  if (shown.error) {
    return (
      <Page title="Integration" scroll>
        <ErrorBox error={shown.error}>
          <Button onClick={() => go({ screen: "integrations" })}>Go to integrations</Button>
        </ErrorBox>
      </Page>
    );
  }
  if (!shown.data) return <Page title="…">{null}</Page>;
  const detail = shown.data;
  return (
    <Page
      title={detail.summary.name}
      marks={
        <>
          <Tag>{detail.summary.key}</Tag>
          <Tag>
            {detail.summary.connectorName} {detail.summary.connectorVersion}
          </Tag>
          <span className={css.dim}>{KIND_WORDS[detail.summary.kind]}</span>
        </>
      }
      actions={
        <>
          <Button look="primary" onClick={() => go({ screen: "new", integration: detail.summary.key })} data-testid="integration-new-connection">
            New connection
          </Button>
          <RemoveIntegration detail={detail} />
        </>
      }
      scroll
    >
      <div className={css.columns}>
        <DefaultParameters key={detail.summary.id} detail={detail} />
        <div className={css.form}>
          <Upgrade summary={detail.summary} />
          <RedirectSection detail={detail} />
        </div>
      </div>
    </Page>
  );
}
