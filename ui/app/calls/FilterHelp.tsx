/** What can be written into the log's filter. Pressing one adds it. */
import { useState } from "react";
import { Button as AriaButton, DialogTrigger, Popover } from "react-aria-components";
import css from "./CallsScreen.module.css";

const TERMS: [string, string][] = [
  ["is:failed", "refused, or no answer"],
  ["status:404", "this status"],
  ["status:5xx", "statuses of a hundred"],
  ["status:none", "no answer at all"],
  ["method:post", "by method"],
  ["connection:acme", "by name or id of the connection"],
  ["integration:sandbox", "by integration"],
  ["tenant:acme", "by tenant"],
  ["-status:200", "everything but"],
  ['"/contacts?limit"', "these words in the URL, together"],
];

export function FilterHelp({ onAdd }: { onAdd: (term: string) => void }) {
  const [open, setOpen] = useState(false);
  const add = (term: string) => {
    onAdd(term);
    setOpen(false);
  };
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <AriaButton className={css.help ?? ""} aria-label="What can be filtered by" data-testid="filter-help">
        ?
      </AriaButton>
      <Popover className={`${css.popover} ${css.terms}`} placement="bottom start" aria-label="What can be filtered by">
        <p>Words are looked for in the URL and the connection's name; all must be found.</p>
        <ul>
          {TERMS.map(([term, words]) => (
            <li key={term}>
              <button type="button" onClick={() => add(term)}>
                <code>{term}</code> <span>{words}</span>
              </button>
            </li>
          ))}
        </ul>
      </Popover>
    </DialogTrigger>
  );
}
