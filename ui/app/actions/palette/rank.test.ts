import { expect, it } from "vitest";
import { rank } from "./rank";

const order = (query: string, titles: string[]) =>
  titles
    .map((title) => ({ title, score: rank(query, title) }))
    .filter((one) => one.score !== null)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .map((one) => one.title);

it("puts a beginning before a word's beginning before a part before letters in order", () => {
  expect(order("con", ["Second", "New connection", "Connections", "Copy origin", "Settings"])).toEqual(["Connections", "New connection", "Second", "Copy origin"]);
});

it("needs every word, in any order, and finds words that are not shown", () => {
  expect(rank("conn new", "New connection")).not.toBeNull();
  expect(rank("conn old", "New connection")).toBeNull();
  expect(rank("keyring", "Settings: vault", "keyring passphrase")).not.toBeNull();
  expect(rank("vault", "Settings: vault")).toBeGreaterThan(rank("keyring", "Settings: vault", "keyring passphrase") ?? 0);
});

it("takes letters in order, but not strewn over a sentence", () => {
  expect(rank("nwcn", "New connection")).not.toBeNull();
  expect(rank("acs", "A very long sentence that has cats and snakes")).toBeNull();
});
