/** The two ways of the SDK in a page, and the backend's. */
import { code, input, override, type Piece } from "./pieces";
import { literal, quote } from "./literal";
import { bracketed, type CodeSubject, variablesOf } from "./subject";

/** A text as it may stand in a comment of one line. */
const remark = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").replace(/<(?=[/!])/g, "< ");

const inPage = (path: string): string => quote(bracketed(path));

const hasOverride = (subject: CodeSubject): boolean => Object.keys(subject.override).length > 0;

/** The members of a connect's options that are not the parameters. */
function options(subject: CodeSubject, indent: string): string {
  const lines = [subject.name === "" ? null : `name: ${quote(subject.name)}`, subject.option === null ? null : `authOptionKey: ${quote(subject.option)}`, "allowMultipleConnections: true"];
  return lines.filter((line) => line !== null).map((line) => `${indent}${line},\n`).join("");
}

function parameters(subject: CodeSubject, secret: (path: string) => string): readonly Piece[] {
  if (!hasOverride(subject)) return [];
  return code`  // What only this connection has different from the integration's defaults.
  connectorParameters: ${override(literal(subject.override, secret, "  "))},
`;
}

/** Values that an end user would have typed. */
function typed(subject: CodeSubject): readonly Piece[] {
  if (subject.inputs.length === 0) return [];
  const lines = subject.inputs.map((name) => `    ${/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name)}: ${quote(bracketed(name))},\n`).join("");
  return code`  // What the user typed in your own form.
  input: ${input(`{\n${lines}  }`)},
`;
}

const client = (subject: CodeSubject): Piece[] => code`import { MembraneClient } from '@membranehq/sdk'

const membrane = new MembraneClient({
  apiUri: ${quote(subject.apiUrl)},
  uiUri: ${quote(subject.apiUrl)},
  // Your backend signs a token for the tenant that is logged in, here ${remark(subject.tenant)}.
  fetchToken: () => fetch('/membrane-token').then((answer) => answer.text()),
})
`;

/** `membrane.ui.connect()`: Patchbay's own screen, over the page. */
export const popup = (subject: CodeSubject): Piece[] => code`${client(subject)}
const connection = await membrane.ui.connect({
  integrationKey: ${quote(subject.integration)},
${options(subject, "  ")}${parameters(subject, inPage)}})
`;

/** `integration(key).connect()`: the page asks for the input itself. */
export const programmatic = (subject: CodeSubject): Piece[] => code`${client(subject)}
const connection = await membrane.integration(${quote(subject.integration)}).connect({
${options(subject, "  ")}${typed(subject)}${parameters(subject, inPage)}})
`;

/** A backend without a page: it signs its own tokens, connects by JSON and calls through the connection. */
export function node(subject: CodeSubject): Piece[] {
  const names = variablesOf(subject);
  return code`import { MembraneClient } from '@membranehq/sdk'

// The lines of the .env tab; run with: node --env-file=.env connect.mjs
const {
  MEMBRANE_API_URI: apiUri,
  MEMBRANE_WORKSPACE_KEY: workspaceKey,
  MEMBRANE_WORKSPACE_SECRET: workspaceSecret,
} = process.env

// With the workspace's key and secret the SDK signs its own tokens, here for the tenant ${remark(subject.tenant)}.
const membrane = new MembraneClient({ apiUri, workspaceKey, workspaceSecret, tenantKey: ${quote(subject.tenant)} })

let connection = await membrane.post('/connect', {
  integrationKey: ${quote(subject.integration)},
${options(subject, "  ")}${typed(subject)}${parameters(subject, (path) => `process.env.${names.get(path) ?? "SECRET"}`)}})

// Where the user has to sign in, that is at this address; it works once.
if (connection.state !== 'READY') console.log(connection.clientAction.uiUrl)
while (connection.state !== 'READY') {
  await new Promise((done) => setTimeout(done, 1000))
  connection = await membrane.connection(connection.id).get()
}

// A call: the credential is added on the way, and the parameters above hold for it.
console.log(await membrane.connection(connection.id).proxy.get('/'))

// A page gets its token from you: await membrane.getToken()
`;
}
