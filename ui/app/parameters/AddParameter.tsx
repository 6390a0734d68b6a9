/** Adds a parameter: one that the connector declares, one that every connector takes, or a member of an open object by its dotted name. */
import { useState } from "react";
import { ComboBox, Input, ListBox, ListBoxItem, Popover } from "react-aria-components";
import { parsePath } from "../../shared/params/path";
import { fieldsOf, OPEN_OBJECTS, UNIVERSAL_NAMES } from "../../shared/params/schema";
import css from "./AddParameter.module.css";
import type { Workbench } from "./model";

interface Choice {
  id: string;
  note: string;
}

function choicesOf(bench: Workbench, taken: readonly string[]): Choice[] {
  const declared = fieldsOf(bench.schema).filter((field) => field.kind !== "json").map((field) => ({ id: field.name, note: field.title === field.name ? "declared by the connector" : field.title }));
  const universal = UNIVERSAL_NAMES.filter((name) => !declared.some((one) => one.id === name)).map((name) => ({ id: name, note: "every connector takes it" }));
  const open = OPEN_OBJECTS.map(({ prefix, what, example }) => ({ id: `${prefix}.${example}`, note: `${what}: write any name` }));
  return [...declared, ...universal, ...open].filter((choice) => !taken.includes(choice.id));
}

export function AddParameter({ bench, taken, onPick }: { bench: Workbench; taken: readonly string[]; onPick: (path: string) => void }) {
  const [typed, setTyped] = useState("");
  const choices = choicesOf(bench, taken);
  const pick = (path: string) => {
    setTyped("");
    if (parsePath(path) !== null) onPick(path);
  };
  return (
    <ComboBox aria-label="Add a parameter" className={css.combo ?? ""} items={choices.filter((choice) => choice.id.toLowerCase().includes(typed.toLowerCase()))} inputValue={typed} onInputChange={setTyped} selectedKey={null} onSelectionChange={(key) => key !== null && pick(String(key))} menuTrigger="focus" allowsCustomValue>
      <Input
        className={css.input ?? ""}
        placeholder="Add a parameter, such as http.headers.X-Api-Version"
        data-testid="add-parameter"
        onKeyDown={(event) => {
          if (event.key === "Enter" && typed.trim() !== "" && event.currentTarget.getAttribute("aria-activedescendant") === null) pick(typed.trim());
        }}
      />
      <Popover className={css.popover ?? ""}>
        <ListBox className={css.list ?? ""} renderEmptyState={() => <p className={css.empty}>Enter adds “{typed}”.</p>}>
          {(choice: Choice) => (
            <ListBoxItem id={choice.id} textValue={choice.id} className={css.item ?? ""}>
              <span className={css.name}>{choice.id}</span>
              <span className={css.note}>{choice.note}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
