/** The calls that the filter finds, as an HTTP Archive: saved to a file, copied, or written by the command line. */
import { useQuery } from "@tanstack/react-query";
import { CopyButton } from "../../shared/components/CopyButton";
import { Dialog } from "../../shared/components/Dialog";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { SaveButton } from "../../shared/components/SaveButton";
import { bytes, count } from "../../shared/format";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { HarAnswer } from "../../shared/generated/HarAnswer";
import { rpc } from "../../shared/host";
import css from "./CallsScreen.module.css";

const shell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

export function HarDialog({ filter, open, onClose }: { filter: string; open: boolean; onClose: () => void }) {
  return (
    <Dialog title="Export as HTTP Archive" open={open} onClose={onClose} closes>
      <Archive filter={filter} />
    </Dialog>
  );
}

function Archive({ filter }: { filter: string }) {
  const asked = useQuery<HarAnswer, ErrorView>({ queryKey: ["calls_har", { filter }], queryFn: () => rpc("calls_har", { ...(filter === "" ? {} : { filter }) }), gcTime: 0, staleTime: 0 });
  const command = `patchbay calls${filter === "" ? "" : ` --filter ${shell(filter)}`} --har calls.har`;
  return (
    <div className={css.har}>
      <p>{filter === "" ? "All calls of the log" : "The calls that the filter finds"}, the newest 10,000 at most, as HAR 1.2: browsers' developer tools and proxies read it. It has no bodies, cookies or credentials.</p>
      {asked.error && <ErrorBox error={asked.error} />}
      <div className={css.line} role="status">
        {asked.isPending && <span className={css.dim}>Gathering the calls…</span>}
        {asked.data && (
          <>
            <SaveButton look="primary" file={() => ({ name: `calls ${new Date().toISOString().slice(0, 10)}.har`, body: asked.data.text, encoding: "text" })} label="Save as a file…" testId="har-save" />
            <CopyButton text={asked.data.text} label="Copy the archive" testId="har-copy" />
            <span className={css.dim}>
              {count(asked.data.entries, "call")}, {bytes(asked.data.text.length)}
            </span>
          </>
        )}
      </div>
      <p className={css.dim}>The same from the command line:</p>
      <div className={css.line}>
        <code className={css.command}>{command}</code>
        <CopyButton text={command} label="Copy" name="Copy the command" />
      </div>
    </div>
  );
}
