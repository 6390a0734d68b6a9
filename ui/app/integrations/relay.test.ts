import { expect, it } from "vitest";
import { relayProblem } from "./relay";

it.each(["https://app.example.com/oauth", " https://app.example.com/cb?x=1 "])("takes %j", (url) => expect(relayProblem(url)).toBeNull());

it.each([
  ["", "Write the address"],
  ["app.example.com", "not an address"],
  ["http://app.example.com/cb", "https"],
  ["https://app.example.com/cb#here", "from # on"],
  ["https://me:pw@app.example.com/cb", "user name"],
])("says what is wrong with %j", (url, words) => expect(relayProblem(url)).toContain(words));
