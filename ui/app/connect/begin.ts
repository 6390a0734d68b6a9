/** The start of a connect: the end user's form where the provider needs something typed, else straight to the sign-in. */
import type { AttemptView } from "../../shared/generated/AttemptView";
import type { IntegrationRef } from "../../shared/generated/IntegrationRef";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { rpc } from "../../shared/host";
import { readPatch } from "../../shared/params/patch";
import { fieldsOf } from "../../shared/params/schema";
import { go, type Target } from "../route";

/** The integration that a target connects through, and its sign-in option: what the end user is asked depends on both. */
export async function integrationOf(target: Target): Promise<IntegrationRef> {
  const draft = target.kind === "draft" ? await draftOf(target.id) : undefined;
  const summary = draft === undefined ? (await rpc("connection_show", { connection: target.id })).summary : undefined;
  const key = draft?.integration ?? summary?.integrationKey ?? "";
  const option = draft?.option ?? summary?.option ?? null;
  return option === null ? { key } : { key, option };
}

async function draftOf(id: string) {
  const draft = (await rpc("drafts", {})).find((one) => one.id === id);
  if (draft) return draft;
  throw { code: "not_found", message: "This draft is gone: it became a connection, or was discarded.", next: "Start a new connection.", path: null, problems: [] };
}

/** Starts the attempt. `replace` leaves no way back to the screen that started it. */
export async function start(target: Target, input: JsonValue | undefined, replace = false): Promise<AttemptView> {
  let attempt: AttemptView;
  if (target.kind === "connection") {
    attempt = await rpc("connect_start", { connection: target.id, multiple: false, ...(input === undefined ? {} : { input }) });
  } else {
    const draft = await draftOf(target.id);
    const option = draft.option === null ? {} : { option: draft.option };
    attempt = await rpc("connect_start", { draft: target.id, integration: draft.integration, tenant: draft.tenant, ...(draft.name === "" ? {} : { name: draft.name }), overrides: readPatch(draft.text) ?? {}, multiple: true, ...option, ...(input === undefined ? {} : { input }) });
  }
  go({ screen: "attempt", id: attempt.id, target }, replace);
  return attempt;
}

export async function begin(target: Target): Promise<void> {
  const integration = await rpc("integration_show", await integrationOf(target));
  if (fieldsOf(integration.inputSchema).length > 0) go({ screen: "input", target });
  else await start(target, undefined);
}
