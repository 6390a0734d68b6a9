import { expect, it } from "vitest";
import { MASK } from "../../shared/params/value";
import { type Way, write } from "./languages";
import { plain } from "./pieces";
import { understand, type Understood } from "./understand";

const OVERRIDE = { scopes: ["contacts", "it's </b>"], variant: "sandbox", http: { headers: { "X-Api-Version": "2024-10" } } };

function read(text: string, current = {}): Understood {
  const found = understand(text, current);
  if ("problem" in found) throw new Error(found.problem);
  return found;
}

it.each(["popup", "function", "form", "curl", "node"] as Exclude<Way, "env">[])("takes the override out of our own %s code, and keeps what a placeholder stands for", (way) => {
  const override = { ...OVERRIDE, clientSecret: MASK, tokenParams: { key: MASK } };
  const text = plain(write(way, { apiUrl: "http://127.0.0.1:7282", integration: "acme", tenant: "t", name: "N", option: null, override, inputs: ["apiKey"], connection: null }));
  const found = read(text, { clientSecret: MASK });
  expect(found.override).toEqual({ ...OVERRIDE, clientSecret: MASK });
  expect(found).toMatchObject({ kept: ["clientSecret"], left: ["tokenParams.key"], integration: "acme" });
});

it("reads the three ways of the source page", () => {
  const popup = "await membrane.ui.connect({\n  integrationKey: 'hubspot',\n  allowMultipleConnections: true,\n  connectorParameters: {\n    scopes: ['contacts', 'deals', 'companies'], // Custom OAuth scopes\n  },\n})";
  const fn = "const connection = await membrane.integration('hubspot').connect({\n  input: {\n    // User-provided connection input\n    apiKey: 'user-api-key',\n  },\n  connectorParameters: {\n    // Developer-provided connector customizations\n    scopes: ['contacts', 'deals', 'companies'],\n  },\n})";
  const form = `<form method="POST" action="https://api.getmembrane.com/connect" enctype="application/x-www-form-urlencoded">
  <input type="hidden" name="payload" value='{
    "integrationId": "your-integration-id",
    "input": {"apiKey": "user-api-key"},
    "connectorParameters": { "scopes": ["contacts", "deals", "companies"] },
    "redirectUri": "https://your-backend.com/integration/callback"
  }' /></form>`;
  const wanted = { scopes: ["contacts", "deals", "companies"] };
  expect(read(popup)).toMatchObject({ override: wanted, integration: "hubspot", from: "code with the SDK" });
  expect(read(fn)).toMatchObject({ override: wanted, integration: "hubspot" });
  expect(read(form)).toMatchObject({ override: wanted, integration: "your-integration-id", from: "an HTML form" });
  expect(read(`curl http://127.0.0.1:7282/connect --data '${JSON.stringify({ integrationKey: "hubspot", connectorParameters: wanted })}'`)).toMatchObject({ override: wanted, integration: "hubspot" });
  expect(read(`curl -d 'payload=${encodeURIComponent(JSON.stringify({ connectorParameters: wanted }))}' http://x/connect`)).toMatchObject({ override: wanted });
});

it("reads an object as people write it", () => {
  expect(read('{"scopes": []}')).toMatchObject({ override: { scopes: [] }, from: "JSON" });
  expect(read("({ a: 1_000, b: -.5, 'c-d': `x`, \"e\": 0x1f, ['f']: true, g: undefined, h: null, i: '\\u{1F600}\\x41', } as const)")).toMatchObject({ override: { a: 1000, b: -0.5, "c-d": "x", e: 31, f: true, h: null, i: "😀A" } });
  expect(read("export const parameters = {\n  /* } */ scopes: ['a'],\n};\nconst other = {};").override).toEqual({ scopes: ["a"] });
});

it("never runs anything, and says what is code", () => {
  const found = read("{ ...defaults, clientSecret: process.env.SECRET ?? fail('}'), scopes, variant: env === 'x' ? 'a' : 'b', http: { headers: { 'X-A': `v${n}` }, baseUrl: 'https://a' }, run() { throw 1 }, list: ['a', b] }", { clientSecret: MASK, scopes: ["s"] });
  expect(found.override).toEqual({ clientSecret: MASK, scopes: ["s"], http: { baseUrl: "https://a" }, list: ["a"] });
  expect(found.kept).toEqual(["clientSecret", "scopes"]);
  expect(found.left).toEqual(expect.arrayContaining(["…", "variant", "http.headers.X-A", "run", "list.1"]));
});

it("keeps a key called __proto__ as a key", () => {
  const { override } = read('{ ["__proto__"]: { polluted: true } }');
  expect(Object.keys(override)).toEqual(["__proto__"]);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

it("says what is wrong, and where", () => {
  expect(understand("", {})).toEqual({ problem: "", line: null });
  expect(understand("hello", {})).toEqual({ problem: expect.stringContaining("no object") as string, line: null });
  expect(understand("{\n  a: 1\n  b: 2 }", {})).toMatchObject({ line: 3 });
  expect(understand("connectorParameters: {\n scopes: ['a', ", {})).toMatchObject({ problem: expect.stringContaining("not closed") as string });
  expect(understand(`{ a: ${"[".repeat(100)}`, {})).toMatchObject({ problem: expect.stringContaining("nested") as string });
});

it("passes over parameters in a comment, and takes a URL's slashes for none", () => {
  expect(read("// connectorParameters: { a: 1 }\nconnectorParameters: { b: 2 }").override).toEqual({ b: 2 });
  expect(read("connect({ apiUri: 'https://x', connectorParameters: { b: 2 } }) // { a: 1 }").override).toEqual({ b: 2 });
});

it("a snippet without parameters is an empty override, not its own options", () => {
  expect(read("membrane.ui.connect({ integrationKey: 'a', allowMultipleConnections: true })").override).toEqual({});
});
