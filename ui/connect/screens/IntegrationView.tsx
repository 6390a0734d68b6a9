/** One integration: this tenant's connections through it, and connecting another. */
import { Button } from "../../shared/components/Button";
import { Lamp } from "../../shared/components/Lamp";
import { Head } from "../Head";
import { Card } from "./Card";
import { Loading, Onward, Problem } from "./Pieces";
import css from "./screens.module.css";
import { statusOf } from "./status";
import { useLoad } from "./useLoad";
import type { Connection, Integration, Wire } from "./wire";

interface Props {
  wire: Wire;
  selector: string;
  onOpen: (connection: Connection) => void;
  onConnect: (integration: Integration, another: boolean) => void;
  onBack: (() => void) | null;
  onClose: (() => void) | null;
}

const both = async (wire: Wire, selector: string) => {
  const integration = await wire.integration(selector);
  return { integration, connections: await wire.connections(integration.id) };
};

export function IntegrationView({ wire, selector, onOpen, onConnect, onBack, onClose }: Props) {
  const shown = useLoad(selector, () => both(wire, selector));
  const draw = () => {
    if (shown.error) return <Problem provider="!" title="This integration cannot be shown" error={shown.error} again={{ label: "Try again", act: shown.again }} onClose={onClose} />;
    if (!shown.data) return <Loading />;
    const { integration, connections } = shown.data;
    const some = connections.length > 0;
    return (
      <>
        <Head provider={integration.name} title={integration.name} words={some ? undefined : "No account of yours is connected yet."} />
        {some && (
          <ul className={css.list}>
            {connections.map((connection) => {
              const status = statusOf(connection);
              return (
                <li key={connection.id}>
                  <button type="button" className={css.item} onClick={() => onOpen(connection)}>
                    <span className={css.text}>
                      <strong>{connection.name}</strong>
                      <small>
                        <Lamp light={status.light} />
                        {status.words}
                      </small>
                    </span>
                    <Onward />
                  </button>
                </li>
              );
            })}
          </ul>
        )}
        <div className={css.acts}>
          <Button look={some ? "plain" : "primary"} onClick={() => onConnect(integration, some)} data-testid="connect">
            {some ? "Connect another account" : `Connect ${integration.name}`}
          </Button>
        </div>
      </>
    );
  };
  return (
    <Card content={shown.data ? "integration" : shown.error ? "error" : "loading"} onBack={onBack} onClose={onClose}>
      {draw()}
    </Card>
  );
}
