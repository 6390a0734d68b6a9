/** The changes, the newest first. Arrow keys move, and what is chosen is shown beside the list. */
import { ListBox, ListBoxItem } from "react-aria-components";
import { Tag } from "../../shared/components/Tag";
import { useNow } from "../../shared/components/useNow";
import { ago, count } from "../../shared/format";
import type { HistoryView } from "../../shared/generated/HistoryView";
import css from "./History.module.css";
import { howWords } from "./how";

/** What an entry changed, in few words. */
function gist(entry: HistoryView): string {
  const [first, second, ...rest] = entry.changes.map((change) => change.path);
  if (first === undefined) return "";
  return [first, second, rest.length > 0 ? `${count(rest.length, "more")}`.replace(/s$/, "") : undefined].filter(Boolean).join(", ");
}

interface Props {
  entries: readonly HistoryView[];
  chosen: string | null;
  onChoose: (id: string) => void;
}

export function EntryList({ entries, chosen, onChoose }: Props) {
  const now = useNow(10_000);
  return (
    <ListBox aria-label="Changes, the newest first" className={css.list ?? ""} selectionMode="single" selectionBehavior="replace" disallowEmptySelection selectedKeys={chosen === null ? [] : [chosen]} onSelectionChange={(keys) => keys !== "all" && [...keys].slice(0, 1).forEach((key) => onChoose(String(key)))} autoFocus="first" items={entries} data-testid="history-list">
      {(entry) => (
        <ListBoxItem id={entry.id} textValue={`${ago(entry.at, now)}, ${howWords(entry.how)}`} className={css.item ?? ""} data-testid={`history-${entry.id}`}>
          <span className={css.when}>
            {ago(entry.at, now)} {entry.current && <Tag look="override">in force</Tag>}
          </span>
          <span className={css.how}>{howWords(entry.how)}</span>
          <span className={css.gist}>{gist(entry)}</span>
        </ListBoxItem>
      )}
    </ListBox>
  );
}
