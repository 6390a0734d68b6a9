import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);

it("switches faults, says so on every screen, and clears them with a way back", async () => {
  const { host, user } = openApp();
  location.hash = "#/sandbox";
  await user.click(await get("preset-limited"));
  await waitFor(() => expect(screen.getByTestId("faults-said").textContent).toContain("API: answer with a status 429"));
  expect(payloads(host, "sandbox_faults_set").at(-1)).toEqual(expect.objectContaining({ apiStatus: 429, retryAfterS: 10, deny: false }));
  expect(screen.queryByTestId("faults-note")).toBeNull();
  location.hash = "#/connections";
  expect((await get("faults-note")).textContent).toContain("429");
  await user.click(await get("faults-note-clear"));
  await waitFor(() => expect(screen.queryByTestId("faults-note")).toBeNull());
  const undo = await screen.findAllByTestId("toast-undo");
  await user.click(undo.at(-1) as HTMLElement);
  await get("faults-note");
});

it("takes a value only when it is whole and can be", async () => {
  const { host, user } = openApp();
  location.hash = "#/sandbox";
  await user.click(await get("fault-tokenStatus"));
  const value = await get("fault-tokenStatus-value");
  await user.clear(value);
  await user.type(value, "77{Enter}");
  expect(payloads(host, "sandbox_faults_set")).toHaveLength(1);
  await user.clear(value);
  await user.type(value, "429{Enter}");
  await waitFor(() => expect(payloads(host, "sandbox_faults_set").at(-1)).toEqual(expect.objectContaining({ tokenStatus: 429 })));
});

it("revokes a grant at once, and leads to the connection that held it", async () => {
  const { host, user } = openApp();
  location.hash = "#/sandbox";
  expect(await screen.findByRole("link", { name: "Acme Inc" })).toBeTruthy();
  const before = screen.getAllByTestId("sandbox-grant").length;
  await user.click((await screen.findAllByTestId("sandbox-revoke"))[0] as HTMLElement);
  await waitFor(() => expect(screen.getAllByTestId("sandbox-grant")).toHaveLength(before - 1));
  expect(payloads(host, "sandbox_revoke")).toEqual([{ environment: "production", grant: "4c7d01" }]);
  await user.click(await get("toast-open"));
  expect(location.hash).toBe("#/connection/a1/overview");
});

it("says why it is off", async () => {
  openApp((fake) => {
    fake.answers.sandbox = () => ({ off: "Port 7283 is taken by another program. Close it, and start Patchbay again.", faults: { deny: false, slowMs: 0, tokenStatus: null, retryAfterS: null, dropAfterRotation: false, omitExpiresIn: false, oddExpiresIn: null, accessTtlS: null, formEncoded: false, error200: false, grantFewer: false, revokedRefresh: false, apiStatus: null, apiDelayMs: 0 }, environments: [] });
  });
  location.hash = "#/sandbox";
  expect(await screen.findByText(/Port 7283 is taken/)).toBeTruthy();
  expect(screen.queryByTestId("faults-clear")).toBeNull();
});
