import { expect, it } from "vitest";
import type { LeafView } from "../../shared/generated/LeafView";
import type { Preview } from "../../shared/generated/Preview";
import { rowAfter, rowsOf } from "./rows";

const leaf = (path: string, over: Partial<LeafView> = {}): LeafView => ({ path, value: "x", layer: "connector", template: false, beneath: [], declared: true, secret: false, required: false, effect: "live", title: null, removed: false, ...over });
const preview = (leaves: LeafView[], over: Partial<Preview> = {}): Preview => ({ overrides: {}, problems: [], missing: [], leaves, hidden: [], changes: [], effect: { words: "", effect: "none", scopesAdded: [], scopesRemoved: [], outsideBinding: [] }, authorize: null, token: null, refresh: null, call: null, unresolved: [], ...over });

const ALL = [leaf("apiVersion"), leaf("authorizeParams.prompt", { declared: false, layer: "override" }), leaf("clientSecret", { secret: true, value: "••••••••" }), leaf("http.baseUrl"), leaf("scopes", { value: ["crm.read"] })];
const ids = (filter: string) => rowsOf(preview(ALL), filter).map((row) => row.id);

it("groups parameters, what is asked for and by whom first", () => {
  expect(ids("")).toEqual(["group client", "scopes", "clientSecret", "group own", "apiVersion", "group http", "http.baseUrl", "group extra", "authorizeParams.prompt"]);
});

it("filters by path, value, layer and mark, and leaves no empty group", () => {
  expect(ids("crm")).toEqual(["group client", "scopes"]);
  expect(ids("layer:override")).toEqual(["group extra", "authorizeParams.prompt"]);
  expect(ids("is:secret")).toEqual(["group client", "clientSecret"]);
  expect(ids("nothing-has-this")).toEqual([]);
});

it("shows what is no longer set where it stood", () => {
  const rows = rowsOf(preview(ALL, { changes: [{ path: "http.query.page", before: "1", after: null, effect: "live" }] }), "");
  expect(rows.map((row) => row.id)).toContain("gone http.query.page");
});

it("shows what is still needed among its like, until it has a value", () => {
  const missing = [{ path: "clientId", code: "required_removed" as const, message: "", allowed: [], nearest: null, line: null, column: null }];
  expect(rowsOf(preview(ALL, { missing }), "").map((row) => `${row.kind} ${row.id}`).slice(0, 4)).toEqual(["group group client", "leaf scopes", "missing clientId", "leaf clientSecret"]);
  expect(rowsOf(preview([leaf("clientId", { value: null, removed: true })], { missing }), "").map((row) => row.kind)).toEqual(["group", "leaf"]);
});

it("moves over headings and stops at both ends", () => {
  const rows = rowsOf(preview(ALL), "");
  const to = (at: number, key: string) => rows[rowAfter(rows, at, key) ?? -1]?.id;
  expect(to(2, "ArrowDown")).toBe("apiVersion");
  expect(to(4, "ArrowUp")).toBe("clientSecret");
  expect(to(1, "ArrowUp")).toBe("scopes");
  expect(to(8, "ArrowDown")).toBe("authorizeParams.prompt");
  expect(to(8, "Home")).toBe("scopes");
  expect(to(1, "End")).toBe("authorizeParams.prompt");
  expect(to(8, "PageUp")).toBe("scopes");
  expect(rowAfter(rows, 1, "x")).toBeNull();
});

it("takes thousands of parameters in a frame or so", () => {
  const many = Array.from({ length: 4000 }, (_, index) => leaf(`http.headers.X-${index}`, { beneath: [{ layer: "connector", value: "${apiVersion}" }] }));
  const before = performance.now();
  expect(rowsOf(preview(many), "X-39")).not.toHaveLength(0);
  expect(performance.now() - before).toBeLessThan(400);
});
