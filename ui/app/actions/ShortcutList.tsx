/** What can be done from the keyboard right now, made from the list of actions, and the keys that hold everywhere. */
import { type Action, useAllActions } from "./actions";
import { AGAIN, EVERYWHERE } from "./GlobalActions";
import { Keys } from "./Keys";
import css from "./ShortcutList.module.css";

/** What the pieces of the window do by themselves. */
const PIECES: readonly { title: string; keys: readonly string[] }[] = [
  { title: "Next and previous control", keys: ["tab", "shift+tab"] },
  { title: "Move in a list, a table or a row of choices", keys: ["up", "down"] },
  { title: "First and last row", keys: ["home", "end"] },
  { title: "Open the row, press the button", keys: ["enter"] },
  { title: "Close a dialog, dismiss a remark", keys: ["escape"] },
];

function groupsOf(actions: readonly Action[]): [string, Action[]][] {
  const groups = new Map<string, Action[]>();
  for (const action of actions) {
    if (action.keys === undefined || (AGAIN.has(action.id) && action.id !== "palette")) continue;
    groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  }
  const own = ([title]: [string, Action[]]) => !EVERYWHERE.includes(title);
  return [...[...groups].filter(own), ...[...groups].filter((group) => !own(group))];
}

export function ShortcutList() {
  const groups = groupsOf(useAllActions());
  return (
    <div className={css.sheet} data-testid="shortcuts">
      {groups.map(([title, actions]) => (
        <section key={title} className={css.group} aria-label={title}>
          <h2>{title}</h2>
          <dl>
            {actions.map((action) => (
              <div key={action.id}>
                <dt>{action.title}</dt>
                <dd>
                  <Keys keys={action.keys ?? ""} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <section className={css.group} aria-label="Lists and dialogs">
        <h2>Lists and dialogs</h2>
        <dl>
          {PIECES.map(({ title, keys }) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>
                {keys.map((one) => (
                  <Keys key={one} keys={one} />
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
