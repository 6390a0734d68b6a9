/** What the server wrote into the page: which screen, for whom, with what. */
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";

export type ScreenName = "connect" | "connection" | "reconnect" | "integration" | "main";
export type Theme = "light" | "dark" | "auto";

/** What the embedding page asked for. Developer parameters among it are passed on, never drawn. */
export interface Params {
  integrationKey?: string;
  integrationId?: string;
  connectorKey?: string;
  connectorId?: string;
  connectorVersion?: string;
  connectionId?: string;
  connectionKey?: string;
  name?: string;
  authOptionKey?: string;
  connectionRequestId?: string;
  allowMultipleConnections: boolean;
  connectorParameters?: JsonValue;
  input?: JsonValue;
  redirectUri?: string;
}

/** Why the server did not let this screen through. */
export interface Refusal {
  title: string;
  message: string;
  next: string | null;
}

export interface Boot {
  screen: ScreenName;
  theme: Theme;
  token: string | null;
  params: Params;
  error: Refusal | null;
}

const BARE: Boot = {
  screen: "connect",
  theme: "auto",
  token: null,
  params: { allowMultipleConnections: false },
  error: { title: "This page cannot be opened on its own", message: "It came without what it needs to know.", next: "Go back to the application and start connecting from there." },
};

/** The boot of this page; a page that holds none says so instead of staying blank. */
export function readBoot(page: Document = document): Boot {
  try {
    return (JSON.parse(page.getElementById("boot")?.textContent ?? "null") as Boot | null) ?? BARE;
  } catch {
    return BARE;
  }
}
