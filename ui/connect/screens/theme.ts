/** The embedding page may ask for a theme; otherwise the system's holds. */
import type { Theme } from "./boot";

/**
 * Makes one theme hold whatever the system prefers, and marks a page that stands in a frame. A framed page's own scheme
 * stays as it is, or the browser would paint a ground behind what is meant to be seen through.
 */
export function applyTheme(theme: Theme, framed: boolean, page: Document = document): void {
  page.documentElement.classList.toggle("framed", framed);
  if (theme === "auto") return;
  const scheme = framed ? page.getElementById("root") : page.documentElement;
  if (scheme) scheme.style.colorScheme = theme;
}
