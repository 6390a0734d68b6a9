/** Saves a connection's override, after saying what that does. */
import { useMutation } from "@tanstack/react-query";
import { useMemo } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { ParametersSaveAnswer } from "../../shared/generated/ParametersSaveAnswer";
import type { ParametersView } from "../../shared/generated/ParametersView";
import type { Preview } from "../../shared/generated/Preview";
import { sentence } from "../../shared/format";
import { rpc } from "../../shared/host";
import { say } from "../../shared/toast";
import { type Action, useActions } from "../actions/actions";
import { begin } from "../connect/begin";
import { formatRoute } from "../route";
import { Facts, obstacle, SavePanel } from "./SavePanel";
import type { LivePreview } from "./usePreview";

interface Props {
  summary: ConnectionSummary;
  text: string;
  dirty: boolean;
  live: LivePreview;
  /** Why edits could not be kept; null where they are. */
  keptError: ErrorView | null;
  onSaved: (parameters: ParametersView) => void;
  onDiscard: () => void;
}

/** States of health that a connect anew puts right. */
const WAITING = ["pending_change", "binding_changed", "needs_reconnect"];

interface Told {
  title: string;
  words: string;
  look: "calm" | "attention" | "wrong";
}

/** Why the dry run has no call to show, though there is a place for it to go; null where it has one. */
function noCall(preview: Preview | undefined): string | null {
  if (!preview || preview.call !== null || !preview.leaves.some((leaf) => leaf.path === "http.baseUrl" && !leaf.removed)) return null;
  return preview.unresolved.at(-1) ?? null;
}

function tell({ summary, dirty, live }: Props, saved: ParametersSaveAnswer | undefined): Told {
  const wait = obstacle(live.preview);
  const effect = live.preview?.effect;
  const stuck = noCall(live.preview);
  const also = stuck === null ? "" : ` No call can be sent with it. ${stuck}`;
  if (wait !== null) return { title: "Cannot be saved yet.", words: wait, look: "wrong" };
  if (dirty) return { title: "Saving will do this:", words: `${effect?.words ?? ""}${also}`, look: stuck !== null || effect?.effect === "reconnect" || (effect?.outsideBinding.length ?? 0) > 0 ? "attention" : "calm" };
  if (saved) return { title: "Saved.", words: `${saved.effect.words}${also}`, look: stuck !== null || WAITING.includes(summary.health.state) ? "attention" : "calm" };
  if (stuck !== null) return { title: "No call can be sent.", words: stuck, look: "attention" };
  if (WAITING.includes(summary.health.state)) return { title: "Nothing to save.", words: sentence(summary.health.words), look: "attention" };
  return { title: "Nothing to save.", words: "Change a value, and this says what saving it would do.", look: "calm" };
}

export function ConnectionSave(props: Props) {
  const { summary, text, dirty, live, keptError, onSaved, onDiscard } = props;
  const { id } = summary;
  const { mutate, ...save } = useMutation<ParametersSaveAnswer, ErrorView, boolean>({
    mutationFn: async (reconnect) => {
      const answer = await rpc("parameters_save", { connection: id, text });
      onSaved(answer.parameters);
      if (reconnect) await begin({ kind: "connection", id });
      return answer;
    },
  });
  const { mutate: reconnect, ...connecting } = useMutation<unknown, ErrorView>({ mutationFn: () => begin({ kind: "connection", id }) });
  const told = tell(props, save.data);
  const effect = live.preview?.effect;
  const needs = effect !== undefined && (effect.effect === "reconnect" || effect.outsideBinding.length > 0);
  const isReady = dirty && told.look !== "wrong" && live.current && !save.isPending;
  const canReconnect = !dirty && WAITING.includes(summary.health.state) && !connecting.isPending;
  const idle = dirty ? told.words || "The dry run is not ready yet. Try again in a moment." : "There is nothing to save.";
  const actions = useMemo<Action[]>(() => {
    const group = "Parameters";
    const listed: Action[] = [];
    if (isReady) listed.push({ id: "parameters.save", title: "Save the override", group, keys: "mod+s", run: () => mutate(false) }, { id: "parameters.save-reconnect", title: "Save and reconnect", group, keys: "mod+enter", words: "connect", run: () => mutate(true) });
    else listed.push({ id: "parameters.save", title: "Save the override", group, keys: "mod+s", run: () => void say(idle) });
    if (canReconnect) listed.push({ id: "parameters.reconnect", title: "Reconnect with these parameters", group, keys: "mod+enter", run: () => reconnect() });
    if (dirty) listed.push({ id: "parameters.discard", title: "Discard the unsaved edits", group, words: "revert", run: onDiscard });
    return listed;
  }, [isReady, canReconnect, dirty, idle, mutate, reconnect, onDiscard]);
  useActions(actions);

  const error = save.error ?? connecting.error ?? keptError;
  const facts = dirty && live.preview && told.look !== "wrong" ? <Facts changes={live.preview.changes} effect={live.preview.effect} /> : !dirty && save.data ? <Facts changes={save.data.changes} effect={save.data.effect} /> : null;
  return (
    <SavePanel {...told} facts={facts}>
      {error && <ErrorBox error={error} />}
      {dirty && (
        <>
          {needs && (
            <Button look="primary" busy={save.isPending} disabled={!isReady} onClick={() => mutate(true)} data-testid="save-reconnect">
              Save and reconnect
            </Button>
          )}
          <Button look={needs ? "plain" : "primary"} busy={save.isPending} disabled={!isReady} onClick={() => mutate(false)} data-testid="save">
            Save
          </Button>
          <Button look="quiet" onClick={onDiscard} data-testid="discard">
            Discard
          </Button>
        </>
      )}
      {!dirty && WAITING.includes(summary.health.state) && (
        <Button look="primary" busy={connecting.isPending} onClick={() => reconnect()} data-testid="bench-reconnect">
          Reconnect
        </Button>
      )}
      {!dirty && save.data && <a href={formatRoute({ screen: "connection", id, tab: "overview" })}>Requested against granted scopes</a>}
    </SavePanel>
  );
}
