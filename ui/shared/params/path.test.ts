import { expect, it } from "vitest";
import { formatPath, parsePath } from "./path";

it.each([
  ["scopes", ["scopes"]],
  ["http.headers.X-Api-Version", ["http", "headers", "X-Api-Version"]],
  ['http.query["a.b"]', ["http", "query", "a.b"]],
  ['http.query[""]', ["http", "query", ""]],
  ['tokenParams["a\\"]b"].c', ["tokenParams", 'a"]b', "c"]],
  ["http.headers.__proto__", ["http", "headers", "__proto__"]],
  ["tokenParams.größe", ["tokenParams", "größe"]],
  ['tokenParams["say \\"hi\\""]', ["tokenParams", 'say "hi"']],
])("%s is read and written alike", (text, segments) => {
  expect(parsePath(text)).toEqual(segments);
  expect(formatPath(segments)).toBe(text);
});

it.each(["", ".", "a.", "a..b", 'a["b', "a]b"])("%j is no path", (text) => {
  expect(parsePath(text)).toBeNull();
});
