/** One fault: a switch, what it does, and where it has one, its value. */
import { useId, useState } from "react";
import { Switch } from "react-aria-components";
import type { SandboxFaults } from "../../shared/generated/SandboxFaults";
import css from "./Faults.module.css";
import { type Fault, isOn, withFault } from "./faults";
import { figure } from "../../shared/format";

interface Props {
  fault: Fault;
  faults: SandboxFaults;
  onSet: (faults: SandboxFaults) => void;
}

export function FaultSwitch({ fault, faults, onSet }: Props) {
  const on = isOn(faults, fault.key);
  return (
    <li className={css.fault} data-on={on || undefined}>
      <Switch className={css.switch ?? ""} isSelected={on} onChange={(next) => onSet(withFault(faults, fault, next))} data-testid={`fault-${fault.key}`}>
        <span className={css.track} aria-hidden="true" />
        <span className={css.words}>
          <b>{fault.title}</b>
          <small>{fault.words}</small>
        </span>
      </Switch>
      {on && fault.kind !== "switch" && <Value key={String(faults[fault.key])} fault={fault} faults={faults} onSet={onSet} />}
    </li>
  );
}

/** Taken when it is left or with Enter, so that no half-typed number is in force. */
function Value({ fault, faults, onSet }: Props & { fault: Exclude<Fault, { kind: "switch" }> }) {
  const id = useId();
  const [typed, setTyped] = useState(String(faults[fault.key]));
  const value = fault.kind === "text" ? typed : Number(typed);
  const good = fault.kind === "text" ? typed !== "" : typed.trim() !== "" && Number.isInteger(value) && Number(value) >= fault.least && Number(value) <= fault.most;
  const take = () => good && value !== faults[fault.key] && onSet({ ...faults, [fault.key]: value });
  return (
    <span className={css.value}>
      <input
        aria-label={`${fault.title}: value`}
        aria-invalid={!good || undefined}
        aria-describedby={good ? undefined : id}
        inputMode={fault.kind === "number" ? "numeric" : undefined}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === "Enter" && take()}
        title={fault.kind === "number" ? `${fault.least} to ${figure(fault.most)}` : undefined}
        data-testid={`fault-${fault.key}-value`}
      />
      {fault.kind === "number" && fault.unit}
      {!good && (
        <small id={id} role="alert" data-testid={`fault-${fault.key}-problem`}>
          {fault.kind === "text" ? "Some text." : `From ${fault.least} to ${figure(fault.most)}.`} Still {String(faults[fault.key])}.
        </small>
      )}
    </span>
  );
}
