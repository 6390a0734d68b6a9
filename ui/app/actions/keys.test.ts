import { expect, it } from "vitest";
import { caps, spell, spellings } from "./keys";

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

it.each([
  [press("k", { ctrlKey: true }), false, "mod+k"],
  [press("k", { metaKey: true }), true, "mod+k"],
  [press("K", { ctrlKey: true, shiftKey: true }), false, "mod+shift+k"],
  [press("?", { shiftKey: true, code: "Slash" }), false, "?"],
  [press("?", { ctrlKey: true, shiftKey: true, code: "Slash" }), false, "mod+shift+/"],
  // A German keyboard: `/` is Shift and 7.
  [press("/", { shiftKey: true, code: "Digit7" }), false, "/"],
  [press("/", { ctrlKey: true, shiftKey: true, code: "Digit7" }), false, "mod+shift+/"],
  [press("Enter", { ctrlKey: true }), false, "mod+enter"],
  [press("g"), false, "g"],
  [press("л", { ctrlKey: true, code: "KeyK" }), false, "mod+k"],
  [press("Dead", { altKey: true, code: "KeyN" }), true, "alt+n"],
])("%o is written %s %s", (event, mac, keys) => {
  expect(spellings(event, mac)).toContain(keys);
});

it("does not take one platform's key for the other's, nor a letter with Shift for one without", () => {
  expect(spellings(press("k", { ctrlKey: true }), true)).toEqual([]);
  expect(spellings(press("k", { metaKey: true }), false)).toEqual([]);
  expect(spellings(press("G", { shiftKey: true }), false)).toEqual(["shift+g"]);
  expect(spellings(press("Control", { ctrlKey: true }), false)).toEqual([]);
});

it("is shown as the keyboard at hand has it", () => {
  expect(caps("mod+shift+/", true)).toEqual([["⌘", "⇧", "/"]]);
  expect(caps("g c", false)).toEqual([["G"], ["C"]]);
  expect(spell("mod+k", true)).toBe("⌘K");
  expect(spell("mod+shift+/", false)).toBe("Ctrl+Shift+/");
  expect(spell("g c", false)).toBe("G then C");
});
