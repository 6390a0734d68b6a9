/**
 * JSON whose long numbers stay as they were written. An id of twenty digits does not fit a JavaScript number, and must be
 * neither shown nor sent as another one: it is kept as a marked string, which only these functions make and take apart.
 */
import type { JsonValue } from "./generated/serde_json/JsonValue";

/** A private character of Unicode, which no text has by accident. */
const MARK = "\uE000";

/** Fewer digits always fit, and a text that has no such number is read as it is. */
const LONG = /\d{16}/;
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const keep = (token: string): string => (!token.startsWith('"') && LONG.test(token) && NUMBER.test(token) && String(Number(token)) !== token ? `"${MARK}${token}"` : token);

/** Reads it; throws as `JSON.parse` does. */
export const parseExact = (text: string): JsonValue => JSON.parse(LONG.test(text) ? text.replace(TOKENS, keep) : text) as JsonValue;

/** The number as it was written, where a value stands for one; else null. */
export const exactNumber = (value: JsonValue | undefined): string | null => (typeof value === "string" && value.startsWith(MARK) && NUMBER.test(value.slice(1)) ? value.slice(1) : null);

/** Writes it in lines. */
export const writeExact = (value: JsonValue): string => JSON.stringify(value, null, 2).replaceAll(new RegExp(`"${MARK}([-+.\\deE]+)"`, "g"), "$1");
