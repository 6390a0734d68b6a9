/** The ways without an SDK: the form that a server renders, and requests with cURL. */
import type { JsonObject } from "../../shared/params/patch";
import { withPlaceholders } from "./literal";
import { code, override, type Piece } from "./pieces";
import { bracketed, type CodeSubject } from "./subject";

/** Where the sample form comes back to. */
const REDIRECT = "http://localhost:3000/integration/callback";

/** JSON on several lines, except lists that fit on one. */
function json(value: unknown, indent: string): string {
  const text = JSON.stringify(value, null, 2).replace(/\[\n\s+([^[\]{}]*?)\n\s+\]/g, (whole, inner: string) => {
    const line = `[${inner.replace(/\n\s+/g, " ")}]`;
    return line.length > 64 ? whole : line;
  });
  return text.replaceAll("\n", `\n${indent}`);
}

type Member = [key: string, value: unknown];

const MARKED = "connectorParameters";

/** An object of JSON whose parameters are marked; `write` makes each text fit where it stands. */
function payload(members: readonly Member[], indent: string, write: (text: string) => string): Piece[] {
  const inner = `${indent}  `;
  return members.flatMap(([key, value], index) => {
    const head = `${index === 0 ? `{\n${inner}` : `,\n${inner}`}${JSON.stringify(key)}: `;
    const text = write(json(value, inner));
    const tail = index === members.length - 1 ? `\n${indent}}` : "";
    return code`${write(head)}${key === MARKED ? override(text) : text}${tail}`;
  });
}

function members(subject: CodeSubject, first: readonly Member[], last: readonly Member[]): Member[] {
  const inputs = Object.fromEntries(subject.inputs.map((name) => [name, bracketed(name)]));
  const all: (Member | null)[] = [
    ...first,
    ["integrationKey", subject.integration],
    subject.name === "" ? null : ["name", subject.name],
    subject.option === null ? null : ["authOptionKey", subject.option],
    ["allowMultipleConnections", true],
    subject.inputs.length === 0 ? null : ["input", inputs],
    Object.keys(subject.override).length === 0 ? null : [MARKED, withPlaceholders(subject.override, bracketed) as JsonObject],
    ...last,
  ];
  return all.filter((one) => one !== null);
}

const attribute = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("'", "&#39;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The form of the contract. The user's browser posts it, and comes back to `redirectUri` with `connectionId` or `error`. */
export const form = (subject: CodeSubject): Piece[] => code`<!-- Rendered by your server: it signs the token, and the address to come back to is listed under API, Access. -->
<form method="POST" action="${attribute(subject.apiUrl)}/connect" enctype="application/x-www-form-urlencoded">
  <input
    type="hidden"
    name="payload"
    value='${payload(members(subject, [["token", "<token>"]], [["redirectUri", REDIRECT]]), "    ", attribute)}'
  />
  <button type="submit">Connect</button>
</form>
`;

/** A word of a POSIX shell. */
export const shell = (text: string): string => (/^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Two requests: one that connects, one through the connection. The body comes by standard input, so that it is in no list of processes. */
export const curl = (subject: CodeSubject): Piece[] => code`TOKEN=$(patchbay token --tenant ${shell(subject.tenant)})

# Connects. Where the user has to sign in, the answer's clientAction.uiUrl is where.
curl ${shell(`${subject.apiUrl}/connect`)} \\
  --header "Authorization: Bearer $TOKEN" \\
  --header 'Content-Type: application/json' \\
  --data-binary @- <<'JSON'
${payload(members(subject, [], []), "", (text) => text)}
JSON

# A call through ${subject.connection === null ? "it: CONNECTION is the id in the answer above" : "this connection"}; any path of the provider's API.
curl ${subject.connection === null ? `"${subject.apiUrl}/connections/$CONNECTION/proxy/"` : shell(`${subject.apiUrl}/connections/${subject.connection}/proxy/`)} \\
  --header "Authorization: Bearer $TOKEN"
`;
