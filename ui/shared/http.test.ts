import { expect, it } from "vitest";
import { beginsLikeJson, headerIn } from "./http";

it("finds a header however its name is written, and the first of several", () => {
  const headers = [["X-Trace", "on"], ["CONTENT-type", "text/csv"], ["content-type", "text/plain"]] as const;
  expect(headerIn(headers, "Content-Type")).toBe("text/csv");
  expect(headerIn(headers, "x-trace")).toBe("on");
  expect(headerIn(headers, "X-Tra")).toBeUndefined();
});

it.each([["{", true], ['\n [{"a":', true], ["", false], ["name: [a]", false], ['"text"', false]])("says whether %j begins like JSON", (text, does) => {
  expect(beginsLikeJson(text)).toBe(does);
});
