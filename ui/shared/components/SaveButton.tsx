/** Saves a file where the developer says, and tells where that was. */
import { useState } from "react";
import { type SavedFile, saveFile } from "../host";
import { say, sayProblem } from "../toast";
import { Button } from "./Button";

interface Props {
  file: () => SavedFile;
  label: string;
  look?: "primary" | "quiet";
  testId?: string;
}

export function SaveButton({ file, label, look, testId }: Props) {
  const [busy, setBusy] = useState(false);
  const save = () => {
    setBusy(true);
    saveFile(file())
      .then((path) => path !== null && say(`Saved ${path}.`))
      .catch((thrown: unknown) => sayProblem(thrown))
      .finally(() => setBusy(false));
  };
  return (
    <Button {...(look === undefined ? {} : { look })} busy={busy} onClick={save} data-testid={testId}>
      {label}
    </Button>
  );
}
