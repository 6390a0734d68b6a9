/** Keys as they are written in the list of actions (`mod+shift+f`, `/`, `g c`), as they arrive, and as they are shown. */

export const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.platform);

const NAMED: Record<string, string> = { " ": "space", Escape: "escape", Enter: "enter", ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

/** What a key would be without Shift, by its place: with Shift, `/` arrives as `?` here and as something else there. */
const PLACES: Record<string, string> = { Slash: "/", Comma: ",", Period: ".", Backslash: "\\", BracketLeft: "[", BracketRight: "]", Semicolon: ";", Quote: "'", Minus: "-", Equal: "=" };

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** The letter of a key by its place, where what arrives is none that could be listed: with Option on macOS, on a Greek or Cyrillic keyboard. */
function latin({ key, code, altKey }: Pressed): string | null {
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  return place !== undefined && (altKey || /^[^\x20-\x7e]$/.test(key)) ? place.toLowerCase() : null;
}

/** All spellings of one key press. A sign that needs Shift is meant with it, or without: `?` and `shift+/` are the same. */
export function spellings(event: Pressed, mac = isMac()): string[] {
  const { key } = event;
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  const placed = latin(event);
  if (other || ["Control", "Meta", "Alt", "Shift", "AltGraph"].includes(key) || (key === "Dead" && placed === null)) return [];
  const name = placed ?? NAMED[key] ?? key.toLowerCase();
  const front = `${mod ? "mod+" : ""}${event.altKey ? "alt+" : ""}`;
  if (!event.shiftKey) return [front + name];
  const sign = key.length === 1 && name === key && key.toUpperCase() === key;
  const place = PLACES[event.code];
  return [`${front}shift+${name}`, ...(sign ? [front + name] : []), ...(place === undefined ? [] : [`${front}shift+${place}`])];
}

/** Whether a key is one that types something, and so belongs to a field while one is being typed in. */
export const types = (keys: string): boolean => !/^(mod|alt)\+/.test(keys);

/** What every field has of its own: these never go past one. */
const OF_FIELDS = new Set(["mod+z", "mod+shift+z", "mod+y", "mod+a", "mod+c", "mod+x", "mod+v", "mod+left", "mod+right", "mod+up", "mod+down"]);

const NO_TEXT = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);

/** Whether text is being typed there. */
export function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !NO_TEXT.has(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable || target.closest('[contenteditable="true"]') !== null;
}

/** Whether these keys belong to the field that has the focus rather than to the window. */
export const ofField = (keys: string): boolean => types(keys) || OF_FIELDS.has(keys);

const MAC: Record<string, string> = { mod: "⌘", shift: "⇧", alt: "⌥", enter: "⏎", escape: "esc", up: "↑", down: "↓", left: "←", right: "→" };
const OTHERS: Record<string, string> = { mod: "Ctrl", shift: "Shift", alt: "Alt", enter: "Enter", escape: "Esc", up: "↑", down: "↓", left: "←", right: "→" };

const shown = (part: string, mac: boolean): string => (mac ? MAC : OTHERS)[part] ?? (part.length === 1 ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1));

/** Each press of a sequence, each as the caps to be pressed together: `mod+k` is `[["Ctrl", "K"]]`, `g c` is `[["G"], ["C"]]`. */
export function caps(keys: string, mac = isMac()): string[][] {
  return keys.split(" ").map((press) => press.split(/\+(?!$)/).map((part) => shown(part, mac)));
}

/** The same in a line, for tooltips and `aria-keyshortcuts`-like texts: `Ctrl+K`, `⌘K`, `G then C`. */
export function spell(keys: string, mac = isMac()): string {
  return caps(keys, mac).map((press) => press.join(mac ? "" : "+")).join(" then ");
}
