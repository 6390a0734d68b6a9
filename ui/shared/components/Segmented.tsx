/** A choice of one of a few, as a row of segments. Arrow keys move in it. */
import { Radio, RadioGroup } from "react-aria-components";
import css from "./Segmented.module.css";

interface Props<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  items: readonly { value: T; label: string }[];
}

export function Segmented<T extends string>({ label, value, onChange, items }: Props<T>) {
  return (
    <RadioGroup aria-label={label} orientation="horizontal" className={css.group} value={value} onChange={(next) => onChange(next as T)}>
      {items.map((item) => (
        <Radio key={item.value} value={item.value} className={css.item} data-testid={`seg-${item.value}`}>
          {item.label}
        </Radio>
      ))}
    </RadioGroup>
  );
}
