import { expect, it } from "vitest";
import { claimsOf } from "./claims";

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

it("reads the claims, letters beyond ASCII too", () => {
  const token = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ id: "müller~>?", exp: 1 })}.c2ln`;
  expect(claimsOf(token)).toEqual({ algorithm: "HS256", payload: { id: "müller~>?", exp: 1 } });
});

it.each(["", "pat-123", "a.b.c", `${encode([1])}.${encode({})}.x`])("says that %j is no token", (text) => {
  expect(claimsOf(text)).toBeNull();
});
