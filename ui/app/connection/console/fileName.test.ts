import { expect, it } from "vitest";
import { fileNameOf } from "./fileName";

it("is the last part of the path, with an ending", () => {
  expect(fileNameOf("/v1/contacts?page=2", "application/json; charset=utf-8")).toBe("contacts.json");
  expect(fileNameOf("/files/report.pdf", "application/octet-stream")).toBe("report.pdf");
  expect(fileNameOf("/things", "application/vnd.api+json")).toBe("things.json");
  expect(fileNameOf("/", undefined)).toBe("answer.bin");
});
