/** Whether the API and the sandbox answer, and where. What is wrong stands on the Diagnostics page, to which they lead. */
import { Lamp } from "../../shared/components/Lamp";
import type { ListenerStatus } from "../../shared/generated/ListenerStatus";
import type { StatusAnswer } from "../../shared/generated/StatusAnswer";
import { formatRoute } from "../route";
import css from "./EngineLamps.module.css";

const address = (url: string): string => url.replace(/^https?:\/\//, "").replace(/\/$/, "");

/** Several ports of one host by their numbers: the host is the API's. */
const addresses = (all: readonly ListenerStatus[]): string => (all.length === 1 ? all.map((one) => address(one.url)).join("") : `ports ${all.map((one) => address(one.url).replace(/^[^:]*:/, "")).join(", ")}`);

function Listener({ name, all }: { name: string; all: readonly ListenerStatus[] }) {
  const listening = all.every((one) => one.listening);
  return (
    <span className={css.one}>
      <span className={css.state}>
        <Lamp light={listening ? "green" : "amber"} />
        <span className={css.words}>
          {name} {listening ? "listening" : "off"}
        </span>
      </span>
      <span className={css.address}>{addresses(all)}</span>
    </span>
  );
}

export function EngineLamps({ status }: { status: StatusAnswer }) {
  return (
    <a href={formatRoute({ screen: "settings", tab: "diagnostics" })} className={css.box} title="Diagnostics" data-testid="engine-lamps">
      <Listener name="API" all={[status.api]} />
      {status.sandbox.length > 0 && <Listener name="Sandbox" all={status.sandbox} />}
    </a>
  );
}
