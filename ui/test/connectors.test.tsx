import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { EVERYTHING, keepWanted } from "../app/connectors/session";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);

beforeEach(() => {
  keepWanted(EVERYTHING);
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

it("narrows the catalogue by sign-in and environments, keeps that while elsewhere, and goes on from the field into the rows", async () => {
  const { user } = openApp();
  await user.selectOptions(await get("kind"), "basic");
  await user.click(await get("with-variants"));
  await waitFor(() => expect(screen.queryByTestId("connector-sftp-gateway")).toBeNull());
  location.hash = "#/connector/twilio";
  await get("connector-text");
  location.hash = "#/connectors";
  await get("connector-twilio");
  expect(screen.queryByTestId("connector-hubspot")).toBeNull();
  await user.type(await get("find-connector"), "{ArrowDown}");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("connector-twilio")));
});

it("shows what each environment changes, and makes a copy of one's own", async () => {
  location.hash = "#/connector/hubspot";
  const { host, user } = openApp();
  const variants = await get("connector-variants");
  expect(variants.textContent).toContain('http.base_url = "https://api.eu.hubspot.example/v2"');
  await user.click(await get("connector-copy"));
  expect((await get("copy-path")).textContent).toBe("~/.local/share/patchbay-dev/connectors/my-hubspot.toml");
  expect(payloads(host, "connector_copy")).toEqual([{ key: "hubspot" }]);
  await user.click(await get("copy-open"));
  await waitFor(() => expect(location.hash).toBe("#/connector/my-hubspot"));
  expect(await screen.findByText("your own file")).toBeTruthy();
});

it("teaches how to have a file of one's own where there is none", async () => {
  const { user } = openApp();
  await user.click(await get("only-own"));
  expect(await screen.findByText(/You have no file of your own yet/)).toBeTruthy();
});
