/** The embedding page may ask for a theme; otherwise the system's holds. */
import type { Theme } from "./boot";

/**
 * Makes the tokens of one theme hold whatever the system prefers, and marks a page that stands in a frame.
 * Done by the style sheets' own rules, so that both themes stay written once and no inline style is needed.
 */
export function applyTheme(theme: Theme, framed: boolean, page: Document = document): void {
  page.documentElement.classList.toggle("framed", framed);
  if (theme === "auto") return;
  const scheme = framed ? page.getElementById("root") : page.documentElement;
  if (scheme) scheme.style.colorScheme = theme;
  for (const sheet of page.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!("media" in rule) || !(rule.media instanceof MediaList) || !rule.media.mediaText.includes("prefers-color-scheme")) continue;
      const dark = rule.media.mediaText.includes("dark");
      rule.media.mediaText = dark === (theme === "dark") ? "all" : "not all";
    }
  }
}
