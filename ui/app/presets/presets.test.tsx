import { screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { expect, it } from "vitest";
import { MASK } from "../../shared/params/value";
import { openPiece, payloads } from "../../test/piece";
import { ApplyPreset } from "./ApplyPreset";
import { layPreset } from "./lay";
import { PresetMenu } from "./PresetMenu";
import { PresetsPanel } from "./PresetsPanel";

const get = (id: string) => screen.findByTestId(id);
const undo = async () => within((await screen.findAllByTestId("remark")).at(-1) as HTMLElement).getByRole("button", { name: "Undo", hidden: true });

function Menu() {
  const [text, setText] = useState('{ "scopes": ["deals.read"], "http": { "headers": { "x-trace": "off" } } }');
  return (
    <>
      <PresetMenu text={text} setText={setText} integration="sandbox" from="a2" />
      <pre data-testid="draft">{text}</pre>
    </>
  );
}
const draft = () => JSON.parse(screen.getByTestId("draft").textContent ?? "") as unknown;

it("lays a preset leaf by leaf: header names without regard to case, null stays null, what it does not name stays", () => {
  const laid = layPreset('{"a":1,"http":{"headers":{"x-trace":"off"},"timeoutMs":1}}', { b: null, http: { headers: { "X-Trace": "on" } }, clientSecret: MASK });
  expect(JSON.parse(laid?.text ?? "")).toEqual({ a: 1, b: null, http: { headers: { "x-trace": "on" }, timeoutMs: 1 } });
  expect(laid?.withheld).toEqual(["clientSecret"]);
  expect(layPreset("{", {})).toBeNull();
  expect(JSON.parse(layPreset("", { clientSecret: MASK }, true)?.text ?? "")).toEqual({ clientSecret: MASK });
});

it("shows what a preset changes in the draft, applies it by keyboard, and takes it back", async () => {
  const { host, user } = openPiece(<Menu />);
  const before = draft();
  await user.click(await get("presets"));
  await get("preset-p1");
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(screen.getByTestId("preset-differences").textContent).toContain("http.headers.x-traceoffon"));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(draft()).toEqual({ scopes: ["deals.read"], variant: "sandbox", apiVersion: "2024-10", http: { headers: { "x-trace": "on" } } }));
  expect(payloads(host, "parameters_save")).toEqual([]);
  await user.click(await undo());
  expect(draft()).toEqual(before);
});

it("keeps the draft's override as a preset, and replaces one of the same name", async () => {
  const { host, user } = openPiece(<Menu />);
  await user.click(await get("presets"));
  await user.click(await get("preset-keep"));
  await user.type(await get("preset-name"), "read ONLY");
  expect((await get("preset-save")).textContent).toBe("Replace preset");
  await user.click(await get("preset-save"));
  await waitFor(() => expect(payloads(host, "preset_save")).toEqual([{ id: "p1", name: "read ONLY", integration: "sandbox", from: "a2", text: screen.getByTestId("draft").textContent }]));
});

it("says first what a preset does to each connection, does it, and takes all of it back", async () => {
  const { host, user } = openPiece(<ApplyPreset connections={["a1", "a2", "a3", "a4"]} open onClose={() => undefined} />);
  await screen.findByRole("option", { name: "Read only" });
  await user.selectOptions(await get("apply-preset"), "p1");
  await waitFor(() => expect(screen.getByTestId("apply-sum").textContent).toBe("Would change: 1 not possible, 2 with a reconnect, 1 unchanged."));
  expect(payloads(host, "preset_apply")).toEqual([{ preset: "p1", connections: ["a1", "a2", "a3", "a4"], dryRun: true }]);
  expect(host.state.overrides.get("a1")).toBeUndefined();
  const run = await get("apply-run");
  expect(run.textContent).toBe("Apply to 2 connections");
  await user.click(run);
  await waitFor(() => expect(host.state.overrides.get("a3")).toEqual({ scopes: ["contacts.read"] }));
  await get("apply-done");
  await user.click(await undo());
  await waitFor(() => expect(host.state.overrides.get("a3")).toEqual({}));
  expect(host.state.overrides.get("a1")).toEqual({});
  expect(payloads(host, "parameters_restore")).toHaveLength(2);
});

it("asks for many in parts, shows how far it is, and can be stopped", async () => {
  const many = Array.from({ length: 170 }, (_, at) => `c${at}`);
  let release: () => void = () => undefined;
  const { host, user } = openPiece(<ApplyPreset connections={many} open onClose={() => undefined} />, (fake) => {
    const rpc = fake.rpc.bind(fake);
    fake.rpc = async (cmd, payload) => {
      if (cmd === "preset_apply" && payloads(fake, "preset_apply").length === 2) await new Promise<void>((done) => (release = done));
      return rpc(cmd, payload);
    };
  });
  await screen.findByRole("option", { name: "Read only" });
  await user.selectOptions(await get("apply-preset"), "p1");
  await waitFor(() => expect(screen.getByTestId("apply-sum").textContent).toBe("Looking at 100 of 170…"));
  await user.click(await get("apply-stop"));
  release();
  await waitFor(() => expect(payloads(host, "preset_apply")).toHaveLength(3));
  expect(screen.getByTestId("apply-run")).toHaveProperty("disabled", true);
  expect(payloads(host, "preset_apply").map((one) => (one as { connections: string[] }).connections.length)).toEqual([50, 50, 50]);
});

it("deletes at once and brings back whole", async () => {
  const { host, user } = openPiece(<PresetsPanel />);
  await user.click(await get("preset-p1"));
  await user.click(await get("preset-delete"));
  await waitFor(() => expect(screen.queryByTestId("preset-p1")).toBeNull());
  expect(payloads(host, "preset_delete")).toEqual([{ preset: "p1" }]);
  await user.click(await undo());
  await get("preset-p1");
  expect(payloads(host, "preset_save")).toEqual([{ id: "p1", name: "Read only", integration: "sandbox", text: '{\n  "scopes": [\n    "contacts.read"\n  ]\n}' }]);
});

it("makes a new one, checked against its integration's connector", async () => {
  const { host, user } = openPiece(<PresetsPanel />);
  await user.click(await get("preset-new"));
  await user.type(await get("preset-name"), "Mine");
  await user.selectOptions(await get("preset-integration"), "sandbox");
  await user.click(await get("preset-save"));
  await waitFor(() => expect(payloads(host, "preset_save")).toEqual([{ name: "Mine", integration: "sandbox", text: "{}" }]));
  await screen.findByText("sets nothing yet");
});
