/** What is looked for in the catalogue, so that Back finds it as it was. */
import type { AuthKind } from "../../shared/generated/AuthKind";

export interface Wanted {
  search: string;
  kind: AuthKind | "";
  variants: boolean;
  own: boolean;
}

export const EVERYTHING: Wanted = { search: "", kind: "", variants: false, own: false };

let wanted: Wanted = EVERYTHING;

export const lastWanted = (): Wanted => wanted;

export function keepWanted(next: Wanted): void {
  wanted = next;
}
