/** What is to be connected: whose name to show, the ways to sign in, and what to send besides what the person types. */
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { isObject } from "../../shared/params/patch";
import { isMask } from "../../shared/params/value";
import type { Params } from "./boot";
import type { Connection, Option, Payload, Wire } from "./wire";

export interface Subject {
  /** The provider, as the developer named the integration. */
  name: string;
  /** Said under the title. */
  words: string | null;
  /** Whether an existing connection is renewed. */
  renews: boolean;
  options: Option[];
  payload: Payload;
  /** What the fields start with. */
  initial: Readonly<Record<string, JsonValue>>;
}

/** An option without a key is the only one of its connector; "" says the same (contract Q7). */
export const keyOf = (option: Option): string => option.key ?? "";

/** The options that the person may choose from: all, or the one that the developer named. */
function offered(options: readonly Option[], named: string | null | undefined): Option[] {
  if (named === undefined || named === null || named === "") return [...options];
  return options.filter((option) => keyOf(option) === named);
}

/** What was typed earlier, without what only a mask stands for. */
function typed(input: JsonValue | undefined): Record<string, JsonValue> {
  if (!isObject(input)) return {};
  return Object.fromEntries(Object.entries(input as Record<string, JsonValue>).filter(([, value]) => !isMask(value)));
}

/** Renews one connection: its own way to sign in, its name, its earlier answers. */
export async function renewal(wire: Wire, selector: string, params: Params): Promise<Subject> {
  const connection = await wire.connection(selector);
  const options = await wire.options({ connectionId: connection.id, connectorParameters: params.connectorParameters });
  const named = params.authOptionKey ?? connection.authOptionKey;
  const name = connection.integration?.name ?? connection.name;
  return {
    name,
    words: connection.name === name ? null : connection.name,
    renews: true,
    options: offered(options, named),
    payload: { connectionId: connection.id, connectorParameters: params.connectorParameters, name: params.name, connectionRequestId: params.connectionRequestId },
    initial: { ...typed(connection.input), ...typed(params.input) },
  };
}

const replaced = (connection: Connection | null | undefined, params: Params): string | null => {
  if (!connection || params.allowMultipleConnections || params.connectionKey !== undefined) return null;
  return `Already connected as “${connection.name}”. Connecting again renews that connection.`;
};

/** What the embedding page asked to connect. */
export async function asked(wire: Wire, params: Params): Promise<Subject> {
  if (params.connectionId !== undefined) return renewal(wire, params.connectionId, params);
  const integration = params.integrationId ?? params.integrationKey;
  const connector = params.connectorId ?? params.connectorKey;
  if (integration === undefined && connector === undefined && params.connectionKey !== undefined) return renewal(wire, params.connectionKey, params);
  const target: Payload = integration === undefined ? { connectorId: params.connectorId, connectorKey: params.connectorKey, connectorVersion: params.connectorVersion } : { integrationId: params.integrationId, integrationKey: params.integrationKey };
  const named: Promise<{ name: string; connection?: Connection | null }> = integration === undefined ? wire.connector(connector ?? "") : wire.integration(integration);
  const [of, options] = await Promise.all([named, wire.options({ ...target, connectorParameters: params.connectorParameters })]);
  return {
    name: of.name,
    words: replaced(of.connection, params),
    renews: false,
    options: offered(options, params.authOptionKey),
    payload: {
      ...target,
      connectionKey: params.connectionKey,
      name: params.name,
      connectorParameters: params.connectorParameters,
      connectionRequestId: params.connectionRequestId,
      allowMultipleConnections: params.allowMultipleConnections,
    },
    initial: typed(params.input),
  };
}
