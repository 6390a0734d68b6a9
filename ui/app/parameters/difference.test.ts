import { expect, it } from "vitest";
import type { TracedPart } from "../../shared/generated/TracedPart";
import { compareParts, compareWords, curlOf, urlOf } from "./difference";

const part = (place: string, name: string | null, text: string, path: string | null = null, secret = false): TracedPart => ({ place, name, pieces: [{ text, layer: path === null ? null : "override", path, secret }] });
const marks = (now: TracedPart[], was: TracedPart[], changed: string[] = []) => compareParts(now, was, new Set(changed)).map((one) => `${one.mark} ${one.part.name}`);

it("marks parts that came, went and changed, and shows what went where it stood", () => {
  const was = [part("query", "a", "1"), part("query", "b", "2"), part("query", "c", "3")];
  const now = [part("query", "a", "1"), part("query", "c", "4"), part("query", "d", "5")];
  expect(marks(now, was)).toEqual(["same a", "removed b", "changed c", "added d"]);
  expect(compareParts(now, null, new Set()).every((one) => one.mark === "same")).toBe(true);
});

it("matches headers without regard to case, and tells parts of one name apart", () => {
  expect(marks([part("header", "X-A", "1")], [part("header", "x-a", "1")])).toEqual(["same X-A"]);
  expect(marks([part("query", "a", "1"), part("query", "a", "2")], [part("query", "a", "1")])).toEqual(["same a", "added a"]);
});

it("marks a secret that changed although it looks the same", () => {
  const secret = [part("body", "client_secret", "••••••••", "clientSecret", true)];
  expect(marks(secret, secret)).toEqual(["same client_secret"]);
  expect(marks(secret, secret, ["clientSecret"])).toEqual(["changed client_secret"]);
});

it("compares lists of words, and leaves other texts alone", () => {
  expect(compareWords("a c", "a b")?.map((one) => `${one.mark} ${one.text}`)).toEqual(["same a", "added c", "removed b"]);
  expect(compareWords("x", "y")).toBeNull();
});

it("copies with placeholders for secrets, quoted for a shell", () => {
  const request = { method: "POST", parts: [part("origin", null, "https://a.example"), part("path", null, "/token"), part("query", "q", "it%27s")], headers: [part("header", "X-Note", "it's")], body: [part("body", "client_secret", "••••••••", "clientSecret", true)] };
  expect(urlOf(request.parts)).toBe("https://a.example/token?q=it%27s");
  expect(curlOf(request)).toBe(`curl -X POST 'https://a.example/token?q=it%27s' \\\n  -H 'X-Note: it'\\''s' \\\n  --data-urlencode 'client_secret='"$CLIENT_SECRET"`);
});
