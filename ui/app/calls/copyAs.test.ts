import { expect, it } from "vitest";
import { MASK } from "../../shared/params/value";
import { pathOf, toCurl, toSdk } from "./copyAs";

it("puts variables where credentials were, and leaves everything else to the shell as it is", () => {
  const text = toCurl({ method: "POST", url: "https://api.example.com/a?b='c'", headers: [["authorization", `Bearer ${MASK}`], ["x-api-key", MASK], ["x-note", "it's $HOME"], ["host", "api.example.com"]], body: '{"a":"b\'c"}' });
  expect(text).toBe(["curl -X POST 'https://api.example.com/a?b='\\''c'\\'''", '-H "authorization: Bearer $ACCESS_TOKEN"', '-H "x-api-key: $X_API_KEY"', "-H 'x-note: it'\\''s $HOME'", `--data-raw '{"a":"b'\\''c"}'`].join(" \\\n  "));
});

it("does not let a shell read what stands beside a mask", () => {
  expect(toCurl({ method: "GET", url: "https://a.example", headers: [["cookie", `x="$(id)\`"; s=${MASK}`]], body: "" })).toContain(`-H "cookie: x=\\"\\$(id)\\\`\\"; s=$COOKIE"`);
});

it("writes the SDK's call, and fetch where the SDK cannot send it", () => {
  expect(toSdk({ connection: "a1", method: "POST", path: "/contacts", headers: [], body: '{"name":"Ada"}' })).toBe('const answer = await membrane.connection("a1").proxy.post("/contacts", {\n  "name": "Ada"\n});');
  const other = toSdk({ connection: "a1", method: "HEAD", path: "/me", headers: [["X-Trace", "on"]], body: "" });
  expect(other).toContain("/connections/a1/proxy/me`, {");
  expect(other).toContain('"X-Trace": "on"');
  expect(other).toContain("`Bearer ${token}`");
  const json = (headers: [string, string][]) => toSdk({ connection: "a1", method: "POST", path: "/me", headers, body: "{}" });
  expect(json([["X-Trace", "on"]])).toContain('"Content-Type": "application/json"');
  expect(json([["content-type", "text/csv"]])).not.toContain("application/json");
});

it("takes path and query out of a URL", () => {
  expect(pathOf("http://127.0.0.1:7283/contacts?limit=2#x")).toBe("/contacts?limit=2");
  expect(pathOf("no url")).toBe("no url");
});
