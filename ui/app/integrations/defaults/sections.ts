/** The fields of an integration's form, in the order and under the headings in which it shows them. */
import type { AuthKind } from "../../../shared/generated/AuthKind";
import type { JsonValue } from "../../../shared/generated/serde_json/JsonValue";
import { type Field, fieldFor, fieldsOf } from "../../../shared/params/schema";

const CLIENT = ["clientId", "clientSecret", "scopes"];
const CALLS = ["http.baseUrl", "http.timeoutMs"];
const WITH_CLIENT: AuthKind[] = ["oauth2", "client_credentials", "oauth1"];

export function sectionsOf(schema: JsonValue, kind: AuthKind, connector: string): [string, Field[]][] {
  const declared = fieldsOf(schema).filter((field) => field.kind !== "json" && !field.name.includes("."));
  const isClient = (field: Field) => CLIENT.includes(field.name);
  const client = WITH_CLIENT.includes(kind) ? CLIENT.map((name) => declared.find((field) => field.name === name) ?? fieldFor(name, schema)) : declared.filter(isClient);
  const own = declared.filter((field) => !isClient(field));
  const sections: [string, Field[]][] = [
    ["Required", [...client, ...own].filter((field) => field.required)],
    ["Your app at the provider", client.filter((field) => !field.required)],
    [`What ${connector} takes`, own.filter((field) => !field.required)],
    ["Calls", CALLS.map((name) => fieldFor(name, schema))],
  ];
  return sections.filter(([, fields]) => fields.length > 0);
}
