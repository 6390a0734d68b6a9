/** The connector file that an export became, what was not carried over, and where to put it. */
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import { SaveButton } from "../../shared/components/SaveButton";
import { count } from "../../shared/format";
import type { Imported } from "../../shared/generated/Imported";
import { useAsk } from "../../shared/query";
import list from "./Connectors.module.css";
import { FileText } from "./FileText";
import css from "./Import.module.css";
import { Problems } from "./Problems";

export function ImportedFile({ made, onAgain, onClose }: { made: Imported; onAgain: () => void; onClose: () => void }) {
  const folders = useAsk("connector_folders", {});
  const name = `${made.key}.toml`;
  const errors = made.problems.filter((problem) => !problem.warning).length;
  return (
    <div className={css.form} data-testid="imported">
      <p role="status">
        <b>{name}</b> {errors === 0 ? "is whole: it loads as it is." : `needs ${count(errors, "thing")} put right before it loads.`} {made.notes.length > 0 ? "What was not carried over:" : "Everything was carried over."}
      </p>
      {made.notes.length > 0 && (
        <ul className={css.notes} data-testid="import-notes">
          {made.notes.map((note) => (
            <li key={`${note.part} ${note.message}`}>
              <code>{note.part}</code> {note.message}
            </li>
          ))}
        </ul>
      )}
      <Problems problems={made.problems} />
      <div className={css.text}>
        <FileText text={made.text} />
      </div>
      <p className={list.dim}>Save it into a folder of your own files; it is loaded from there, and read again whenever you change it.</p>
      {folders.data?.filter((folder) => folder.readable).slice(0, 3).map((folder) => (
        <div key={folder.path} className={list.path}>
          <code>{folder.path}</code>
          <CopyButton text={folder.path} label="Copy" name={`Copy the path ${folder.path}`} />
        </div>
      ))}
      <div className={css.acts}>
        <SaveButton look="primary" file={() => ({ name, body: made.text, encoding: "text" })} label="Save as a file…" testId="import-save" />
        <CopyButton text={made.text} label="Copy the file" testId="import-copy" />
        <Button onClick={onAgain}>Import another</Button>
        <Button look="quiet" onClick={onClose} data-testid="import-close">
          Close
        </Button>
      </div>
    </div>
  );
}
