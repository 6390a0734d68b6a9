import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** WCAG 2.2, success criterion 1.4.3. */
const LEAST = 4.5;
const SURFACES = ["bg", "panel", "raise"];
const TEXTS = ["ink", "ink-2", "ink-3", "accent", "connector", "variant", "integration", "override", "input", "ok", "warn-ink", "bad"];
/** Tints that lie on a surface, and what is written on them. */
const TINTS = ["add", "del", "accent-wash"];

/** A colour of both themes, or one for each: `#abcdef` or `light-dark(#abcdef, #123456)`. */
const COLOUR = /--([\w-]+):\s*(?:light-dark\(\s*(#[0-9a-f]{6,8}),\s*(#[0-9a-f]{6,8})\s*\)|(#[0-9a-f]{6,8}))/g;
const THEMES: Record<"light" | "dark", Record<string, string>> = { light: {}, dark: {} };
for (const [, name = "", light, dark, both = ""] of readFileSync("shared/style/theme.css", "utf8").matchAll(COLOUR)) {
  THEMES.light[name] = light ?? both;
  THEMES.dark[name] = dark ?? both;
}

const bytes = (colour: string) => [1, 3, 5, 7].map((at) => parseInt(colour.slice(at, at + 2) || "ff", 16));
const over = (top: number[], under: number[]) => under.slice(0, 3).map((base, at) => base + (((top[at] ?? 0) - base) * (top[3] ?? 255)) / 255);
const luminance = (colour: number[]) => {
  const [r = 0, g = 0, b = 0] = colour.map((byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: number[], b: number[]) => {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

const PAIRS = (["light", "dark"] as const).flatMap((theme) => [
  ...TEXTS.flatMap((text) => SURFACES.map((surface) => [theme, text, surface, null] as const)),
  ...TINTS.flatMap((tint) => ["ink", "ink-2", "ink-3"].flatMap((text) => ["bg", "panel"].map((surface) => [theme, text, surface, tint] as const))),
  [theme, "accent-ink", "accent-fill", null] as const,
]);

it.each(PAIRS)("%s: %s can be read on %s (%s)", (theme, text, surface, tint) => {
  const of = (name: string) => bytes(THEMES[theme][name] ?? "none");
  const ground = tint === null ? of(surface) : over(of(tint), of(surface));
  expect(contrast(of(text), ground)).toBeGreaterThanOrEqual(LEAST);
});

it("reads both themes, and they differ", () => {
  expect(THEMES.light["bg"]).not.toBe(THEMES.dark["bg"]);
  expect(Object.keys(THEMES.light)).toEqual(Object.keys(THEMES.dark));
});
