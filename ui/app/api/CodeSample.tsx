/** The least code that talks to Patchbay. */
import { Fragment } from "react";
import { CopyButton } from "../../shared/components/CopyButton";
import css from "./Api.module.css";

export const sample = (url: string, integration: string): string =>
  `import { MembraneClient } from "@membranehq/sdk";
const membrane = new MembraneClient({ apiUri: "${url}", token });
await membrane.ui.connect({ integrationKey: "${integration}" });`;

/** Quoted text and keywords in colours of their own; enough for three lines. */
function Coloured({ code }: { code: string }) {
  return code.split(/("[^"]*"|\b(?:import|from|const|new|await)\b)/).map((piece, index) => (
    <Fragment key={index}>{index % 2 === 0 ? piece : <span className={piece.startsWith('"') ? css.string : css.keyword}>{piece}</span>}</Fragment>
  ));
}

export function CodeSample({ url, integration }: { url: string; integration: string }) {
  const code = sample(url, integration);
  return (
    <div className={css.file}>
      <header>
        <span className={css.fileName}>@membranehq/sdk</span>
        <span className={css.right}>
          <CopyButton text={code} label="Copy" name="Copy: code" testId="copy-sample" />
        </span>
      </header>
      <pre tabIndex={0} aria-label="Code" data-testid="code-sample">
        <Coloured code={code} />
      </pre>
    </div>
  );
}
