import { expect, it } from "vitest";
import { parseFilter, passes } from "./filter";

const ROW = { name: "Acme Inc", tenant: "acme", variant: "eu" };
const fits = (text: string): boolean => passes(parseFilter(text), ROW);

it.each(["", "acme", "ACME inc", "tenant:acme", '"acme inc"', "name:acme variant:eu", "-globex", "-tenant:globex", "tenant:", "acme env:", "-tenant:"])("%j lets the row through", (text) => {
  expect(fits(text)).toBe(true);
});

it.each(["globex", "acme globex", "tenant:inc", "-acme", "-variant:eu", '"inc acme"', "nothing:acme"])("%j keeps the row out", (text) => {
  expect(fits(text)).toBe(false);
});
