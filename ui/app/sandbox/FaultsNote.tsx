/** Says on every screen that the sandbox is told to do wrong: a failed call is then no riddle. */
import { Button } from "../../shared/components/Button";
import { Lamp } from "../../shared/components/Lamp";
import { go, useRoute } from "../route";
import { namesOf, NO_FAULTS } from "./faults";
import css from "./FaultsNote.module.css";
import { useSandbox } from "./useSandbox";

const FEW = 3;

export function FaultsNote() {
  const { view, replace } = useSandbox();
  const route = useRoute();
  if (!view || view.off !== null || route.screen === "sandbox") return null;
  const names = namesOf(view.faults);
  if (names.length === 0) return null;
  return (
    <section className={css.note} aria-label="Faults of the sandbox" data-testid="faults-note">
      <Lamp light="amber" />
      <p className={css.text}>
        <b>The sandbox misbehaves on purpose</b> ({names.slice(0, FEW).join(", ")}
        {names.length > FEW && `, ${names.length - FEW} more`})
      </p>
      <div className={css.acts}>
        <Button look="quiet" onClick={() => go({ screen: "sandbox" })}>
          Show the switches
        </Button>
        <Button onClick={() => replace(NO_FAULTS, view.faults, "The sandbox is healthy again.")} data-testid="faults-note-clear">
          Clear all
        </Button>
      </div>
    </section>
  );
}
