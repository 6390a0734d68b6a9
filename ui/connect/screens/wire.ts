/** What the screens ask of the API that served them, on its own origin and with the token that the page came with. */
import type { Told } from "../../shared/components/ErrorBox";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";

export interface Integration {
  id: string;
  key: string;
  name: string;
  /** This tenant's default connection through it. */
  connection?: Connection | null;
}

export interface Connection {
  id: string;
  name: string;
  integrationId?: string;
  integration?: { id: string; name: string } | null;
  authOptionKey?: string | null;
  state?: string;
  connected?: boolean;
  error?: { message?: string } | null;
  createdAt?: string;
  lastActiveAt?: string | null;
  archivedAt?: string | null;
  input?: JsonValue;
}

/** One way to sign in. */
export interface Option {
  key?: string | null;
  type: string;
  title?: string | null;
  description?: string | null;
  inputSchema?: JsonValue;
}

/** What `POST /connect` takes; `undefined` is left out. */
export type Payload = Readonly<Record<string, JsonValue | undefined>>;

/** A refusal of the API, or no answer at all. */
export class WireError extends Error implements Told {
  readonly next: string | null;
  readonly problems: Told["problems"];
  /** HTTP status; 0 where no answer came. */
  readonly status: number;

  constructor(told: Told, status: number) {
    super(told.message);
    this.name = "WireError";
    this.next = told.next;
    this.problems = told.problems;
    this.status = status;
  }
}

interface ErrorBody {
  message?: string;
  data?: { path?: string | null; problems?: { path: string; message: string }[] } | null;
}

/** The wire's error JSON (contract 1.4) as a person reads it. Its message already says what to do. */
export function told(body: unknown): Told {
  const { message, data } = (typeof body === "object" && body !== null ? body : {}) as ErrorBody;
  if (typeof message !== "string" || message === "") return { message: "Something went wrong on the way.", next: "Try again.", problems: [] };
  const problems = Array.isArray(data?.problems) ? data.problems : [];
  return { message, next: null, problems: problems.length === 0 && typeof data?.path === "string" ? [{ path: data.path, message }] : problems };
}

const UNREACHABLE: Told = { message: "The service that keeps your connections does not answer.", next: "Check that it is running and that you are online, then try again.", problems: [] };

/** Most entries that a list asks for at once; the contract's limit. */
const PAGE = 1000;

export class Wire {
  readonly token: string | null;

  constructor(token: string | null) {
    this.token = token;
  }

  integration = (selector: string): Promise<Integration> => this.get(`/integrations/${encodeURIComponent(selector)}`);
  integrations = (): Promise<Integration[]> => this.list("/integrations", {});
  connector = (selector: string): Promise<{ name: string }> => this.get(`/connectors/${encodeURIComponent(selector)}`);
  connection = (selector: string): Promise<Connection> => this.get(`/connections/${encodeURIComponent(selector)}`);
  connections = (integrationId: string): Promise<Connection[]> => this.list("/connections", { integrationId });
  disconnect = (selector: string): Promise<unknown> => this.ask("DELETE", `/connections/${encodeURIComponent(selector)}`);

  /** The ways to sign in. They depend on the developer's parameters, so those are sent along. */
  options = (subject: Payload): Promise<Option[]> => this.ask("POST", "/connection-options", subject);
  /** Connects without leaving the page: for the kinds that need no sign-in at the provider. */
  connect = (payload: Payload): Promise<Connection> => this.ask("POST", "/connect", payload);

  private get<T>(path: string): Promise<T> {
    return this.ask("GET", path);
  }

  private async list<T>(path: string, query: Record<string, string>): Promise<T[]> {
    const all: T[] = [];
    let cursor: string | undefined;
    do {
      const search = new URLSearchParams({ ...query, limit: String(PAGE), ...(cursor === undefined ? {} : { cursor }) });
      const page: { items: T[]; cursor?: string } = await this.get(`${path}?${search}`);
      all.push(...page.items);
      cursor = page.items.length === 0 ? undefined : page.cursor;
    } while (cursor !== undefined && cursor !== "");
    return all;
  }

  private async ask<T>(method: string, path: string, body?: Payload): Promise<T> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (this.token !== null) headers["Authorization"] = `Bearer ${this.token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let answer: Response;
    try {
      answer = await fetch(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    } catch {
      throw new WireError(UNREACHABLE, 0);
    }
    const text = await answer.text().catch(() => "");
    const read = readJson(text);
    if (!answer.ok) throw new WireError(told(read), answer.status);
    return read as T;
  }
}

function readJson(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whatever was thrown, as a person reads it. */
export const asTold = (thrown: unknown): Told => (thrown instanceof WireError ? thrown : told(null));
