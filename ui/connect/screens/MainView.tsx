/** All integrations, with how each is doing for this tenant. */
import { useState } from "react";
import { Lamp } from "../../shared/components/Lamp";
import { TextField } from "../../shared/components/TextField";
import { Card } from "./Card";
import { Loading, Onward, Problem } from "./Pieces";
import css from "./screens.module.css";
import { statusOf } from "./status";
import { useLoad } from "./useLoad";
import type { Integration, Wire } from "./wire";

interface Props {
  wire: Wire;
  onOpen: (integration: Integration) => void;
  onClose: (() => void) | null;
}

/** Fewer than these are seen at a glance. */
const SEARCH_FROM = 6;

const found = (integration: Integration, text: string) => `${integration.name}\n${integration.key}`.toLowerCase().includes(text.trim().toLowerCase());

export function MainView({ wire, onOpen, onClose }: Props) {
  const all = useLoad("main", wire.integrations);
  const [search, setSearch] = useState("");
  const draw = () => {
    if (all.error) return <Problem provider="!" title="The integrations cannot be shown" error={all.error} again={{ label: "Try again", act: all.again }} onClose={onClose} />;
    if (!all.data) return <Loading />;
    const listed = all.data.filter((integration) => found(integration, search));
    return (
      <>
        <header>
          <h1 tabIndex={-1}>Integrations</h1>
        </header>
        {all.data.length >= SEARCH_FROM && <TextField label="Search" type="search" value={search} onValue={setSearch} data-testid="search" />}
        {all.data.length === 0 && <p className={css.dim}>There is nothing to connect yet. The people who run the application decide what appears here.</p>}
        {all.data.length > 0 && listed.length === 0 && (
          <p className={css.dim} role="status">
            Nothing is called “{search.trim()}”.
          </p>
        )}
        {listed.length > 0 && (
          <ul className={css.list}>
            {listed.map((integration) => (
              <li key={integration.id}>
                <Row integration={integration} onOpen={() => onOpen(integration)} />
              </li>
            ))}
          </ul>
        )}
      </>
    );
  };
  return (
    <Card content={all.data ? "main" : all.error ? "error" : "loading"} onClose={onClose}>
      {draw()}
    </Card>
  );
}

function Row({ integration, onOpen }: { integration: Integration; onOpen: () => void }) {
  const status = integration.connection ? statusOf(integration.connection) : null;
  return (
    <button type="button" className={css.item} onClick={onOpen}>
      <span className={css.letter} aria-hidden="true">
        {integration.name.trim().slice(0, 1).toUpperCase() || "?"}
      </span>
      <span className={css.text}>
        <strong>{integration.name}</strong>
        <small>
          <Lamp light={status?.light ?? "off"} />
          {status === null ? "Not connected" : status.light === "green" ? "Connected" : status.words}
        </small>
      </span>
      <Onward />
    </button>
  );
}
