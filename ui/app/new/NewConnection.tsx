/** The start of a draft: which integration, for whom, under what name. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { Empty } from "../../shared/components/Empty";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import { SelectField, TextField } from "../../shared/components/TextField";
import type { DraftView } from "../../shared/generated/DraftView";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";
import { keyOf, useAsk } from "../../shared/query";
import { go } from "../route";
import css from "./NewConnection.module.css";

export function NewConnection({ integration }: { integration: string | null }) {
  const integrations = useAsk("integrations", {});
  const connectors = useAsk("connectors", {});
  const [chosen, setChosen] = useState<string | null>(integration);
  const [tenant, setTenant] = useState("test");
  const [name, setName] = useState("");
  const [option, setOption] = useState("");
  const key = chosen ?? integrations.data?.[0]?.key ?? "";
  const current = integrations.data?.find((one) => one.key === key);
  const options = connectors.data?.find((one) => one.key === current?.connectorKey)?.options ?? [];
  const client = useQueryClient();
  const save = useMutation<DraftView, ErrorView>({
    mutationFn: () => rpc("draft_save", { id: null, integration: key, tenant: tenant.trim() || "test", name: name.trim(), option: option || null, text: "{}", updatedAt: 0 }),
    onSuccess: (draft) => {
      client.setQueryData<DraftView[]>(keyOf("drafts", {}), (all) => [draft, ...(all ?? []).filter((one) => one.id !== draft.id)]);
      void client.invalidateQueries({ queryKey: ["drafts"] });
      go({ screen: "draft", id: draft.id ?? "" }, true);
    },
  });
  return (
    <Page title="New connection" scroll>
      {integrations.error && <ErrorBox error={integrations.error} />}
      {integrations.data?.length === 0 && (
        <Empty title="No integration yet" action={<Button look="primary" onClick={() => go({ screen: "integrations" })}>Go to integrations</Button>}>
          A connection goes through an integration: your own client id and defaults for one provider. Add one first.
        </Empty>
      )}
      {integrations.data !== undefined && integrations.data.length > 0 && (
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <SelectField label="Integration" value={key} onValue={setChosen} items={integrations.data.map((one) => ({ value: one.key, label: one.name }))} hint={current && current.missing.length > 0 ? `This integration still lacks ${current.missing.map((one) => one.path).join(", ")}. You can set it here or in the override.` : undefined} data-testid="draft-integration" />
          {options.length > 0 && <SelectField label="Way to sign in" value={option} onValue={setOption} items={[{ value: "", label: "The usual one" }, ...options.map((one) => ({ value: one.key, label: one.title }))]} data-testid="draft-option" />}
          <TextField label="Tenant" value={tenant} onValue={setTenant} hint="Your customer or user whose account this is. The tenant “test” is there for trying." data-testid="draft-tenant" />
          <TextField label="Name" value={name} onValue={setName} placeholder={current?.name ?? ""} hint="Shown in lists. Empty means the integration's name." data-testid="draft-name" maxLength={200} autoFocus />
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
      )}
    </Page>
  );
}
