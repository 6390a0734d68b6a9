/** Tenants: the developer's customers or users, each with its connections. Made here, or by the first connect that names one. */
import { type ReactNode, useState } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { TextField } from "../../shared/components/TextField";
import type { TenantView } from "../../shared/generated/TenantView";
import { useAsk } from "../../shared/query";
import { passes, parseFilter } from "../../shared/filter";
import { count, moment } from "../../shared/format";
import { formatRoute } from "../route";
import { NameForm } from "./NameForm";
import css from "./Tenants.module.css";
import settings from "./Settings.module.css";
import { useTenants } from "./useTenants";

/** The one that is used where none is named. */
const USUAL = "test";
/** Lists longer than this can be filtered. */
const MANY = 8;

type Acts = ReturnType<typeof useTenants>;

function Row({ tenant, acts }: { tenant: TenantView; acts: Acts }) {
  const [renaming, setRenaming] = useState(false);
  return (
    <li className={css.row} data-testid="tenant-row">
      <div className={css.name}>
        {renaming ? (
          <NameForm label={`Name of ${tenant.key}`} value={tenant.name} busy={acts.set.isPending} onDone={() => setRenaming(false)} onSave={(name) => acts.rename(tenant, name)} />
        ) : (
          <>
            <b>{tenant.name}</b>
            {tenant.name !== tenant.key && <code>{tenant.key}</code>}
          </>
        )}
      </div>
      {!renaming && (
        <>
          <a className={css.count} href={formatRoute({ screen: "connections", filter: `tenant:${tenant.key}` })}>
            {count(tenant.connections, "connection")}
          </a>
          <span className={css.since}>since {moment(tenant.createdAt).replace(/, .*/, "")}</span>
          <Button look="quiet" aria-label={`Rename ${tenant.name}`} onClick={() => setRenaming(true)} data-testid="tenant-rename">
            Rename
          </Button>
          <Button look="quiet" aria-label={`Archive ${tenant.name}`} disabled={tenant.key === USUAL} title={tenant.key === USUAL ? "Used where no tenant is named, so it stays." : undefined} onClick={() => acts.archive.mutate(tenant)} data-testid="tenant-archive">
            Archive
          </Button>
        </>
      )}
    </li>
  );
}

function Add({ acts, taken }: { acts: Acts; taken: readonly string[] }) {
  const [key, setKey] = useState("");
  const [name, setName] = useState("");
  const id = key.trim();
  const exists = taken.includes(id) ? "There is a tenant with this id already." : undefined;
  return (
    <form
      className={css.add}
      onSubmit={(event) => {
        event.preventDefault();
        if (id === "" || exists !== undefined) return;
        acts.set.mutate(name.trim() === "" ? { key: id } : { key: id, name: name.trim() }, {
          onSuccess: () => {
            setKey("");
            setName("");
          },
        });
      }}
    >
      <TextField label="Id" value={key} onValue={setKey} problem={exists} hint="As your backend names it in tokens." maxLength={200} data-testid="tenant-key" />
      <TextField label="Name" value={name} onValue={setName} placeholder={id} hint="Shown in lists." maxLength={200} data-testid="tenant-name" />
      <Button type="submit" busy={acts.set.isPending} disabled={id === "" || exists !== undefined} data-testid="tenant-add">
        Add tenant
      </Button>
    </form>
  );
}

export function TenantsTab() {
  const asked = useAsk("tenants", {});
  const acts = useTenants();
  const [filter, setFilter] = useState("");
  const all = asked.data ?? [];
  const shown = all.filter((one) => passes(parseFilter(filter), { name: one.name, key: one.key }));
  const error = asked.error ?? acts.set.error ?? acts.archive.error;
  const body: ReactNode = shown.length > 0 && (
    <ul className={css.rows} aria-label="Tenants">
      {shown.map((one) => (
        <Row key={one.key} tenant={one} acts={acts} />
      ))}
    </ul>
  );
  return (
    <div className={settings.wide}>
      <p className={settings.lead}>A tenant is your customer or user whose accounts are connected. It is made by itself by the first connect or token that names it; here you can make one before, name it, or archive it with its connections kept.</p>
      <Add acts={acts} taken={all.map((one) => one.key)} />
      {error && <ErrorBox error={error} />}
      {all.length > MANY && <input type="search" className={css.filter} data-filter aria-label="Filter tenants" placeholder="Filter" value={filter} onChange={(event) => setFilter(event.target.value)} />}
      {body}
      {all.length > 0 && shown.length === 0 && <p className={settings.note}>No tenant has all of these words.</p>}
    </div>
  );
}
