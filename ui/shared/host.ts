/**
 * The one way from the page to the engine, and the only module that names Tauri.
 *
 * A page is served by the desktop app; in a development server or a test, where there is no app around it,
 * a stand-in with invented data answers. Neither stand-in is part of a production build.
 */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { BodyEncoding } from "./generated/BodyEncoding";
import type { Changed } from "./generated/Changed";
import type { Commands } from "./generated/Commands";
import type { ErrorView } from "./generated/ErrorView";
import { asError } from "./problem";

export type CommandName = keyof Commands;

export interface Host {
  rpc<C extends CommandName>(cmd: C, payload: Commands[C][0]): Promise<Commands[C][1]>;
  onChanged(hear: (changed: Changed) => void): () => void;
  saveFile(file: SavedFile): Promise<string | null>;
}

/** A file that the developer saves. */
export interface SavedFile {
  /** The name that the dialog begins with. */
  name: string;
  body: string;
  encoding: BodyEncoding;
}

const app: Host = {
  rpc: (cmd, payload) => invoke("rpc", { cmd, payload }),
  onChanged(hear) {
    const stop = listen<Changed>("changed", (event) => hear(event.payload));
    return () => void stop.then((end) => end());
  },
  saveFile: (file) => invoke("save_file", { ...file }),
};

const refuse = (): Promise<never> =>
  Promise.reject<never>({
    code: "internal",
    message: "This page is not running inside the Patchbay app, so there is no engine to answer it.",
    next: "Start Patchbay, and use its window.",
    path: null,
    problems: [],
  } satisfies ErrorView);

const alone: Host = { rpc: refuse, onChanged: () => () => undefined, saveFile: refuse };

let current: Host = "__TAURI_INTERNALS__" in globalThis ? app : alone;

/** Puts another host in place: the development server's or a test's. */
export function setHost(host: Host): void {
  current = host;
}

/** Whether the app is around this page. */
export const inApp = (): boolean => current === app;

/** Asks the engine. Rejects with an {@link ErrorView}, also where the webview itself refuses, which says so in other ways. */
export async function rpc<C extends CommandName>(cmd: C, payload: Commands[C][0]): Promise<Commands[C][1]> {
  try {
    return await current.rpc(cmd, payload);
  } catch (thrown) {
    throw asError(thrown);
  }
}

/** Asks the developer where to, and writes a file there. Where it was written; null where they thought better of it. */
export async function saveFile(file: SavedFile): Promise<string | null> {
  try {
    return await current.saveFile(file);
  } catch (thrown) {
    throw asError(thrown);
  }
}

/** Hears what changed in the engine; the answer stops it. */
export function onChanged(hear: (changed: Changed) => void): () => void {
  return current.onChanged(hear);
}
