import { expect, it } from "vitest";
import type { Effect } from "../../../shared/generated/Effect";
import { MASK } from "../../../shared/params/value";
import { differenceOf, wordsFor } from "./difference";

const STORED = { clientId: "a", clientSecret: MASK, scopes: ["x"], http: { headers: { "X-A": "1" } } };
const effectOf = (path: string): Effect => (path.startsWith("http") ? "live" : "reconnect");

it("tells what is set anew from what is taken out, and leaves kept secrets alone", () => {
  const next = JSON.stringify({ clientId: "b", clientSecret: MASK, http: { headers: { "X-A": "1", "X-B": "2" } } });
  const found = differenceOf(next, STORED);
  expect(found.set).toEqual(["clientId", "http.headers.X-B"]);
  expect(found.unset).toEqual(["scopes"]);
  expect(JSON.parse(found.text)).toEqual({ clientId: "b", http: { headers: { "X-B": "2" } } });
});

it("gives a text that is not JSON to the engine as it is", () => {
  expect(differenceOf("{", STORED)).toEqual({ set: [], unset: [], text: "{" });
});

it("says what saving does to how many", () => {
  const found = differenceOf(JSON.stringify({ ...STORED, clientId: "b", http: {} }), STORED);
  expect(wordsFor(found, effectOf, 3)).toBe("Saving reaches all 3 connections of this integration, but for those that override the same: http.headers.X-A with the next call; clientId only at the next reconnect.");
  expect(wordsFor(found, effectOf, 0)).toContain("No connection goes through");
  expect(wordsFor(differenceOf(JSON.stringify(STORED), STORED), effectOf, 3)).toBe("");
});
