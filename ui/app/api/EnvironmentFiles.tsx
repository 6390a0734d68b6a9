/** What to set in the application, as the files that it reads. The secret is in the page only after a gesture; copying puts it straight on the clipboard. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Segmented } from "../../shared/components/Segmented";
import type { EnvironmentAnswer } from "../../shared/generated/EnvironmentAnswer";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";
import { asError } from "../../shared/problem";
import { useAsk } from "../../shared/query";
import css from "./Api.module.css";
import { Section } from "./Section";

type File = "dotenv" | "membraneConfig";

const FILES: { value: File; label: string }[] = [
  { value: "dotenv", label: ".env" },
  { value: "membraneConfig", label: "membrane.config.yml" },
];

export function EnvironmentFiles() {
  const masked = useAsk("environment", {});
  const [file, setFile] = useState<File>("dotenv");
  const [shown, setShown] = useState<EnvironmentAnswer | null>(null);
  const [failed, setFailed] = useState<ErrorView | null>(null);
  const answer = shown ?? masked.data;
  const error = masked.error ?? failed;
  const read = async () => {
    try {
      setFailed(null);
      return await rpc("environment", { reveal: true });
    } catch (thrown) {
      setFailed(asError(thrown));
      throw thrown;
    }
  };
  return (
    <Section step={2} title="Set it in your application" lead="The SDK reads either file. Keep the secret on the server: a page in a browser needs only a token.">
      {error && <ErrorBox error={error} />}
      {answer && (
        <div className={css.file}>
          <header>
            <Segmented label="File" value={file} onChange={setFile} items={FILES} />
            <span className={css.right}>
              <Button look="quiet" onClick={() => (shown ? setShown(null) : void read().then(setShown, () => undefined))} data-testid="reveal-environment">
                {shown ? "Hide secret" : "Reveal secret"}
              </Button>
              <CopyButton text={async () => (await read())[file]} label="Copy with secret" testId="copy-environment" />
            </span>
          </header>
          <pre tabIndex={0} aria-label={FILES.find((one) => one.value === file)?.label} data-testid="environment">
            {answer[file]}
          </pre>
        </div>
      )}
    </Section>
  );
}
