import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { openPiece } from "../../test/piece";
import { parseRoute, useRoute } from "../route";
import { CompareScreen } from "./CompareScreen";
import { parseSide, sideText } from "./sides";

const get = (id: string) => screen.findByTestId(id);

function Routed() {
  const route = useRoute();
  return route.screen === "compare" ? <CompareScreen left={route.left} right={route.right} /> : null;
}

it("sides are spelled as addresses are, and read back", () => {
  for (const text of ["connection:65f0", "integration:a-b", "history:65f0@77"]) expect(sideText(parseSide(text) as never)).toBe(text);
  for (const text of ["", "connection:", "history:65f0", "history:@7", "history:7@", "other:1"]) expect(parseSide(text)).toBeNull();
});

it("shows what an override does to its integration, and all of it on demand", async () => {
  location.hash = "#/compare/integration:sandbox/connection:a2";
  const { user } = openPiece(<Routed />);
  const scopes = await get("compare-scopes");
  expect(scopes.textContent).toContain("integration");
  expect(scopes.textContent).toContain("override");
  expect((await get("compare-told")).textContent).toBe("4 of 9 leaves differ");
  expect(screen.queryByTestId("compare-clientId")).toBeNull();
  await user.click(await get("compare-only"));
  expect((await get("compare-clientId")).dataset["same"]).toBe("true");
});

it("tells masked secrets apart, in the table and in words beside the text", async () => {
  location.hash = "#/compare/history:a2@h2/connection:a2";
  const { user } = openPiece(<Routed />);
  expect((await get("compare-clientSecret")).textContent).toContain("another secret");
  await user.click(await get("seg-text"));
  expect((await get("compare-text")).textContent).toContain('"apiVersion": "2025-10"');
  expect(screen.getByText(/One secret differs/).textContent).toContain("clientSecret");
});

it("swaps sides, finds the other by typing, and goes back in its history", async () => {
  location.hash = "#/compare/connection:a2/";
  const { host, user } = openPiece(<Routed />);
  await screen.findByText("Choose the other side");
  await user.click(await get("compare-right"));
  await user.keyboard("init");
  await waitFor(() => expect(host.asked.some((one) => one.cmd === "connections" && (one.payload as { filter?: string }).filter === "init")).toBe(true));
  await user.click(await screen.findByRole("option", { name: /Initech/ }));
  await get("compare-table");
  expect(parseRoute(location.hash)).toEqual({ screen: "compare", left: "connection:a2", right: "connection:a3" });
  await user.click(await get("compare-swap"));
  await waitFor(() => expect(parseRoute(location.hash)).toEqual({ screen: "compare", left: "connection:a3", right: "connection:a2" }));
  await user.selectOptions(await get("compare-right-point"), "h1");
  await waitFor(() => expect(parseRoute(location.hash)).toEqual({ screen: "compare", left: "connection:a3", right: "history:a2@h1" }));
}, 20_000);

it("250 leaves are all there", async () => {
  location.hash = "#/compare/connection:a1/connection:a2";
  const many = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`X-Header-${at}`, `value ${at}`]));
  openPiece(<Routed />, (fake) => fake.state.overrides.set("a2", { http: { headers: many } }));
  await get("compare-http.headers.X-Header-249");
  expect((await get("compare-told")).textContent).toContain("250 of");
}, 20_000);

it("explains a side that is gone", async () => {
  location.hash = "#/compare/connection:a1/connection:gone";
  openPiece(<Routed />);
  await screen.findByText("There is no such connection here.");
});
