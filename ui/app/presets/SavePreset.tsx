/** Keeps an override under a name, to be laid on others. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../../shared/components/Dialog";
import { DialogForm } from "../../shared/components/DialogForm";
import { TextField } from "../../shared/components/TextField";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { PresetView } from "../../shared/generated/PresetView";
import { rpc } from "../../shared/host";
import { say } from "../../shared/toast";
import { secretPaths } from "../code/subject";
import { noted, putBack } from "./keep";
import { usePresets } from "./usePresets";

interface Props {
  open: boolean;
  onClose: () => void;
  text: string;
  integration: string;
  /** Id of the connection whose stored override masked leaves are taken from. */
  from: string | undefined;
}

export function SavePreset(props: Props) {
  return (
    <Dialog title="Save the override as a preset" open={props.open} onClose={props.onClose}>
      {props.open && <Form {...props} />}
    </Dialog>
  );
}

function Form({ onClose, text, integration, from }: Props) {
  const client = useQueryClient();
  const { presets } = usePresets();
  const [name, setName] = useState("");
  const wanted = name.trim();
  const same = presets.find((one) => one.name.toLowerCase() === wanted.toLowerCase());
  const save = useMutation<PresetView, ErrorView>({
    mutationFn: () => rpc("preset_save", { ...(same === undefined ? {} : { id: same.id }), name: wanted, integration, ...(from === undefined ? {} : { from }), text }),
    onSuccess: (preset) => {
      noted(client, preset);
      // Replaced secrets cannot be told again, so there is no way back to them.
      const back = same !== undefined && secretPaths(same.overrides).length === 0 ? same : null;
      say(same === undefined ? `Kept as the preset “${preset.name}”.` : `Replaced the preset “${preset.name}”.`, { look: "good", undo: back && (() => void putBack(client, back)) });
      onClose();
    },
  });
  return (
    <DialogForm doing={save} submit={same === undefined ? "Save preset" : "Replace preset"} disabled={wanted === ""} onSubmit={() => save.mutate()} onClose={onClose} testId="preset-save">
      <TextField label="Name" value={name} onValue={setName} maxLength={100} autoFocus hint={same === undefined ? "What it is for, such as “Read only” or “Sandbox, 2024 API”." : "A preset of this name exists. Saving replaces it."} data-testid="preset-name" />
    </DialogForm>
  );
}
