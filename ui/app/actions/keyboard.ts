/**
 * The one listener that runs listed actions by their keys. What a screen, an editor or a dialog has already taken
 * (`preventDefault`) is left alone, and so is everything while a dialog is open.
 */
import { type Action, allActions } from "./actions";
import { isField, ofField, spellings, types } from "./keys";

/** How long the second key of a sequence is waited for. */
const SEQUENCE_MS = 1_200;

let first: string | null = null;
let forget: ReturnType<typeof setTimeout> | undefined;

function remember(key: string | null): void {
  clearTimeout(forget);
  first = key;
  if (key !== null) forget = setTimeout(() => (first = null), SEQUENCE_MS);
}

/** What is listed last wins a key. */
const withKeys = (keys: string): Action | undefined => allActions().findLast((action) => action.keys === keys);

const begins = (key: string): boolean => allActions().some((action) => action.keys?.startsWith(`${key} `) === true);

const inDialog = (target: EventTarget | null): boolean => target instanceof Element && target.closest('[role="dialog"], [role="alertdialog"]') !== null;

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat || inDialog(event.target)) return;
  const pressed = spellings(event);
  if (pressed.length === 0) return;
  const field = isField(event.target);
  const free = pressed.filter((keys) => !field || !ofField(keys));
  const before = first;
  remember(null);
  const found = (before === null ? undefined : free.map((keys) => withKeys(`${before} ${keys}`)).find((one) => one !== undefined)) ?? free.map(withKeys).find((one) => one !== undefined);
  if (found) {
    event.preventDefault();
    found.run();
    return;
  }
  const start = free.find((keys) => types(keys) && begins(keys));
  if (start !== undefined) remember(start);
}

/** Buttons, tabs and their like take Enter for themselves, whatever is held with it; Ctrl+Enter is never meant for them. */
function pressOnButton(event: KeyboardEvent): void {
  const held = event.ctrlKey || event.metaKey || event.altKey;
  if (!held || event.key !== "Enter" || !(event.target instanceof Element) || !event.target.matches("[data-react-aria-pressable]")) return;
  press(event);
  if (event.defaultPrevented) event.stopPropagation();
}

/** Starts listening; the answer stops it. */
export function listenToKeys(): () => void {
  window.addEventListener("keydown", pressOnButton, true);
  window.addEventListener("keydown", press);
  return () => {
    remember(null);
    window.removeEventListener("keydown", pressOnButton, true);
    window.removeEventListener("keydown", press);
  };
}
