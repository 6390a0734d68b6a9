/** Every change of a connection's override: when, by which way, what it changed; and the way back to any of them. */
import { useState } from "react";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Button } from "../../shared/components/Button";
import { Empty } from "../../shared/components/Empty";
import { useAsk } from "../../shared/query";
import { Drawer } from "./Drawer";
import { Entry } from "./Entry";
import { EntryList } from "./EntryList";
import css from "./History.module.css";

interface Props {
  connection: string;
  open: boolean;
  onClose: () => void;
  /** Whether there are edits that are not saved: restoring replaces them, in the editor too. */
  unsaved: boolean;
  /** Puts an earlier override into the editor instead of saving it. */
  onLoad?: ((text: string) => void) | undefined;
}

export function HistoryPanel({ open, onClose, ...rest }: Props) {
  return (
    <Drawer title="History of the override" open={open} onClose={onClose}>
      {open && <History {...rest} onClose={onClose} />}
    </Drawer>
  );
}

function History({ connection, onClose, unsaved, onLoad }: Omit<Props, "open">) {
  const history = useAsk("parameters_history", { connection });
  const [chosen, setChosen] = useState<string | null>(null);
  if (history.error) {
    return (
      <div className={css.pad}>
        <ErrorBox error={history.error}>
          <Button onClick={() => void history.refetch()}>Ask again</Button>
        </ErrorBox>
      </div>
    );
  }
  if (!history.data) return null;
  const entries = [...history.data].sort((a, b) => b.at - a.at);
  if (entries.length === 0) return <Empty title="Nothing was changed yet">Each time the override is saved, in the window, on the command line or with the SDK, a line is added here, and you can go back to it.</Empty>;
  const entry = entries.find((one) => one.id === chosen) ?? entries[0] ?? null;
  const current = entries.find((one) => one.current) ?? null;
  return (
    <div className={css.split}>
      <EntryList entries={entries} chosen={entry?.id ?? null} onChoose={setChosen} />
      {entry && <Entry key={entry.id} connection={connection} entry={entry} current={current} unsaved={unsaved} onLoad={onLoad} onClose={onClose} />}
    </div>
  );
}
