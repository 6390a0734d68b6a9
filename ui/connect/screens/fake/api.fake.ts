/** The API, the browser's windows and its event streams, as the screens' tests need them. */
import { vi } from "vitest";
import type { Boot } from "../boot";

const STRIPE = { id: "int1", key: "stripe", name: "Stripe" };
export const HUBSPOT = { id: "int2", key: "hubspot", name: "HubSpot" };
const ATLAS = { id: "int3", key: "atlas", name: "Atlas" };
const OTHERS = ["GitHub", "Slack", "Salesforce"].map((name) => ({ id: name, key: name.toLowerCase(), name }));
const INTEGRATIONS = [STRIPE, HUBSPOT, ATLAS, ...OTHERS];
const CONNECTION = { id: "con1", name: "Acme", integrationId: "int3", integration: ATLAS, authOptionKey: "token", connected: true, state: "READY", input: { token: "••••••••" } };

const secret = (name: string, title: string) => ({ type: "object", required: [name], properties: { [name]: { type: "string", title, isSensitive: true } } });
const OPTIONS: Record<string, unknown[]> = {
  int1: [{ type: "client-credentials", inputSchema: secret("secretKey", "Secret key") }],
  int2: [{ type: "oauth2", inputSchema: { type: "object", properties: {} } }],
  int3: [
    { key: "oauth", type: "oauth2", title: "Sign in with Atlas" },
    { key: "token", type: "client-credentials", title: "Use a token", inputSchema: secret("token", "Token") },
  ],
};

interface FakeStream {
  url: string;
  closed: boolean;
  tell: (message: unknown) => void;
}
interface FakePopup {
  name: string;
  closed: boolean;
  close: () => void;
  focus: () => void;
}
interface SentForm {
  action: string;
  target: string;
  payload: Record<string, unknown>;
}

/** Every stream since the last `newApi`. */
export const STREAMS: FakeStream[] = [];

export interface Api {
  all: { what: string; body: unknown }[];
  popups: FakePopup[];
  forms: SentForm[];
  /** Whether popups are blocked. */
  block: boolean;
  /** The bodies of the requests of one kind: `POST /connect`. */
  asked: (what: string) => unknown[];
  answer: (what: string, status: number, body: unknown) => void;
  forget: (what: string) => void;
  /** Of the form that was sent last. */
  requestId: () => string;
}

const integrationOf = (selector: unknown) => INTEGRATIONS.find((one) => one.id === selector || one.key === selector);

function usual(what: string, query: string, body: Record<string, unknown>): [number, unknown] {
  const [, path = ""] = what.split(" ");
  const last = path.split("/").at(-1) ?? "";
  if (what === "GET /integrations") return [200, { items: INTEGRATIONS }];
  if (path.startsWith("/integrations/")) return [200, integrationOf(last)];
  if (what === "GET /connections") return [200, { items: new URLSearchParams(query).get("integrationId") === CONNECTION.integrationId ? [CONNECTION] : [] }];
  if (what.startsWith("DELETE")) return [204, null];
  if (path.startsWith("/connections/")) return [200, CONNECTION];
  if (what === "POST /connection-options") return [200, OPTIONS[body["connectionId"] === "con1" ? "int3" : (integrationOf(body["integrationId"] ?? body["integrationKey"])?.id ?? "")]];
  if (what === "POST /connect") return [200, { id: "made", name: "Made", connected: true, state: "READY" }];
  return [404, { message: `Nothing answers ${what}.` }];
}

export function newApi(): Api {
  const answers = new Map<string, [number, unknown]>();
  const api: Api = {
    all: [],
    popups: [],
    forms: [],
    block: false,
    asked: (what) => api.all.filter((one) => one.what === what).map((one) => one.body),
    answer: (what, status, body) => void answers.set(what, [status, body]),
    forget: (what) => void answers.delete(what),
    requestId: () => String(api.forms.at(-1)?.payload["requestId"]),
  };
  STREAMS.length = 0;
  vi.stubGlobal("fetch", (address: string, init: RequestInit) => {
    const [path, query = ""] = address.split("?");
    const what = `${init.method} ${path}`;
    const body: Record<string, unknown> = typeof init.body === "string" ? (JSON.parse(init.body) as Record<string, unknown>) : {};
    api.all.push({ what, body });
    const [status, answer] = answers.get(what) ?? usual(what, query, body);
    return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(answer), { status }));
  });
  vi.stubGlobal(
    "EventSource",
    class {
      onmessage: ((event: MessageEvent) => void) | null = null;
      private readonly stream: FakeStream;
      constructor(url: string) {
        this.stream = { url, closed: false, tell: (message) => this.onmessage?.(new MessageEvent("message", { data: JSON.stringify(message) })) };
        STREAMS.push(this.stream);
      }
      close() {
        this.stream.closed = true;
      }
    },
  );
  vi.spyOn(window, "open").mockImplementation((_url, name) => {
    if (api.block) return null;
    const popup: FakePopup = { name: String(name), closed: false, close: () => (popup.closed = true), focus: () => undefined };
    api.popups.push(popup);
    return popup as unknown as Window;
  });
  vi.spyOn(HTMLFormElement.prototype, "submit").mockImplementation(function (this: HTMLFormElement) {
    const payload = new FormData(this).get("payload");
    api.forms.push({ action: new URL(this.action).pathname, target: this.target, payload: JSON.parse(String(payload)) as Record<string, unknown> });
  });
  return api;
}

export const bootOf = (over: Partial<Boot>): Boot => ({ screen: "connect", theme: "auto", token: "token", params: { allowMultipleConnections: false }, error: null, ...over });
