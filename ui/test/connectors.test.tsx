import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);

beforeEach(() => {
  location.hash = "#/connectors";
});

it("finds connectors as you type", async () => {
  const { host, user } = openApp();
  await get("connector-sandbox");
  await user.type(await get("find-connector"), "stri");
  await waitFor(() => expect(screen.queryByTestId("connector-sandbox")).toBeNull());
  expect(screen.getByTestId("connector-stripe")).toBeTruthy();
  expect(payloads(host, "connectors")).toContainEqual({ search: "stri" });
  await user.type(await get("find-connector"), "zzz");
  expect(await screen.findByText("No connector fits")).toBeTruthy();
});

it("shows a connector whole and makes an integration of it", async () => {
  const { host, user } = openApp();
  await user.click(await get("connector-stripe"));
  expect((await get("connector-text")).textContent).toContain('key = "stripe"');
  expect((await get("connector-user")).textContent).toContain("Nothing is typed.");
  await user.click(await get("connector-integrate"));
  await waitFor(async () => expect(await get("add-key")).toHaveProperty("value", "stripe-2"));
  await user.click(await get("add-confirm"));
  await waitFor(() => expect(payloads(host, "integration_add")).toMatchObject([{ connector: "stripe", key: "stripe-2" }]));
});

it("says where an own file is wrong and what to do, and takes further folders", async () => {
  const { user } = openApp();
  await user.click(await get("own-files"));
  expect((await get("file-problem")).textContent).toBe("line 7, auth.kind: There is no kind “oauth3”. Did you mean oauth2?");
  await user.type(await get("folder-path"), "/home/me/connectors");
  await user.click(await get("folder-add"));
  await waitFor(() => expect(screen.getAllByTestId("connector-folder")).toHaveLength(2));
  await user.click(screen.getByRole("button", { name: "Remove" }));
  await waitFor(() => expect(screen.getAllByTestId("connector-folder")).toHaveLength(1));
});

it("shows what a newer version would change before it is taken", async () => {
  location.hash = "#/integration/sandbox";
  const { host, user } = openApp((fake) => {
    fake.state.upgrade = "2.0.0";
  });
  await user.click(await get("upgrade-look"));
  expect((await get("upgrade-difference")).textContent).toContain('+version = "2.0.0"');
  expect(payloads(host, "integration_upgrade")).toEqual([{ key: "sandbox", dryRun: true }]);
  await user.click(await get("upgrade-take"));
  await waitFor(() => expect(screen.queryByTestId("upgrade")).toBeNull());
  expect(payloads(host, "integration_upgrade")).toEqual([{ key: "sandbox", dryRun: true }, { key: "sandbox" }]);
});
