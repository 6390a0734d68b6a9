/** One of several that the provider named has to be chosen before the connection can be made. */
import { Button } from "../shared/components/Button";
import type { ChoiceView } from "../shared/generated/ChoiceView";
import css from "./pieces.module.css";

interface Props {
  choices: readonly ChoiceView[];
  busy: boolean;
  onChoose: (value: string) => void;
}

export function Several({ choices, busy, onChoose }: Props) {
  return (
    <ul className={css.several} aria-label="What to connect" data-testid="choices">
      {choices.map((choice, at) => (
        <li key={choice.value}>
          <Button onClick={() => onChoose(choice.value)} disabled={busy} autoFocus={at === 0} data-testid={`choice-${choice.value}`}>
            {choice.label}
          </Button>
        </li>
      ))}
    </ul>
  );
}
