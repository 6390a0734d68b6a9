import { expect, it } from "vitest";
import type { IntegrationSummary } from "../../shared/generated/IntegrationSummary";
import { usualOf } from "./usual";

const one = (key: string, connections: number) => ({ key, connections }) as IntegrationSummary;

it("is the one with the most connections, else the sandbox, else the first", () => {
  expect(usualOf([one("a", 1), one("b", 3), one("sandbox", 2)])?.key).toBe("b");
  expect(usualOf([one("a", 0), one("sandbox", 0)])?.key).toBe("sandbox");
  expect(usualOf([one("a", 0), one("b", 0)])?.key).toBe("a");
  expect(usualOf([])).toBeUndefined();
});
