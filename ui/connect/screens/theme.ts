/** The embedding page may ask for a theme; otherwise the system's holds. */
import type { Theme } from "./boot";

const QUERY = "prefers-color-scheme";

/**
 * Makes the tokens of one theme hold whatever the system prefers.
 * Done by the style sheets' own rules, so that both themes stay written once and no inline style is needed.
 */
export function applyTheme(theme: Theme, page: Document = document): void {
  if (theme === "auto") return;
  page.documentElement.style.colorScheme = theme;
  for (const sheet of page.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSMediaRule) || !rule.conditionText.includes(QUERY)) continue;
      const dark = rule.conditionText.includes("dark");
      rule.media.mediaText = dark === (theme === "dark") ? "all" : "not all";
    }
  }
}
