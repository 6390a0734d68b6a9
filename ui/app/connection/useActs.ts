/** What can be done to a connection from every one of its tabs. One thing at a time; what it said is kept until the next. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ConnectionDetail } from "../../shared/generated/ConnectionDetail";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { rpc } from "../../shared/host";
import { begin } from "../connect/begin";
import { go } from "../route";
import { archive, duplicate } from "./copies";

type Doing = () => Promise<string>;

export interface Acts {
  busy: boolean;
  error: ErrorView | null;
  /** What the last one said; empty where it speaks for itself. */
  said: string;
  test: () => void;
  refresh: () => void;
  reconnect: () => void;
  archive: () => void;
  restore: () => void;
  /** A draft that is the same but for `set`, and opens it. */
  duplicate: (name?: string, set?: Record<string, JsonValue>) => void;
}

export function useActs({ summary }: ConnectionDetail): Acts {
  const client = useQueryClient();
  const { id, name } = summary;
  const { mutate, isPending, error, data } = useMutation<string, ErrorView, Doing>({
    mutationFn: (doing) => doing(),
    onSettled: () => {
      for (const command of ["connection_show", "connections", "calls", "call_log", "status", "drafts"]) void client.invalidateQueries({ queryKey: [command] });
    },
  });
  const acts = useMemo(() => {
    const ref = { connection: id };
    const unarchive = async () => {
      await rpc("connection_restore", ref);
      for (const command of ["connection_show", "connections", "status"]) void client.invalidateQueries({ queryKey: [command] });
    };
    return {
      test: () => mutate(async () => (await rpc("connection_test", ref)).words),
      refresh: () =>
        mutate(async () => {
          await rpc("connection_refresh", ref);
          return "Refreshed: the provider gave a new token.";
        }),
      reconnect: () =>
        mutate(async () => {
          await begin({ kind: "connection", id });
          return "";
        }),
      archive: () =>
        mutate(async () => {
          await archive(id, name, unarchive);
          go({ screen: "connections" });
          return "";
        }),
      restore: () =>
        mutate(async () => {
          await unarchive();
          return "Restored.";
        }),
      duplicate: (newName?: string, set?: Record<string, JsonValue>) =>
        mutate(async () => {
          await duplicate(id, () => void client.invalidateQueries({ queryKey: ["drafts"] }), newName, set);
          return "";
        }),
    };
  }, [client, mutate, id, name]);
  return { ...acts, busy: isPending, error, said: data ?? "" };
}
