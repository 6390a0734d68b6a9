/** Saves a connection's override, after saying what that does. */
import { useMutation } from "@tanstack/react-query";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { ParametersSaveAnswer } from "../../shared/generated/ParametersSaveAnswer";
import type { ParametersView } from "../../shared/generated/ParametersView";
import { rpc } from "../../shared/host";
import { begin } from "../connect/begin";
import { obstacle, SavePanel } from "./SavePanel";
import type { LivePreview } from "./usePreview";

interface Props {
  id: string;
  text: string;
  dirty: boolean;
  live: LivePreview;
  onSaved: (parameters: ParametersView) => void;
  onDiscard: () => void;
}

export function ConnectionSave({ id, text, dirty, live, onSaved, onDiscard }: Props) {
  const save = useMutation<ParametersSaveAnswer, ErrorView, boolean>({
    mutationFn: async (reconnect) => {
      const answer = await rpc("parameters_save", { connection: id, text });
      onSaved(answer.parameters);
      if (reconnect) await begin({ kind: "connection", id });
      return answer;
    },
  });
  const wait = obstacle(live.preview);
  const effect = live.preview?.effect;
  const reconnects = effect?.effect === "reconnect";
  const refused = (effect?.outsideBinding.length ?? 0) > 0;
  const idle = save.data && !dirty;
  return (
    <SavePanel title={wait !== null ? "Cannot be saved yet." : dirty ? "Saving will do this:" : idle ? "Saved." : "Nothing to save."} words={wait ?? (dirty ? (effect?.words ?? "") : idle ? save.data.effect.words : "Change a value, and this says what saving it would do.")} look={wait !== null ? "wrong" : dirty && (reconnects || refused) ? "attention" : "calm"}>
      {save.error && <ErrorBox error={save.error} />}
      {dirty && (
        <>
          {(reconnects || refused) && (
            <Button look="primary" busy={save.isPending} disabled={wait !== null || !live.current} onClick={() => save.mutate(true)} data-testid="save-reconnect">
              Save and reconnect
            </Button>
          )}
          <Button look={reconnects || refused ? "plain" : "primary"} busy={save.isPending} disabled={wait !== null || !live.current} onClick={() => save.mutate(false)} data-testid="save">
            Save
          </Button>
          <Button look="quiet" onClick={onDiscard} data-testid="discard">
            Discard
          </Button>
        </>
      )}
    </SavePanel>
  );
}
