import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readBoot } from "./boot";

const page = readFileSync("connect.html", "utf8");

it("holds the place that the server fills, once and as it expects it", () => {
  expect(page.split('<script type="application/json" id="boot">null</script>')).toHaveLength(2);
});

it("has no inline style, and no script that runs inline: its policy refuses both", () => {
  expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=/i);
  expect([...page.matchAll(/<script(?![^>]*\ssrc=)(?![^>]*application\/json)/gi)]).toEqual([]);
});

it("sends forms with their origin: a page without a referrer sends Origin null, which is refused", () => {
  expect(page).toContain('<meta name="referrer" content="same-origin" />');
});

it("reads a boot, and says so where there is none", () => {
  const of = (text: string) => readBoot(new DOMParser().parseFromString(page.replace('id="boot">null<', () => `id="boot">${text}<`), "text/html"));
  expect(of('{"screen":"main","theme":"dark","token":"\\u003c/script\\u003e","params":{"allowMultipleConnections":true},"error":null}')).toMatchObject({ screen: "main", token: "</script>" });
  expect(of("null").error).not.toBeNull();
  expect(of("{").error).not.toBeNull();
});
