/** What the screens need of a page that jsdom does not have. */
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

class Observer {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

globalThis.ResizeObserver ??= Observer as unknown as typeof ResizeObserver;
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
Element.prototype.scrollTo ??= () => undefined;
// The virtualised list asks how large it is; jsdom lays nothing out.
Object.defineProperties(Element.prototype, { clientHeight: { get: () => 600 }, clientWidth: { get: () => 900 } });

afterEach(() => {
  cleanup();
  location.hash = "";
});
