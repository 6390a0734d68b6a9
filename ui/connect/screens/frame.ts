/** The SDK's overlay, which holds this page in a frame and speaks Penpal 6 with it. */
import { connectToParent } from "penpal";

/** What the overlay offers. A page that was opened as a tab has none. */
export interface Frame {
  /** Tells the page that embeds us what was connected. Does not take the overlay away. */
  succeed: (connection: unknown) => void;
  /** Takes the overlay away. */
  close: () => void;
}

interface Overlay extends Record<string, (...values: never[]) => unknown> {
  handshake: () => void;
  onSuccess: (connection: unknown) => void;
  close: () => void;
}

/**
 * Shakes hands with the overlay, which gives a frame three seconds from its load. Answers null in a tab.
 * What is said before the overlay has answered is said once it has.
 */
export function joinFrame(self: Window = window): Frame | null {
  if (self.parent === self) return null;
  const overlay = connectToParent<Overlay>().promise;
  const say = (what: (overlay: { [name in keyof Overlay]: (...values: unknown[]) => Promise<unknown> }) => Promise<unknown>) => {
    // An overlay that went away, or whose method threw, has nobody to tell about it.
    overlay.then((other) => what(other as never)).catch(() => undefined);
  };
  say((other) => other["handshake"]());
  return {
    succeed: (connection) => say((other) => other["onSuccess"](connection)),
    close: () => say((other) => other["close"]()),
  };
}
