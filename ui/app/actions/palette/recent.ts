/** Ids of what was run from the palette, the latest first. Kept with the page: it is this window's own, and holds no names. */

const KEPT = "patchbay.recent";
const MOST = 30;

export function recent(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

export function used(id: string): void {
  localStorage.setItem(KEPT, JSON.stringify([id, ...recent().filter((one) => one !== id)].slice(0, MOST)));
}
