/** The ways to write the same connect, in the order in which they are offered. */
import { node, popup, programmatic } from "./javascript";
import type { Piece } from "./pieces";
import type { CodeSubject } from "./subject";
import { curl, form } from "./wire";

export type Way = "popup" | "function" | "form" | "curl" | "node" | "env";

export const WAYS: { id: Way; label: string; what: string }[] = [
  { id: "popup", label: "JavaScript popup", what: "Patchbay's own screen over your page. The SDK hands you the connection when the user is done." },
  { id: "function", label: "JavaScript function", what: "Your page asks the user itself, and the SDK opens no more than the provider's sign-in." },
  { id: "form", label: "HTML form", what: "Without an SDK: your server renders a form, the user's browser posts it and comes back to your address." },
  { id: "curl", label: "cURL", what: "The same request by hand, and a call through the connection." },
  { id: "node", label: "Node", what: "A backend without a page: it signs its own tokens with the workspace's secret." },
  { id: "env", label: ".env", what: "What the Node code reads. Keep it on the server and out of git." },
];

const WRITERS: Record<Exclude<Way, "env">, (subject: CodeSubject) => Piece[]> = { popup, function: programmatic, form, curl, node };

export const write = (way: Exclude<Way, "env">, subject: CodeSubject): Piece[] => WRITERS[way](subject);
