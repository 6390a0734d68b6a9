import { expect, it } from "vitest";
import { back, forth, startAt, write } from "./timeline";

it("goes back and forth, and forgets what was taken back once something else is written", () => {
  const both = write(write(startAt("a"), "b", null, 0), "c", null, 0);
  expect(back(both).text).toBe("b");
  expect(back(back(both)).text).toBe("a");
  expect(back(back(back(both))).text).toBe("a");
  expect(forth(forth(back(back(both)))).text).toBe("c");
  expect(forth(write(back(both), "d", null, 0)).text).toBe("d");
});

it("joins what is typed into one place in one go", () => {
  const typed = write(write(write(startAt(""), "x", "json", 0), "xy", "json", 500), "xyz", "json", 1000);
  expect(back(typed).text).toBe("");
  expect(back(write(typed, "xyz!", "json", 5000)).text).toBe("xyz");
  expect(back(write(typed, "other", "form:scopes", 1100)).text).toBe("xyz");
  expect(back(write(write(typed, "step", null, 1100), "step2", null, 1101)).text).toBe("step");
});

it("is not joined with what was taken back", () => {
  const again = write(back(write(write(startAt("a"), "b", null, 0), "c", "json", 10)), "d", "json", 20);
  expect(back(again).text).toBe("b");
});

it("keeps a bounded number of steps", () => {
  let line = startAt("0");
  for (let step = 1; step <= 1000; step += 1) line = write(line, String(step), null, step);
  expect(line.past).toHaveLength(200);
  expect(line.past[0]).toBe("800");
});
