/** Whether the API and the sandbox answer, where, and if not, why. */
import { Lamp } from "../../shared/components/Lamp";
import type { ListenerStatus } from "../../shared/generated/ListenerStatus";
import type { StatusAnswer } from "../../shared/generated/StatusAnswer";
import css from "./EngineLamps.module.css";

const address = (url: string): string => url.replace(/^https?:\/\//, "").replace(/\/$/, "");

function Listener({ name, status }: { name: string; status: ListenerStatus }) {
  return (
    <div className={css.one}>
      <div className={css.state}>
        <Lamp light={status.listening ? "green" : "amber"} />
        {name} {status.listening ? "listening" : "off"}
      </div>
      <div className={css.address}>{address(status.url)}</div>
      {!status.listening && status.reason !== null && <p className={css.reason}>{status.reason}</p>}
    </div>
  );
}

export function EngineLamps({ status }: { status: StatusAnswer }) {
  const [first] = status.sandbox;
  const troubled = status.sandbox.find((one) => !one.listening);
  return (
    <div className={css.box} role="status" data-testid="engine-lamps">
      <Listener name="API" status={status.api} />
      {first !== undefined && <Listener name="Sandbox" status={troubled ?? { ...first, url: status.sandbox.map((one) => address(one.url)).join(", ").replaceAll("127.0.0.1", "") }} />}
    </div>
  );
}
