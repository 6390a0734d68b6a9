/** Above the list: the filter, what it found, terms that are often wanted, and how the list is grouped. */
import { SelectField } from "../../shared/components/TextField";
import type { ConnectionGrouping } from "../../shared/generated/ConnectionGrouping";
import { useAsk } from "../../shared/query";
import { hasTerm, type Known, toggleTerm } from "./completions";
import css from "./ConnectionsScreen.module.css";
import { FilterField } from "./FilterField";

const CHIPS: [string, string][] = [
  ["needs:reconnect", "Needs reconnect"],
  ["needs:attention", "Needs attention"],
  ["override:any", "Overridden"],
];

const GROUPS: { value: ConnectionGrouping | ""; label: string }[] = [
  { value: "", label: "Not grouped" },
  { value: "integration", label: "By integration" },
  { value: "tenant", label: "By tenant" },
  { value: "variant", label: "By environment" },
];

/** What the workspace has that a filter may name. */
function useKnown(): Known {
  const integrations = useAsk("integrations", {});
  const connectors = useAsk("connectors", {});
  const tenants = useAsk("tenants", {});
  const used = new Set((integrations.data ?? []).map((one) => one.connectorKey));
  const mine = (connectors.data ?? []).filter((one) => used.has(one.key));
  const distinct = (words: string[]) => [...new Set(words)].sort();
  return { variants: distinct(mine.flatMap((one) => one.variants.map((variant) => variant.key))), options: distinct(mine.flatMap((one) => one.options.map((option) => option.key))), integrations: distinct((integrations.data ?? []).map((one) => one.key)), tenants: (tenants.data ?? []).map((one) => one.key) };
}

interface Props {
  filter: string;
  onFilter: (filter: string) => void;
  /** What was found, in words, and for which filter. */
  found: string;
  foundFor: string;
  group: ConnectionGrouping | null;
  onGroup: (group: ConnectionGrouping | null) => void;
  archived: boolean;
  onArchived: (archived: boolean) => void;
  onLeave: () => void;
}

export function ListTools({ filter, onFilter, found, foundFor, group, onGroup, archived, onArchived, onLeave }: Props) {
  const known = useKnown();
  return (
    <div className={css.tools}>
      <div className={css.find}>
        <FilterField value={filter} onValue={onFilter} known={known} onLeave={onLeave} />
        <span role="status" data-testid="filter-status" data-for={foundFor}>
          {found}
        </span>
        <div className={css.group}>
          <SelectField label="Grouping" value={group ?? ""} onValue={(value) => onGroup(value === "" ? null : (value as ConnectionGrouping))} items={GROUPS} data-testid="group" />
        </div>
        <label className={css.archived}>
          <input type="checkbox" checked={archived} onChange={(event) => onArchived(event.target.checked)} data-testid="show-archived" /> Archived too
        </label>
      </div>
      <div className={css.chips} role="group" aria-label="Often wanted">
        {CHIPS.map(([term, words]) => (
          <button key={term} type="button" className={css.chip} aria-pressed={hasTerm(filter, term)} title={term} onClick={() => onFilter(toggleTerm(filter, term))} data-testid={`chip-${term}`}>
            {words}
          </button>
        ))}
        {known.variants.slice(0, 4).map((variant) => (
          <button key={variant} type="button" className={`${css.chip} ${css.variant}`} aria-pressed={hasTerm(filter, `env:${variant}`)} title={`env:${variant}`} onClick={() => onFilter(toggleTerm(filter, `env:${variant}`))} data-testid={`chip-env:${variant}`}>
            {variant}
          </button>
        ))}
      </div>
    </div>
  );
}
