/** A call as text to run elsewhere. Credentials are placeholders: the page never holds them. */
import { parseExact, writeExact } from "../../shared/exact";
import { beginsLikeJson, headerIn } from "../../shared/http";
import { MASK } from "../../shared/params/value";

export interface Copyable {
  method: string;
  /** The whole URL. */
  url: string;
  /** As they were sent; masked values become variables. */
  headers: readonly (readonly [string, string])[];
  body: string;
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const variable = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]+/g, "_");

/** Headers that curl makes itself. */
const OF_CURL = new Set(["host", "content-length", "user-agent", "accept-encoding", "connection"]);

/** `Bearer ••••` is `"Bearer $ACCESS_TOKEN"`: double quotes, so that the shell puts the value in. */
function headerOf(name: string, value: string): string {
  if (!value.includes(MASK)) return quote(`${name}: ${value}`);
  const stands = name.toLowerCase() === "authorization" ? "ACCESS_TOKEN" : variable(name);
  const safe = value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("$", "\\$").replaceAll("`", "\\`");
  return `"${name}: ${safe.replaceAll(MASK, `$${stands}`)}"`;
}

export function toCurl({ method, url, headers, body }: Copyable): string {
  const lines = [`curl ${method === "GET" ? "" : `-X ${method} `}${quote(url)}`];
  for (const [name, value] of headers) if (!OF_CURL.has(name.toLowerCase())) lines.push(`-H ${headerOf(name, value)}`);
  if (body !== "") lines.push(`--data-raw ${quote(body)}`);
  return lines.join(" \\\n  ");
}

export interface Through {
  connection: string;
  method: string;
  /** Under the base URL, or whole. */
  path: string;
  /** The developer's own; the connection's are added by Patchbay. */
  headers: readonly (readonly [string, string])[];
  body: string;
}

const VERBS = new Set(["GET", "POST", "PUT", "PATCH", "DELETE"]);

function literal(body: string): string {
  try {
    return writeExact(parseExact(body));
  } catch {
    return JSON.stringify(body);
  }
}

/** The same call by the SDK; by `fetch` where it has headers of its own or a verb that the SDK's proxy cannot send. */
export function toSdk({ connection, method, path, headers, body }: Through): string {
  if (headers.length === 0 && VERBS.has(method)) {
    const data = body === "" ? "" : `, ${literal(body)}`;
    return `const answer = await membrane.connection(${JSON.stringify(connection)}).proxy.${method.toLowerCase()}(${JSON.stringify(path)}${data});`;
  }
  // What the console adds by itself; `fetch` would call the body plain text.
  const typed = body === "" || !beginsLikeJson(body) || headerIn(headers, "Content-Type") !== undefined ? [] : [["Content-Type", "application/json"] as const];
  const all = [["Authorization", null] as const, ...typed, ...headers].map(([name, value]) => `    ${JSON.stringify(name)}: ${value === null ? "`Bearer ${token}`" : JSON.stringify(value)},`);
  const target = path.startsWith("/") ? path : `/${path}`;
  return [
    "// The SDK's proxy sends no headers of one's own, so this goes to the API itself.",
    `const answer = await fetch(\`\${process.env.MEMBRANE_API_URI}/connections/${connection}/proxy${target.replaceAll("`", "%60").replaceAll("${", "%24%7B")}\`, {`,
    `  method: ${JSON.stringify(method)},`,
    "  headers: {",
    ...all,
    "  },",
    ...(body === "" ? [] : [`  body: ${JSON.stringify(body)},`]),
    "});",
  ].join("\n");
}

/** Path and query of a recorded URL, as the console takes it. */
export function pathOf(url: string): string {
  try {
    const { pathname, search } = new URL(url);
    return pathname + search;
  } catch {
    return url;
  }
}
