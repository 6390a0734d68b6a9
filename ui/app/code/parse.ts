/**
 * Reads an object written in JavaScript or JSON, without running anything: literals only. What is no literal (a variable,
 * `process.env.X`, a call) is noted by its path and left out.
 */
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { formatPath } from "../../shared/params/path";

export class NotAnObject extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

export interface Parsed {
  value: JsonValue;
  /** Paths whose value is code. */
  code: string[];
  end: number;
}

/** Deeper than this is no override. */
const DEPTH = 60;

const SPACE = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const NUMBER = /[+-]?(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)/y;
const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
/** What cannot follow a value, and the words of the language that can. */
const STARTS = /[\p{ID_Start}$_"'`]/u;
const OPERATOR = /^(?:as|satisfies|in|instanceof)\b/;
const CODE = Symbol("code");
type Read = JsonValue | typeof CODE | undefined;

const WORDS: Record<string, Read> = { true: true, false: false, null: null, undefined: undefined };
const ESCAPES: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v", 0: "\0", "\n": "" };
const CLOSERS: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

class Reader {
  readonly code: string[] = [];

  constructor(
    readonly text: string,
    public at: number,
  ) {}

  fail(message: string): never {
    throw new NotAnObject(message, this.at);
  }

  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  /** The next character after blanks and comments. */
  peek(): string {
    this.take(SPACE);
    return this.text[this.at] ?? "";
  }

  string(): string | typeof CODE {
    const mark = this.text[this.at] ?? "";
    let result = "";
    let whole = true;
    for (this.at += 1; this.text[this.at] !== mark; this.at += 1) {
      const char = this.text[this.at];
      if (char === undefined || (char === "\n" && mark !== "`")) this.fail("A text in quotes is not closed.");
      if (mark === "`" && char === "$" && this.text[this.at + 1] === "{") {
        whole = false;
        this.at += 1;
        this.skipGroup();
        this.at -= 1;
      } else result += char === "\\" ? this.escape() : char;
    }
    this.at += 1;
    return whole ? result : CODE;
  }

  escape(): string {
    this.at += 1;
    const char = this.text[this.at] ?? "";
    const hex = /x([\da-fA-F]{2})|u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})/y;
    hex.lastIndex = this.at;
    const found = hex.exec(this.text);
    if (!found) return ESCAPES[char] ?? char;
    this.at += found[0].length - 1;
    const point = parseInt(found[1] ?? found[2] ?? found[3] ?? "0", 16);
    return point > 0x10ffff ? this.fail("There is no such character.") : found[3] === undefined ? String.fromCodePoint(point) : String.fromCharCode(point);
  }

  /** Passes over a bracketed group, whatever is in it. */
  skipGroup(): void {
    const closers: string[] = [];
    do {
      const char = this.peek();
      if (char === "") this.fail("Something is not closed.");
      if (char === '"' || char === "'" || char === "`") this.string();
      else {
        const closer = CLOSERS[char];
        if (closer !== undefined) closers.push(closer);
        else if (char === closers.at(-1)) closers.pop();
        this.at += 1;
      }
    } while (closers.length > 0);
  }

  /** Passes over an expression: to the comma or bracket that ends it. */
  skipCode(): typeof CODE {
    for (let char = this.peek(); !",}])".includes(char) && char !== ""; char = this.peek()) {
      if (char === '"' || char === "'" || char === "`") this.string();
      else if (char in CLOSERS) this.skipGroup();
      else if (char === ";") return CODE;
      else this.at += 1;
    }
    return CODE;
  }

  value(path: readonly string[], depth: number): Read {
    if (depth > DEPTH) this.fail("This is nested too deeply.");
    const start = this.at;
    const found = this.simple(this.peek(), path, depth);
    const next = this.peek();
    if (this.text.startsWith("as const", this.at)) this.at += "as const".length;
    else if (path.length > 0 && next !== "" && !",}]".includes(next)) {
      if (start === this.at) this.fail("Something is missing here.");
      if (found !== CODE && STARTS.test(next) && !this.text.slice(this.at).match(OPERATOR)) this.fail("A comma is missing before this.");
      return this.skipCode();
    }
    return found;
  }

  simple(char: string, path: readonly string[], depth: number): Read {
    if (char === "{") return this.object(path, depth);
    if (char === "[") return this.array(path, depth);
    if (char === '"' || char === "'" || char === "`") return this.string();
    const number = this.take(NUMBER);
    if (number !== null) return Number(number.replaceAll("_", "").replace(/^\+/, ""));
    const name = this.take(NAME);
    if (name === null) return this.skipCode();
    return Object.hasOwn(WORDS, name) ? WORDS[name] : this.skipCode();
  }

  array(path: readonly string[], depth: number): JsonValue {
    const list: JsonValue[] = [];
    const from = this.at;
    this.at += 1;
    for (let char = this.peek(); char !== "]"; char = this.peek()) {
      const inner = [...path, String(list.length)];
      if (char === "") this.open(from, "]");
      const read = char === "." ? this.skipCode() : this.value(inner, depth + 1);
      if (read === CODE) this.code.push(formatPath(inner));
      else list.push(read ?? null);
      this.separator("]", from);
    }
    this.at += 1;
    return list;
  }

  object(path: readonly string[], depth: number): JsonValue {
    const object: Record<string, JsonValue> = {};
    const from = this.at;
    this.at += 1;
    for (let char = this.peek(); char !== "}"; char = this.peek()) {
      if (char === "") this.open(from, "}");
      if (char === ".") {
        this.skipCode();
        this.code.push(formatPath([...path, "…"]));
      } else this.member(object, path, depth);
      this.separator("}", from);
    }
    this.at += 1;
    return object;
  }

  member(object: Record<string, JsonValue>, path: readonly string[], depth: number): void {
    const key = this.key();
    const inner = [...path, key];
    // `{ scopes }` and `scopes() {}` are code.
    const read = this.peek() === ":" ? this.after(() => this.value(inner, depth + 1)) : this.skipCode();
    if (read === CODE) this.code.push(formatPath(inner));
    // Defined, not assigned: an own key `__proto__` stays one.
    else if (read !== undefined) Object.defineProperty(object, key, { value: read, enumerable: true, configurable: true, writable: true });
  }

  after<T>(read: () => T): T {
    this.at += 1;
    this.peek();
    return read();
  }

  key(): string {
    const char = this.peek();
    if (char === '"' || char === "'") return this.string() as string;
    if (char === "[") {
      const key = this.after(() => this.value(["[]"], DEPTH));
      if (typeof key !== "string" || this.peek() !== "]") this.fail("Only a text can be a key in square brackets here.");
      this.at += 1;
      return key;
    }
    return this.take(NAME) ?? this.take(NUMBER) ?? this.fail("A key is missing here.");
  }

  /** Told at the bracket that was opened: the end of the text says nothing about where the other one belongs. */
  open(from: number, closer: "]" | "}"): never {
    this.at = from;
    return this.fail(closer === "]" ? "The list that begins here is not closed: “]” is missing." : "The object that begins here is not closed: “}” is missing.");
  }

  separator(closer: "]" | "}", from: number): void {
    const char = this.peek();
    if (char === ",") this.at += 1;
    else if (char === "") this.open(from, closer);
    else if (char !== closer) this.fail(`A comma is missing before “${char}”.`);
  }
}

/** The object that stands at an offset of a text. Throws {@link NotAnObject}. */
export function parseObject(text: string, at: number): Parsed {
  const reader = new Reader(text, at);
  if (reader.peek() !== "{") reader.fail("An object begins with “{”.");
  const value = reader.object([], 0);
  return { value, code: reader.code, end: reader.at };
}
