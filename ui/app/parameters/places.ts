/** Where a parameter can be set: in the override at hand, or in the integration beneath it. Both open where one is. */
import { createContext, useContext } from "react";

export interface Places {
  /** Edits it in the table. */
  here: (path: string) => void;
  /** Edits the integration's value, over the workbench. */
  integration: (path: string) => void;
}

/** Stays the same while a screen is shown, so that rows need not be painted for it. */
export const PlacesContext = createContext<Places | null>(null);

export function usePlaces(): Places {
  const places = useContext(PlacesContext);
  if (!places) throw new Error("There is no workbench around this.");
  return places;
}
