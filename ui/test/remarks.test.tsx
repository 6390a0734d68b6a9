// What went wrong is said at the window's foot with what to do about it, wherever it was done.
import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { type FakeHost, failure } from "../shared/fake/host.fake";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);
const fail = () => {
  throw failure("The disk is full.", "Make room.");
};

type Way = [what: string, command: "preferences_set" | "connect_start" | "preset_delete" | "saved_request_delete", act: (host: FakeHost, user: ReturnType<typeof openApp>["user"]) => Promise<void>];

const WAYS: Way[] = [
  ["the theme", "preferences_set", async (_, user) => {
    await screen.findByText("Acme Inc");
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await get("palette-input"), "theme light{Enter}");
  }],
  ["a reconnect that a remark offers", "connect_start", async (host, user) => {
    await waitFor(() => expect(payloads(host, "connections")).toContainEqual({ filter: "needs:reconnect", limit: 50 }));
    const [first] = host.state.connections;
    if (first) first.health = { state: "needs_reconnect", cause: "revoked", words: "The grant was revoked.", next: "Reconnect it." };
    act(() => host.tell({ what: "connections", id: "a1" }));
    await user.click(await get("toast-open"));
  }],
  ["a reconnect after a call", "connect_start", async (host, user) => {
    host.answers.call = () => {
      throw { ...failure("The grant was revoked.", "Reconnect it."), code: "needs_reconnect" };
    };
    location.hash = "#/connection/a2/calls";
    await user.click(await get("call-send"));
    await user.click(await get("call-reconnect"));
  }],
  ["a preset", "preset_delete", async (_, user) => {
    location.hash = "#/settings/presets";
    await user.click(await get("preset-p1"));
    await user.click(await get("preset-delete"));
  }],
  ["a saved request", "saved_request_delete", async (_, user) => {
    location.hash = "#/connection/a2/calls";
    const saved = await screen.findByRole("region", { name: "Saved requests" });
    await user.click((await within(saved).findAllByTestId("saved-forget"))[0] as HTMLElement);
  }],
];

it.each(WAYS)("says of %s that failed what to do next", async (_, command, way) => {
  const { host, user } = openApp();
  host.answers[command] = fail;
  await way(host, user);
  const said = (await screen.findByText("The disk is full. Make room.")).closest("li") as HTMLElement;
  await user.click(within(said).getByRole("button", { name: "Dismiss" }));
});
