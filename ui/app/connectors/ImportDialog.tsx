/** Makes a connector file of a Membrane export: pasted or chosen, read, and saved where the developer keeps such files. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../../shared/components/Dialog";
import { DialogForm } from "../../shared/components/DialogForm";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { Imported } from "../../shared/generated/Imported";
import type { TextFile } from "../../shared/generated/TextFile";
import { rpc } from "../../shared/host";
import { beginsLikeJson } from "../../shared/http";
import css from "./Import.module.css";
import { ImportedFile } from "./ImportedFile";

export function ImportDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog title="Import a connector" open={open} onClose={onClose} wide>
      <Import onClose={onClose} />
    </Dialog>
  );
}

/** What was pasted has no name; the engine asks for one by its ending. */
const pasted = (text: string): TextFile => ({ name: beginsLikeJson(text) ? "export.json" : "export.yml", text });

const read = (files: FileList): Promise<TextFile[]> => Promise.all([...files].map(async (file) => ({ name: file.webkitRelativePath || file.name, text: await file.text() })));

function Import({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const make = useMutation<Imported, ErrorView, TextFile[]>({ mutationFn: (files) => rpc("connector_import", { files }) });
  if (make.data) return <ImportedFile made={make.data} onAgain={make.reset} onClose={onClose} />;
  return (
    <DialogForm doing={make} submit="Make the file" disabled={text.trim() === ""} onSubmit={() => make.mutate([pasted(text)])} onClose={onClose} testId="import-make">
      <p>An export of a Membrane connector becomes a connector file. Nothing of it is run: what is code there is listed, so that you can write it yourself.</p>
      <label className={css.label}>
        The export, JSON or YAML
        <textarea className={css.area} rows={10} value={text} onChange={(event) => setText(event.target.value)} spellCheck={false} autoComplete="off" autoFocus data-testid="import-text" />
      </label>
      <label className={css.label}>
        Or the files of its folder
        <input type="file" multiple accept=".json,.yml,.yaml,.js" onChange={(event) => event.target.files && event.target.files.length > 0 && void read(event.target.files).then((files) => make.mutate(files))} data-testid="import-files" />
      </label>
    </DialogForm>
  );
}
