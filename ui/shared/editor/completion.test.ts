import { CompletionContext } from "@codemirror/autocomplete";
import { json } from "@codemirror/lang-json";
import { ensureSyntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { expect, it } from "vitest";
import type { LeafView } from "../generated/LeafView";
import { completions } from "./completion";
import { about, type Knowledge } from "./knowledge";

const leaf = (path: string, over: Partial<LeafView> = {}): LeafView => ({ path, value: "x", layer: "connector", template: false, beneath: [], declared: true, secret: false, required: false, effect: "live", title: null, removed: false, ...over });

const KNOWN: Knowledge = {
  schema: { type: "object", properties: { region: { type: "string", title: "Region", description: "Where the data lives.", enum: ["eu", "us"] }, live: { type: "boolean" } } },
  variants: [{ key: "sandbox", title: "Sandbox" }],
  leaves: [
    leaf("scopes", { value: ["crm.read"], beneath: [{ layer: "integration", value: ["crm.write"] }] }),
    leaf("http.headers.X-Tenant"),
    leaf("http.headers.Authorization", { value: "Bearer ${accessToken}" }),
    leaf("authorizeParams.audience", { value: "api" }),
  ],
};

/** What is suggested at the bar in a text. */
function at(marked: string, explicit = true): string[] {
  const pos = marked.indexOf("|");
  const state = EditorState.create({ doc: marked.replace("|", ""), extensions: json() });
  ensureSyntaxTree(state, state.doc.length, 5000);
  return (completions(() => KNOWN)(new CompletionContext(state, pos, explicit))?.options ?? []).map((one) => one.label);
}

it.each([
  ['{ "|" }', ["region", "scopes", "http", "authorizeParams"]],
  ["{ | }", ["region", "variant", "tokenParams"]],
  ['{ "a": 1, "|" }', ["region"]],
  ['{ "http": { "|" } }', ["baseUrl", "headers", "query", "timeoutMs", "retry"]],
  ['{ "http": { "headers": { "|" } } }', ["X-Tenant", "X-Api-Version"]],
  ['{ "authorizeParams": { "aud|" } }', ["audience"]],
])("suggests keys in %s", (text, expected) => {
  expect(at(text)).toEqual(expect.arrayContaining(expected));
});

it.each([
  ['{ "region": "|" }', ["eu", "us"]],
  ['{ "region": | }', ["eu", "us"]],
  ['{ "live": | }', ["true", "false"]],
  ['{ "variant": "|" }', ["sandbox"]],
  ['{ "scopes": ["|"] }', ["crm.read", "crm.write"]],
  ['{ "scopes": ["a", "c|"] }', ["crm.read", "crm.write"]],
  ['{ "scopes": ["a", "writ|"] }', ["crm.write"]],
  ['{ "authorizeParams": { "audience": "|" } }', ["api"]],
])("suggests values in %s", (text, expected) => {
  expect(at(text)).toEqual(expected);
});

it("never suggests what no override may set, and nothing unasked where nothing is typed", () => {
  expect(at('{ "http": { "headers": { "|" } } }')).not.toContain("Authorization");
  expect(at("{ | }", false)).toEqual([]);
});

it("knows what a parameter means, and nothing about what is not one", () => {
  expect(about(KNOWN, ["region"])).toEqual(expect.objectContaining({ title: "Region", description: "Where the data lives.", kind: "string" }));
  expect(about(KNOWN, ["http", "headers", "x-tenant"])?.leaf?.path).toBe("http.headers.X-Tenant");
  expect(about(KNOWN, ["nobody", "knows"])).toBeNull();
  expect(about(KNOWN, ["constructor"])).toBeNull();
});
