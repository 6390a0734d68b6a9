/** The start of a draft: which integration, for whom, under what name, and what it starts from. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { Empty } from "../../shared/components/Empty";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import { SelectField, TextField } from "../../shared/components/TextField";
import type { DraftView } from "../../shared/generated/DraftView";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { IntegrationSummary } from "../../shared/generated/IntegrationSummary";
import { rpc } from "../../shared/host";
import { keyOf, useAsk } from "../../shared/query";
import { Loading } from "../connections/Loading";
import { NewIntegration } from "../integrations/NewIntegration";
import { usualOf } from "../integrations/usual";
import { gistOf, usePresets } from "../presets/usePresets";
import { go } from "../route";
import { beginning } from "./beginning";
import css from "./NewConnection.module.css";
import { TenantField } from "./TenantField";

export function NewConnection({ integration }: { integration: string | null }) {
  const integrations = useAsk("integrations", {});
  // What the form's fields show. It waits for them: a field that comes later moves the button from under the pointer.
  const asked = [useAsk("connectors", {}), useAsk("presets", {}), useAsk("tenants", {})];
  const isWaiting = integrations.isPending || asked.some((one) => one.isPending);
  const [adding, setAdding] = useState(false);
  const all = integrations.data;
  return (
    <Page title="New connection" scroll>
      {integrations.error && (
        <ErrorBox error={integrations.error}>
          <Button onClick={() => void integrations.refetch()}>Ask again</Button>
        </ErrorBox>
      )}
      {isWaiting && all?.length !== 0 && <Loading words="The integrations are being looked up." />}
      {all?.length === 0 && (
        <Empty
          title="No integration yet"
          action={
            <Button look="primary" onClick={() => setAdding(true)}>
              New integration
            </Button>
          }
        >
          A connection goes through an integration: your own client id and defaults for one provider. Add one first; you come back here with it.
        </Empty>
      )}
      {!isWaiting && all !== undefined && all.length > 0 && <Form key={integration ?? ""} integrations={all} first={integration} />}
      <NewIntegration open={adding} onClose={() => setAdding(false)} />
    </Page>
  );
}

function Form({ integrations, first }: { integrations: readonly IntegrationSummary[]; first: string | null }) {
  const connectors = useAsk("connectors", {});
  const [key, setKey] = useState(integrations.find((one) => one.key === first)?.key ?? usualOf(integrations)?.key ?? "");
  const [tenant, setTenant] = useState("test");
  const [name, setName] = useState("");
  const [option, setOption] = useState("");
  const [variant, setVariant] = useState("");
  const [preset, setPreset] = useState("");
  const { presets } = usePresets(key);
  const client = useQueryClient();
  const current = integrations.find((one) => one.key === key);
  const connector = connectors.data?.find((one) => one.key === current?.connectorKey);
  const options = connector?.options ?? [];
  const variants = connector?.variants ?? [];
  const chosen = presets.find((one) => one.id === preset);
  const start = beginning(chosen, variants.some((one) => one.key === variant) ? variant : null);
  const save = useMutation<DraftView, ErrorView>({
    mutationFn: () => rpc("draft_save", { id: null, integration: key, tenant: tenant.trim() || "test", name: name.trim(), option: options.some((one) => one.key === option) ? option : null, text: start, ...(chosen ? { preset: chosen.id } : {}), updatedAt: 0 }),
    onSuccess: (draft) => {
      client.setQueryData<DraftView[]>(keyOf("drafts", {}), (before) => [draft, ...(before ?? []).filter((one) => one.id !== draft.id)]);
      void client.invalidateQueries({ queryKey: ["drafts"] });
      go({ screen: "draft", id: draft.id ?? "" }, true);
    },
  });
  const lacks = current && current.missing.length > 0 ? `It still lacks ${current.missing.map((one) => one.path).join(", ")}. You can give it on the integration's page, or in this connection's override.` : undefined;
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <SelectField label="Integration" value={key} onValue={setKey} items={integrations.map((one) => ({ value: one.key, label: one.name === one.key ? one.name : `${one.name} (${one.key})` }))} hint={lacks} data-testid="draft-integration" />
      <div className={css.pair}>
        {options.length > 0 && <SelectField label="Way to sign in" value={option} onValue={setOption} items={[{ value: "", label: "The usual one" }, ...options.map((one) => ({ value: one.key, label: one.title || one.key }))]} data-testid="draft-option" />}
        {variants.length > 0 && (
          <div className={variant === "" ? undefined : css.variant}>
            <SelectField label="Environment" value={variant} onValue={setVariant} items={[{ value: "", label: "As the integration says" }, ...variants.map((one) => ({ value: one.key, label: one.title || one.key }))]} data-testid="draft-variant" />
          </div>
        )}
      </div>
      <TenantField value={tenant} onValue={setTenant} />
      <TextField label="Name" value={name} onValue={setName} placeholder={current?.name ?? ""} hint="Shown in lists. Empty means the integration's name." data-testid="draft-name" maxLength={200} autoFocus />
      {presets.length > 0 && <SelectField label="Start from a preset" value={preset} onValue={setPreset} items={[{ value: "", label: "Nothing overridden" }, ...presets.map((one) => ({ value: one.id, label: one.name }))]} hint={chosen ? `Sets ${gistOf(chosen)}.` : undefined} data-testid="draft-preset" />}
      {save.error && <ErrorBox error={save.error} />}
      <div className={css.acts}>
        <Button type="submit" look="primary" busy={save.isPending} disabled={key === ""} data-testid="draft-continue">
          Continue to parameters
        </Button>
        <Button look="quiet" onClick={() => go({ screen: "connections" })}>
          Cancel
        </Button>
      </div>
      <p className={css.note}>Next you see every parameter this connection would use, and can override any of them. Nothing is sent to the provider until you connect.</p>
    </form>
  );
}
