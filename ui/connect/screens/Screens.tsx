/** Which screen this page is. */
import type { Boot } from "./boot";
import type { Frame } from "./frame";

export function Screens({ boot, frame }: { boot: Boot; frame: Frame | null }) {
  return <main data-testid="screen">{boot.screen}{frame ? " in a frame" : ""}</main>;
}
