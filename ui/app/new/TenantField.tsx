/** A tenant: one that is there, suggested as one types, or a new one. */
import { type KeyboardEvent, useId, useState } from "react";
import { TextField } from "../../shared/components/TextField";
import { count } from "../../shared/format";
import { useAsk } from "../../shared/query";
import css from "./NewConnection.module.css";

const MOST = 6;

export function TenantField({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  const list = useId();
  const tenants = useAsk("tenants", {});
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const typed = value.trim().toLowerCase();
  const all = tenants.data ?? [];
  const known = all.find((one) => one.key === value.trim());
  const found = open ? all.filter((one) => one.key !== value && (known !== undefined || `${one.key} ${one.name}`.toLowerCase().includes(typed))).slice(0, MOST) : [];
  const shut = () => {
    setOpen(false);
    setAt(-1);
  };
  const take = (key: string) => {
    onValue(key);
    shut();
  };
  const press = (event: KeyboardEvent) => {
    const chosen = found[at];
    if (event.key === "ArrowDown" && !open) setOpen(true);
    else if (event.key === "ArrowDown" && found.length > 0) setAt((at + 1) % found.length);
    else if (event.key === "ArrowUp" && found.length > 0) setAt(at <= 0 ? found.length - 1 : at - 1);
    else if (event.key === "Enter" && chosen) take(chosen.key);
    else if (event.key === "Escape" && found.length > 0) shut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const hint = known ? `${known.name === known.key ? "It" : `“${known.name}”`} has ${known.connections === 0 ? "no connections yet" : count(known.connections, "connection")}.` : typed === "" ? "Empty means the tenant “test”." : tenants.data ? "A new tenant: it is made when the connect ends well." : undefined;
  return (
    <div className={css.tenant}>
      <TextField
        label="Tenant"
        value={value}
        onValue={(next) => {
          onValue(next);
          setOpen(true);
          setAt(-1);
        }}
        onFocus={(event) => event.target.select()}
        onBlur={shut}
        onKeyDown={press}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? `${list}-${at}` : undefined}
        hint={`Your customer or user whose account this is. ${hint ?? ""}`}
        data-testid="draft-tenant"
      />
      <ul id={list} role="listbox" aria-label="Tenants" className={css.offers} hidden={found.length === 0}>
        {found.map((one, index) => (
          <li key={one.key} id={`${list}-${index}`} role="option" aria-selected={index === at} className={css.offer} onMouseDown={(event) => event.preventDefault()} onClick={() => take(one.key)} data-testid={`tenant-${one.key}`}>
            <code>{one.key}</code>
            <span>
              {one.name !== one.key && `${one.name}, `}
              {count(one.connections, "connection")}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
