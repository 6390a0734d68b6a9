import { expect, it } from "vitest";
import { summary } from "../../shared/fake/state.fake";
import { holderOf } from "./holders";

const END = 1_900_000_000_000;
const token = { id: "t", scopes: [], expiresAt: END };

it("finds the only connection whose token ends at the same moment, in the same environment", () => {
  const mine = summary("a", "A", { expiresAt: END - 800 });
  const there = summary("b", "B", { expiresAt: END, variant: "sandbox" });
  expect(holderOf(token, "production", [mine, there])?.id).toBe("a");
  expect(holderOf(token, "sandbox", [mine, there])?.id).toBe("b");
});

it("does not guess between two, nor beyond the sandbox", () => {
  const one = summary("a", "A", { expiresAt: END });
  expect(holderOf(token, "production", [one, summary("b", "B", { expiresAt: END + 900 })])).toBeNull();
  expect(holderOf(token, "production", [summary("c", "C", { expiresAt: END, connectorKey: "stripe" })])).toBeNull();
  expect(holderOf(token, "production", [summary("d", "D", { expiresAt: null })])).toBeNull();
});
