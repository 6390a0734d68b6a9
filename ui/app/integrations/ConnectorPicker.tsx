/** A connector of the catalogue, found as one types. Up, Down and Enter choose. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Tag } from "../../shared/components/Tag";
import type { ConnectorSummary } from "../../shared/generated/ConnectorSummary";
import { useAsk } from "../../shared/query";
import { KIND_WORDS } from "./kinds";
import css from "./NewIntegration.module.css";

export function ConnectorPicker({ onPick }: { onPick: (connector: ConnectorSummary) => void }) {
  const list = useId();
  const [search, setSearch] = useState("");
  const [at, setAt] = useState(0);
  const connectors = useAsk("connectors", search.trim() === "" ? {} : { search: search.trim() }, { keep: true });
  const all = connectors.data ?? [];
  const current = Math.min(at, all.length - 1);
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: "nearest" });
  }, [current, all.length]);
  const press = (event: KeyboardEvent) => {
    const chosen = all[current];
    if (event.key === "ArrowDown") setAt(Math.min(all.length - 1, current + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, current - 1));
    else if (event.key === "Enter" && chosen) onPick(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <div className={css.picker}>
      <input
        type="search"
        role="combobox"
        aria-label="Find a provider"
        aria-expanded="true"
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={all[current] ? `${list}-${all[current].key}` : undefined}
        placeholder="Find a provider"
        autoComplete="off"
        spellCheck={false}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
        autoFocus
        data-testid="pick-connector"
      />
      {connectors.error && <ErrorBox error={connectors.error} />}
      <ul ref={box} id={list} role="listbox" aria-label="Connectors" className={css.list}>
        {all.map((one, index) => (
          <li key={one.key} id={`${list}-${one.key}`} role="option" aria-selected={index === current} className={css.option} onClick={() => onPick(one)} onPointerMove={() => setAt(index)} data-testid={`pick-${one.key}`}>
            <b>{one.name}</b>
            {one.own && <Tag look="integration">your file</Tag>}
            <span>{KIND_WORDS[one.kind]}</span>
          </li>
        ))}
      </ul>
      {connectors.data?.length === 0 && <p className={css.note}>No connector fits. A provider that is not here can be written as one file: see Connectors.</p>}
    </div>
  );
}
