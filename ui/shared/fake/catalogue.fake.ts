/** Invented connectors, of every kind, with and without variants and options. */
import type { AcceptedRedirect } from "../generated/AcceptedRedirect";
import type { ConnectorDetail } from "../generated/ConnectorDetail";
import type { ConnectorSummary } from "../generated/ConnectorSummary";
import type { Named } from "../generated/Named";
import type { JsonObject } from "../params/patch";
import { SCHEMA } from "./layers.fake";

const named = (...keys: string[]): Named[] => keys.map((key) => ({ key, title: key.charAt(0).toUpperCase() + key.slice(1) }));
const make = (key: string, name: string, over: Partial<ConnectorSummary> = {}): ConnectorSummary => ({ key, name, version: "1.0.0", kind: "oauth2", options: [], variants: [], own: false, docs: `https://docs.${key}.example/api`, ...over });

const FIRST: ConnectorSummary[] = [
  make("sandbox", "Sandbox", { variants: named("sandbox"), docs: "" }),
  make("stripe", "Stripe", { kind: "key", docs: "" }),
  make("airtable", "Airtable"),
  make("bigcommerce", "BigCommerce", { options: [{ key: "token", title: "Store API token" }] }),
  make("docusign", "DocuSign", { variants: named("demo") }),
  make("ebay", "eBay", { variants: named("sandbox") }),
  make("github", "GitHub", { options: [{ key: "app", title: "GitHub App" }, { key: "token", title: "Personal access token" }] }),
  make("hubspot", "HubSpot", { variants: named("eu"), options: [{ key: "private-app", title: "Private app token" }] }),
  make("jira", "Jira"),
  make("mailchimp", "Mailchimp"),
  make("netsuite", "NetSuite", { kind: "oauth1" }),
  make("notion", "Notion"),
  make("openweather", "OpenWeather", { kind: "key" }),
  make("salesforce", "Salesforce", { variants: named("sandbox"), options: [{ key: "jwt", title: "JWT bearer" }] }),
  make("sftp-gateway", "SFTP Gateway", { kind: "basic" }),
  make("snowflake", "Snowflake", { kind: "jwt" }),
  make("twilio", "Twilio", { kind: "basic", variants: named("test") }),
  make("xero", "Xero", { kind: "client_credentials" }),
  make("zendesk", "Zendesk", { options: [{ key: "token", title: "API token" }] }),
];

const KEY_SCHEMA: JsonObject = { type: "object", properties: { accountId: { type: "string", title: "Account", description: "Sent with every call." }, apiVersion: { type: "string", title: "API version", enum: ["2024-06-20", "2026-02-01"] }, test: { type: "boolean", title: "Test mode" }, http: { type: "object" } } };

/** What a connector's developer sets. */
export const schemaOf = (kind: ConnectorSummary["kind"]): JsonObject => (["oauth2", "oauth1", "client_credentials"].includes(kind) ? SCHEMA : KEY_SCHEMA);

const fileOf = (one: ConnectorSummary): string => `# How to reach ${one.name}. Invented, like everything in the stand-in.
format = 1
key = "${one.key}"
name = "${one.name}"
version = "${one.version}"
docs = "${one.docs}"

[auth]
kind = "${one.kind}"
default_scopes = ["contacts.read", "deals.read"]

[auth.authorize]
url = "https://login.${one.key}.example/authorize"
params = { access_type = "offline" }

[auth.token]
url = "https://login.${one.key}.example/token"
client = "basic"

[http]
base_url = "https://api.${one.key}.example/v2"
timeout_ms = 30000
headers = { "X-Api-Version" = "\${apiVersion}" }
${one.variants.map((variant) => `
[variants.${variant.key}]
title = "${variant.title}"
auth.authorize.url = "https://${variant.key}.${one.key}.example/authorize"
http.base_url = "https://api.${variant.key}.${one.key}.example/v2"
`).join("")}
[params.apiVersion]
source = "developer"
type = "string"
title = "API version"
default = "2026-01"
`;

export interface FakeCatalogue {
  all: ConnectorSummary[];
  detail: (key: string, inputSchema: JsonObject) => ConnectorDetail;
  copy: (key: string, newKey: string | undefined) => string;
}

export function newCatalogue(): FakeCatalogue {
  const all = [...FIRST];
  const find = (key: string): ConnectorSummary => all.find((one) => one.key === key) ?? (all[0] as ConnectorSummary);
  return {
    all,
    detail: (key, inputSchema) => {
      const summary = find(key);
      const ways: AcceptedRedirect[] = key === "ebay" ? ["relay"] : ["loopback", "deep-link", "relay"];
      return { summary, text: fileOf(summary), parametersSchema: schemaOf(summary.kind), inputSchema, webviewAllowed: !["ebay", "github"].includes(key), redirectNote: key === "sandbox" ? "The sandbox takes loopback URIs on any port." : "https, or http on localhost. Up to 50 URIs for each app.", redirectStrategies: ways };
    },
    copy: (key, newKey) => {
      const from = find(key);
      const made = newKey ?? `my-${key}`;
      all.push({ ...from, key: made, name: `${from.name} (mine)`, own: true });
      return made;
    },
  };
}
