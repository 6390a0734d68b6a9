import ts from "typescript";
import { expect, it } from "vitest";
import { MASK } from "../../shared/params/value";
import { write } from "./languages";
import { plain } from "./pieces";
import { type CodeSubject, variablesOf } from "./subject";

const ODD = JSON.parse(`{
  "scopes": ["contacts", "deals & more", "</script><!-- -->"],
  "clientSecret": "${MASK}",
  "http": { "headers": { "X-Trace": "it's \\"on\\"\\u2028", "Accept Language": "${MASK}" }, "timeoutMs": 30000 },
  "__proto__": { "polluted": true },
  "": "empty key",
  "ключ": "значение",
  "default": null,
  "2fa": false,
  "nested": { "a.b": [1, -2.5, { "deep": "x\\ny" }], "empty": {} }
}`) as CodeSubject["override"];

const subject = (over: Partial<CodeSubject> = {}): CodeSubject => ({ apiUrl: "http://127.0.0.1:7282", integration: "acme", tenant: "o'hara\nand co", name: "It's </script>", option: "api-key", override: ODD, inputs: ["apiKey", "sub-domain"], connection: null, ...over });

/** The value of a literal in the syntax tree: nothing is run. Code that reads the environment is told by its name. */
function valueOf(node: ts.Expression): unknown {
  if (ts.isStringLiteral(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isPrefixUnaryExpression(node)) return -(valueOf(node.operand) as number);
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(valueOf);
  if (ts.isPropertyAccessExpression(node)) return node.getText();
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return node.kind === ts.SyntaxKind.TrueKeyword;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (!ts.isObjectLiteralExpression(node)) throw new Error(`no literal: ${node.getText()}`);
  const object = {};
  for (const member of node.properties) {
    if (!ts.isPropertyAssignment(member)) throw new Error("no property");
    const { name } = member;
    if (!ts.isComputedPropertyName(name) && (name as ts.Identifier).text === "__proto__") throw new Error("would set the prototype");
    const key = ts.isComputedPropertyName(name) ? (name.expression as ts.StringLiteral).text : (name as ts.Identifier).text;
    Object.defineProperty(object, key, { value: valueOf(member.initializer), enumerable: true });
  }
  return object;
}

function read(source: string): { parameters: unknown; input: unknown } {
  const file = ts.createSourceFile("code.mjs", source, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  expect((file as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics).toEqual([]);
  const found: Record<string, unknown> = {};
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ["connectorParameters", "input"].includes(node.name.getText())) found[node.name.getText()] = valueOf(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { parameters: found["connectorParameters"], input: found["input"] };
}

const filled = (secret: (path: string) => string): unknown => JSON.parse(JSON.stringify(ODD).replace(MASK, secret("clientSecret")).replace(MASK, secret("http.headers.Accept Language")));
const INPUT = { apiKey: "<apiKey>", "sub-domain": "<sub-domain>" };

it.each(["popup", "function"] as const)("%s is JavaScript that says the same override, with placeholders for secrets", (way) => {
  const text = plain(write(way, subject()));
  const { parameters, input } = read(text);
  expect(JSON.stringify(parameters)).toBe(JSON.stringify(filled((path) => `<${path.split(".").at(-1)}>`)));
  expect(input).toEqual(way === "function" ? INPUT : undefined);
  expect(text).not.toContain(MASK);
  expect(text).not.toMatch(/<\/script|<!--/i);
});

it("Node reads its secrets from the environment, under distinct names that are valid", () => {
  const { parameters, input } = read(plain(write("node", subject())));
  expect(JSON.stringify(parameters)).toBe(JSON.stringify(filled((path) => `process.env.${path === "clientSecret" ? "ACME_CLIENT_SECRET" : "ACME_HEADERS_ACCEPT_LANGUAGE"}`)));
  expect(input).toEqual(INPUT);
  const odd = subject({ integration: "3cx", override: { a_b: MASK, aB: MASK, "": MASK } });
  expect([...variablesOf(odd).values()]).toEqual(["INTEGRATION_3CX_A_B", "INTEGRATION_3CX_A_B_2", "INTEGRATION_3CX_SECRET"]);
});

it("the form's field holds the payload, whatever is in it", () => {
  const text = plain(write("form", subject()));
  const page = new DOMParser().parseFromString(text, "text/html");
  const inputs = page.querySelectorAll("input");
  expect(inputs).toHaveLength(1);
  expect(page.querySelector("form")?.getAttribute("action")).toBe("http://127.0.0.1:7282/connect");
  const payload = JSON.parse(inputs[0]?.value ?? "") as Record<string, unknown>;
  expect(JSON.stringify(payload["connectorParameters"])).toBe(JSON.stringify(filled((path) => `<${path.split(".").at(-1)}>`)));
  expect(payload).toMatchObject({ token: "<token>", integrationKey: "acme", name: "It's </script>", authOptionKey: "api-key", allowMultipleConnections: true, input: INPUT, redirectUri: "http://localhost:3000/integration/callback" });
});

it("the request's body comes by standard input, and a tenant cannot leave its quotes", () => {
  const text = plain(write("curl", subject({ connection: "65f0c1d2e3b4a5968778695a" })));
  const body = /<<'JSON'\n([\s\S]*?)\nJSON\n/.exec(text)?.[1];
  expect(JSON.stringify((JSON.parse(body ?? "") as Record<string, unknown>)["connectorParameters"])).toBe(JSON.stringify(filled((path) => `<${path.split(".").at(-1)}>`)));
  expect(text).toContain("--tenant 'o'\\''hara\nand co')\n");
  expect(text).toContain("curl http://127.0.0.1:7282/connections/65f0c1d2e3b4a5968778695a/proxy/ ");
});

it("is as short as it can be where there is nothing to say", () => {
  const text = plain(write("popup", subject({ tenant: "acme", name: "", option: null, override: {}, inputs: [] })));
  expect(text).toContain("membrane.ui.connect({\n  integrationKey: 'acme',\n  allowMultipleConnections: true,\n})");
});

it("writes keys bare and lists on one line, as a person would", () => {
  const text = plain(write("popup", subject({ override: { scopes: ["contacts", "deals"], variant: "sandbox", http: { headers: { "X-Api-Version": "2024-10" } } } })));
  expect(text).toContain(`  connectorParameters: {
    scopes: ['contacts', 'deals'],
    variant: 'sandbox',
    http: {
      headers: { 'X-Api-Version': '2024-10' },
    },
  },`);
});
