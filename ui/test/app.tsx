/** The whole window on a stand-in for the engine. */
import { render } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { App } from "../app/App";
import { forgetAll } from "../app/parameters/timelines";
import { forgetKept } from "../app/parameters/useKeptEdits";
import { type FakeHost, newFakeHost } from "../shared/fake/host.fake";
import { setHost } from "../shared/host";

export function openApp(prepare: (host: FakeHost) => void = () => undefined): { host: FakeHost; user: UserEvent } {
  const host = newFakeHost();
  prepare(host);
  setHost(host);
  forgetAll();
  forgetKept();
  render(<App />);
  return { host, user: userEvent.setup() };
}

export { payloads } from "./piece";
