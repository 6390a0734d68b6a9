import { expect, it } from "vitest";
import { complete, hasTerm, type Known, toggleTerm } from "./completions";

const KNOWN: Known = { variants: ["sandbox", "eu"], tenants: ["acme", "Two Words"], integrations: ["hubspot"], options: [] };
const offered = (text: string, cursor = text.length, asked = false): string[] => complete(text, cursor, KNOWN, asked)?.items.map((one) => one.insert) ?? [];

it("offers fields for the word at the cursor", () => {
  expect(offered("te")).toEqual(["tenant:"]);
  expect(offered("acme -en")).toEqual(["-env:"]);
  expect(offered("recon")).toEqual(["needs:reconnect "]);
  expect(offered("zzz")).toEqual([]);
});

it("offers all fields for nothing, only when asked", () => {
  expect(offered("")).toEqual([]);
  expect(offered("", 0, true)).toContain("env:");
});

it("offers values that the workspace has", () => {
  expect(offered("env:")).toEqual(["env:sandbox ", "env:eu "]);
  expect(offered("env:sandbox")).toEqual([]);
  expect(offered("tenant:two")).toEqual(['tenant:"Two Words" ']);
  expect(offered("needs:")).toEqual(["needs:reconnect ", "needs:attention "]);
});

it("replaces the whole word that the cursor is in", () => {
  expect(complete("a env:sa b", 7, KNOWN, false)).toMatchObject({ from: 2, to: 8 });
});

it("puts terms in and takes them out", () => {
  expect(toggleTerm("acme", "needs:reconnect")).toBe("acme needs:reconnect");
  expect(toggleTerm("acme needs:reconnect", "needs:reconnect")).toBe("acme");
  expect(hasTerm("a needs:reconnects", "needs:reconnect")).toBe(false);
});
