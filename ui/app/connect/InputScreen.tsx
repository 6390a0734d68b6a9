/** Asks the end user what the provider needs, and nothing else. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { InputForm } from "../../connect/InputForm";
import { Stage } from "../../connect/Stage";
import { ErrorBox } from "../../shared/components/ErrorBox";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { IntegrationRef } from "../../shared/generated/IntegrationRef";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { useAsk } from "../../shared/query";
import { go, type Target } from "../route";
import { integrationOf, start } from "./begin";

export function InputScreen({ target }: { target: Target }) {
  const asked = useQuery<IntegrationRef, ErrorView>({ queryKey: ["integration of", target], queryFn: () => integrationOf(target) });
  const integration = useAsk("integration_show", asked.data ?? { key: "" }, { enabled: asked.data !== undefined });
  const connect = useMutation<unknown, ErrorView, JsonValue>({ mutationFn: (input) => start(target, input, true) });
  const error = asked.error ?? integration.error;
  const back = () => go(target.kind === "draft" ? { screen: "draft", id: target.id } : { screen: "connection", id: target.id, tab: "overview" });
  return (
    <Stage>
      {error && <ErrorBox error={error} />}
      {integration.data && <InputForm provider={integration.data.summary.name} schema={integration.data.inputSchema} busy={connect.isPending} error={connect.error} onSubmit={(input) => connect.mutate(input)} onCancel={back} />}
    </Stage>
  );
}
