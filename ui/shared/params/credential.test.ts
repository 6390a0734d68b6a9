import { expect, it } from "vitest";
import type { LeafView } from "../generated/LeafView";
import { isReserved } from "./credential";

const leaf = (path: string, value: string, over: Partial<LeafView> = {}): LeafView => ({ path, value, layer: "connector", template: value.includes("${"), beneath: [], declared: true, secret: false, required: false, effect: "live", title: null, removed: false, ...over });
const KEY = leaf("apiKey", "••••••••", { secret: true, layer: "input" });

it.each([
  leaf("http.headers.Authorization", "Bearer x"),
  leaf("http.headers.Proxy-Authorization", "x"),
  leaf("http.headers.X-Auth", "Token ${accessToken}"),
  leaf("http.query.key", "${apiKey}"),
  leaf("http.headers.X-Auth", "a ${refreshToken ?? 'b'}"),
  leaf("http.headers.X-Auth", "mine", { layer: "override", beneath: [{ layer: "connector", value: "${accessToken}" }] }),
])("%j cannot be overridden", (one) => {
  expect(isReserved(one, [one, KEY])).toBe(true);
});

it.each([
  leaf("http.headers.X-Api-Version", "${apiVersion}"),
  leaf("http.headers.X-Note", "${note ?? 'accessToken'}"),
  leaf("http.headers.X-Own", "accessToken", { layer: "override" }),
  leaf("http.baseUrl", "https://${code}.example.com"),
  leaf("authorizeParams.host", "example.com"),
])("%j can be overridden", (one) => {
  expect(isReserved(one, [one, KEY])).toBe(false);
});
