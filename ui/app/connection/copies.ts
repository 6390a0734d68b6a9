/** Acts on a connection that its page and its row have in common: each says what came of them in its own place. */
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { rpc } from "../../shared/host";
import { say } from "../../shared/toast";
import { go } from "../route";

/** The longest name that a connection may have. */
const LONGEST_NAME = 200;

/** A draft that is the same but for `set`, and opens it. `renew` asks for the drafts again first, or its screen would find it gone. */
export async function duplicate(connection: string, renew: () => void, name?: string, set?: Record<string, JsonValue>): Promise<void> {
  const draft = await rpc("connection_duplicate", { connection, ...(name === undefined ? {} : { name: name.slice(0, LONGEST_NAME) }), ...(set === undefined ? {} : { set }) });
  renew();
  if (draft.id !== null) go({ screen: "draft", id: draft.id });
}

/** Archives at once; the remark at the window's foot takes it back. */
export async function archive(connection: string, name: string, undo: () => unknown): Promise<void> {
  const { warning } = await rpc("connection_archive", { connection });
  say(`Archived “${name}”. ${warning ?? "Its override is kept."}`, { undo, look: warning === null ? "plain" : "bad" });
}
