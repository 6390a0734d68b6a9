import { expect, it } from "vitest";
import { judgeHost, judgeOrigin, judgeRedirectUri, judgeTarget } from "./allow";

it("lists origins as browsers send them", () => {
  expect(judgeOrigin(" https://app.example.com ")).toEqual({ value: "https://app.example.com" });
  expect(judgeOrigin("https://app.example.com/")).toEqual({ value: "https://app.example.com" });
  expect(judgeOrigin("https://app.example.com/a?b")).toEqual({ problem: expect.any(String), meant: "https://app.example.com" });
  expect(judgeOrigin("app.example.com/a")).toEqual({ problem: expect.any(String), meant: "https://app.example.com" });
  expect(judgeOrigin("HTTPS://App.Example.com:443")).toEqual({ problem: expect.any(String), meant: "https://app.example.com" });
});

it.each(["", "null", "*", "https://*.example.com", "javascript:alert(1)", "file:///etc", "words"])("refuses the origin %j", (text) => {
  expect(judgeOrigin(text)).toEqual({ problem: expect.any(String) });
});

it("lists redirect URIs as they stand", () => {
  expect(judgeRedirectUri("https://app.example.com/done?x=1")).toEqual({ value: "https://app.example.com/done?x=1" });
  expect(judgeRedirectUri("http://127.0.0.1/done")).toEqual({ value: "http://127.0.0.1/done" });
  expect(judgeRedirectUri("https://app.example.com/#/done")).toEqual({ problem: expect.any(String), meant: "https://app.example.com/" });
  expect(judgeRedirectUri("http://app.example.com/done")).toEqual({ problem: expect.any(String), meant: "https://app.example.com/done" });
});

it.each(["", "/done", "//evil.example", "https:\\\\evil.example", "javascript:alert(1)", "https://a@b.example/", "https://*.example.com/"])("refuses the redirect URI %j", (text) => {
  expect(judgeRedirectUri(text)).toEqual({ problem: expect.any(String) });
});

it("lists hosts alone", () => {
  expect(judgeHost("Hooks.example.com")).toEqual({ value: "hooks.example.com" });
  expect(judgeHost("https://hooks.example.com/a")).toEqual({ problem: expect.any(String), meant: "hooks.example.com" });
  expect(judgeHost("hooks.example.com:8080")).toEqual({ problem: expect.any(String), meant: "hooks.example.com" });
  expect(judgeHost("a b")).toEqual({ problem: expect.any(String) });
});

it("sends webhooks to this machine and to listed hosts", () => {
  expect(judgeTarget("http://localhost:3000/hook", [])).toEqual({ value: "http://localhost:3000/hook" });
  expect(judgeTarget("https://hooks.example.com/a", ["hooks.example.com"])).toEqual({ value: "https://hooks.example.com/a" });
  expect(judgeTarget("https://hooks.example.com/a", [])).toEqual({ problem: expect.any(String), unlisted: "hooks.example.com" });
  expect(judgeTarget("nonsense", [])).toEqual({ problem: expect.any(String) });
});
