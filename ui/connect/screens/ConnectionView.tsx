/** One connection: how it is doing, and to renew or end it. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox, type Told } from "../../shared/components/ErrorBox";
import { Lamp } from "../../shared/components/Lamp";
import { Head } from "../Head";
import { Card } from "./Card";
import { Done, Loading, Problem } from "./Pieces";
import css from "./screens.module.css";
import { day, statusOf } from "./status";
import { useLoad } from "./useLoad";
import { asTold, type Connection, type Wire } from "./wire";

interface Props {
  wire: Wire;
  selector: string;
  onReconnect: (connection: Connection) => void;
  onBack: (() => void) | null;
  onClose: (() => void) | null;
}

type Ending = { at: "no" } | { at: "asked"; error: Told | null } | { at: "sending" } | { at: "ended" };

export function ConnectionView({ wire, selector, onReconnect, onBack, onClose }: Props) {
  const connection = useLoad(selector, () => wire.connection(selector));
  const [ending, setEnding] = useState<Ending>({ at: "no" });
  const disconnect = async (id: string) => {
    setEnding({ at: "sending" });
    try {
      await wire.disconnect(id);
      setEnding({ at: "ended" });
    } catch (thrown) {
      setEnding({ at: "asked", error: asTold(thrown) });
    }
  };
  const draw = () => {
    if (connection.error) return <Problem provider="!" title="This connection cannot be shown" error={connection.error} again={{ label: "Try again", act: connection.again }} onClose={onClose} />;
    if (!connection.data) return <Loading />;
    const { data } = connection;
    const provider = data.integration?.name ?? data.name;
    if (ending.at === "ended") return <Done title={`${provider} is disconnected`}>{onBack ? null : "You can close this now."}</Done>;
    if (ending.at !== "no") return <Ask connection={data} provider={provider} ending={ending} onKeep={() => setEnding({ at: "no" })} onDisconnect={() => void disconnect(data.id)} />;
    return <Facts connection={data} provider={provider} onReconnect={() => onReconnect(data)} onDisconnect={() => setEnding({ at: "asked", error: null })} />;
  };
  const content = connection.data ? `connection ${ending.at === "no" || ending.at === "ended" ? ending.at : "asked"}` : connection.error ? "error" : "loading";
  return (
    <Card content={content} onBack={ending.at === "no" || ending.at === "ended" ? onBack : null} onClose={onClose}>
      {draw()}
    </Card>
  );
}

function Facts({ connection, provider, onReconnect, onDisconnect }: { connection: Connection; provider: string; onReconnect: () => void; onDisconnect: () => void }) {
  const status = statusOf(connection);
  const over = typeof connection.archivedAt === "string";
  const facts = [
    ["Connected", day(connection.createdAt)],
    ["Last used", day(connection.lastActiveAt)],
  ].filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== undefined);
  return (
    <>
      <Head provider={provider} title={provider} words={connection.name === provider ? undefined : connection.name} />
      <div className={css.stack}>
        <div className={css.row} data-testid="status">
          <Lamp light={status.light} />
          <span>{status.words}</span>
        </div>
        {status.advice !== null && <p className={css.note}>{status.advice}</p>}
        {facts.length > 0 && (
          <dl className={css.facts}>
            {facts.map(([name, value]) => (
              <div key={name} className={css.fact}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      {!over && (
        <div className={css.acts}>
          <Button look={status.reconnect ? "primary" : "plain"} onClick={onReconnect} data-testid="reconnect">
            Reconnect
          </Button>
          <Button look="danger" onClick={onDisconnect} data-testid="disconnect">
            Disconnect
          </Button>
        </div>
      )}
    </>
  );
}

interface AskProps {
  connection: Connection;
  provider: string;
  ending: { at: "asked"; error: Told | null } | { at: "sending" };
  onKeep: () => void;
  onDisconnect: () => void;
}

function Ask({ connection, provider, ending, onKeep, onDisconnect }: AskProps) {
  const busy = ending.at === "sending";
  return (
    <>
      <Head provider={provider} title={`Disconnect ${provider}?`} words={connection.name === provider ? undefined : connection.name} />
      <p className={css.dim}>The application can then no longer use this account. To use it again, you connect it anew.</p>
      {ending.at === "asked" && ending.error && <ErrorBox error={ending.error} />}
      <div className={css.acts}>
        <Button look="danger" busy={busy} onClick={onDisconnect} data-testid="confirm-disconnect">
          Disconnect
        </Button>
        <Button disabled={busy} onClick={onKeep} data-testid="keep">
          Keep it
        </Button>
      </div>
    </>
  );
}
