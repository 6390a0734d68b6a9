/** The theme in force. The engine keeps the choice; the page keeps a copy, which `public/theme.js` reads before the first paint. */
import { useEffect } from "react";
import type { ThemeChoice } from "../../shared/generated/ThemeChoice";
import { useAsk } from "../../shared/query";

const KEPT = "patchbay.theme";

export function applyTheme(theme: ThemeChoice): void {
  if (theme === "system") {
    delete document.documentElement.dataset["theme"];
    localStorage.removeItem(KEPT);
    return;
  }
  document.documentElement.dataset["theme"] = theme;
  localStorage.setItem(KEPT, theme);
}

/** Keeps the window in the theme that was chosen. */
export function useTheme(): void {
  const theme = useAsk("preferences", {}).data?.theme;
  useEffect(() => {
    if (theme !== undefined) applyTheme(theme);
  }, [theme]);
}
