/** What the screens need of a page that jsdom does not have. */
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// What is waited for comes when it comes: on a machine that is busy, later.
configure({ asyncUtilTimeout: 8000 });

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
// The editor measures text.
const NOWHERE = { x: 0, y: 0, width: 0, height: 0, top: 0, left: 0, right: 0, bottom: 0, toJSON: () => ({}) };
Object.assign(Range.prototype, { getClientRects: () => [], getBoundingClientRect: () => NOWHERE });

afterEach(() => {
  cleanup();
  location.hash = "";
});
