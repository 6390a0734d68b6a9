/** The ways to sign in, where there are several. */
import css from "./screens.module.css";
import { keyOf } from "./subject";
import type { Option } from "./wire";

interface Props {
  options: readonly Option[];
  chosen: Option;
  onChoose: (option: Option) => void;
}

export function Choices({ options, chosen, onChoose }: Props) {
  return (
    <fieldset className={css.choices}>
      <legend>How do you want to sign in?</legend>
      {options.map((option) => (
        <label key={keyOf(option)} className={css.choice}>
          <input type="radio" name="option" value={keyOf(option)} checked={option === chosen} onChange={() => onChoose(option)} />
          <span>
            {option.title || keyOf(option) || "The usual way"}
            {option.description && <small>{option.description}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
