/** All that the sandbox can be told to do wrong: sets of faults that are common, and each fault alone. */
import { Button } from "../../shared/components/Button";
import type { SandboxFaults } from "../../shared/generated/SandboxFaults";
import css from "./Faults.module.css";
import { GROUPS, isPreset, namesOf, NO_FAULTS, PRESETS } from "./faults";
import { FaultSwitch } from "./FaultSwitch";
import type { Sandbox } from "./useSandbox";

export function FaultsPanel({ faults, sandbox }: { faults: SandboxFaults; sandbox: Sandbox }) {
  const names = namesOf(faults);
  return (
    <section className={css.panel} aria-label="Faults">
      <div className={css.head}>
        <h2>Faults</h2>
        <p className={css.dim} role="status" data-testid="faults-said">
          {names.length === 0 ? "None: it does all as it should. They hold for both environments, until they are cleared or Patchbay restarts." : `On: ${names.join(", ")}.`}
        </p>
        <Button disabled={names.length === 0} onClick={() => sandbox.replace(NO_FAULTS, faults, "All faults are off.")} data-testid="faults-clear">
          Clear all
        </Button>
      </div>
      <ul className={css.presets} aria-label="Common sets of faults">
        {PRESETS.map((preset) => {
          const on = isPreset(faults, preset.faults);
          return (
            <li key={preset.id}>
              <button type="button" className={css.preset} aria-pressed={on} onClick={() => sandbox.replace(on ? NO_FAULTS : { ...NO_FAULTS, ...preset.faults }, faults, on ? "All faults are off." : `The sandbox is now like this: ${preset.title.toLowerCase()}.`)} data-testid={`preset-${preset.id}`}>
                <b>{preset.title}</b>
                <small>{preset.words}</small>
              </button>
            </li>
          );
        })}
      </ul>
      <div className={css.groups}>
        {GROUPS.map((group) => (
          <section key={group.title} className={css.group} aria-label={group.title}>
            <h3>{group.title}</h3>
            <ul>
              {group.faults.map((fault) => (
                <FaultSwitch key={fault.key} fault={fault} faults={faults} onSet={sandbox.set} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}
