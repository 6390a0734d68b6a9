import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { failure } from "../../shared/fake/host.fake";
import { openPiece, payloads } from "../../test/piece";
import { HistoryPanel } from "./HistoryPanel";

const get = (id: string) => screen.findByTestId(id);

it("goes back to an earlier override, having said what that does, and forth again", async () => {
  const load = vi.fn();
  const { host, user } = openPiece(<HistoryPanel connection="a2" open onClose={() => undefined} unsaved onLoad={load} />);
  const before = structuredClone(host.state.overrides.get("a2"));
  await user.click(await get("history-h2"));
  const would = await get("history-would");
  await waitFor(() => expect(within(would).getByTestId("history-differences").textContent).toContain("http.headers.X-Traceonno longer set"));
  expect(would.textContent).toContain("clientSecret goes back to what it was then");
  expect(would.textContent).not.toContain("of another client");
  await user.click(await get("history-restore"));
  await waitFor(() => expect(host.state.overrides.get("a2")).toMatchObject({ apiVersion: "2025-10" }));
  expect(payloads(host, "parameters_restore")).toEqual([{ connection: "a2", entry: "h2" }]);
  await waitFor(() => expect(load).toHaveBeenCalledOnce());
  await user.click(within((await screen.findAllByTestId("remark")).at(-1) as HTMLElement).getByRole("button", { name: "Undo", hidden: true }));
  await waitFor(() => expect(host.state.overrides.get("a2")).toEqual(before));
});

it("says what to do where the way forth again fails", async () => {
  const { host, user } = openPiece(<HistoryPanel connection="a2" open onClose={() => undefined} unsaved={false} />);
  await user.click(await get("history-h2"));
  await user.click(await get("history-restore"));
  await waitFor(() => expect(host.state.overrides.get("a2")).toMatchObject({ apiVersion: "2025-10" }));
  host.answers.parameters_restore = () => {
    throw failure("The store is busy.", "Try again.");
  };
  await user.click(within((await screen.findAllByTestId("remark")).at(-1) as HTMLElement).getByRole("button", { name: "Undo", hidden: true }));
  await screen.findByText("The store is busy. Try again.");
});

it("the one in force cannot be restored; arrow keys lead to the others", async () => {
  const { user } = openPiece(<HistoryPanel connection="a2" open onClose={() => undefined} unsaved={false} />);
  const list = await get("history-list");
  expect(within(list).getAllByRole("option")).toHaveLength(3);
  expect(screen.queryByTestId("history-restore")).toBeNull();
  await waitFor(() => expect(document.activeElement?.getAttribute("data-testid")).toBe("history-h3"));
  await user.keyboard("{ArrowDown}");
  await get("history-restore");
  await user.keyboard("{End}");
  await waitFor(() => expect(screen.getByTestId("history-text").textContent).toContain("contacts.write"));
});

it("loads an earlier override into the editor without saving it", async () => {
  const load = vi.fn();
  const { host, user } = openPiece(<HistoryPanel connection="a2" open onClose={() => undefined} unsaved={false} onLoad={load} />);
  await user.click(await get("history-h1"));
  await user.click(await get("history-load"));
  expect(JSON.parse(load.mock.calls[0]?.[0] as string)).toEqual({ scopes: ["contacts.read", "contacts.write"] });
  expect(payloads(host, "parameters_restore")).toEqual([]);
});

it("says why there is no history, and asks again", async () => {
  const { host, user } = openPiece(<HistoryPanel connection="a2" open onClose={() => undefined} unsaved={false} />, (fake) => {
    fake.answers.parameters_history = () => {
      throw { code: "internal", message: "The store is busy.", next: "Try again.", path: null, problems: [] };
    };
  });
  expect((await get("error-box")).textContent).toContain("The store is busy.");
  host.answers = { parameters_history: () => [] };
  await user.click(screen.getByRole("button", { name: "Ask again" }));
  await screen.findByText("Nothing was changed yet");
});
