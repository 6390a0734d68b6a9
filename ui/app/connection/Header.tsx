/** A connection's name, how it is doing in words, and what can be done with it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Lamp, lightOf } from "../../shared/components/Lamp";
import { Tag } from "../../shared/components/Tag";
import type { ConnectionDetail } from "../../shared/generated/ConnectionDetail";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";
import { begin } from "../connect/begin";
import { ArchiveDialog } from "./ArchiveDialog";
import css from "./Header.module.css";
import { RenameDialog } from "./RenameDialog";

type Act = () => Promise<string>;

export function Header({ detail }: { detail: ConnectionDetail }) {
  const { summary } = detail;
  const client = useQueryClient();
  const [open, setOpen] = useState<"rename" | "archive" | null>(null);
  const ref = { connection: summary.id };
  const act = useMutation<string, ErrorView, Act>({
    mutationFn: (doing) => doing(),
    onSettled: () => {
      for (const command of ["connection_show", "connections"]) void client.invalidateQueries({ queryKey: [command] });
    },
  });
  const archived = summary.archivedAt !== null;
  const test: Act = async () => (await rpc("connection_test", ref)).words;
  const refresh: Act = async () => {
    await rpc("connection_refresh", ref);
    return "Refreshed: the provider gave a new token.";
  };
  const reconnect: Act = async () => {
    await begin({ kind: "connection", id: summary.id });
    return "";
  };
  const restore: Act = async () => {
    await rpc("connection_restore", ref);
    return "Restored.";
  };
  const needsReconnect = summary.health.state === "needs_reconnect" || summary.health.state === "binding_changed";
  return (
    <header className={css.head}>
      <div className={css.top}>
        <div className={css.name}>
          <Lamp light={lightOf(summary.health)} />
          <h1>{summary.name}</h1>
          <Tag look="integration">{summary.integrationName}</Tag>
          {summary.variant !== null && <Tag look="variant">{summary.variant}</Tag>}
          <Tag>tenant {summary.tenantKey}</Tag>
          {archived && <Tag>archived</Tag>}
        </div>
        <div className={css.acts}>
          {archived ? (
            <Button onClick={() => act.mutate(restore)} busy={act.isPending}>
              Restore
            </Button>
          ) : (
            <>
              <Button onClick={() => act.mutate(test)} disabled={act.isPending} data-testid="test">
                Test
              </Button>
              {detail.hasRefreshToken && (
                <Button onClick={() => act.mutate(refresh)} disabled={act.isPending} data-testid="refresh">
                  Refresh
                </Button>
              )}
              <Button look={needsReconnect ? "primary" : "plain"} onClick={() => act.mutate(reconnect)} disabled={act.isPending} data-testid="reconnect">
                Reconnect
              </Button>
              <Button look="quiet" onClick={() => setOpen("rename")} data-testid="rename">
                Rename…
              </Button>
              <Button look="quiet" onClick={() => setOpen("archive")} data-testid="archive">
                Archive…
              </Button>
            </>
          )}
        </div>
      </div>
      <p className={css.health} role="status" data-testid="health-words" data-state={summary.health.state}>
        {summary.health.words} {summary.health.next !== null && <span className={css.next}>{summary.health.next}</span>}
      </p>
      <div role="status" className={css.said}>
        {act.isPending ? "…" : act.data}
      </div>
      {act.error && <ErrorBox error={act.error} />}
      <RenameDialog id={summary.id} name={summary.name} open={open === "rename"} onClose={() => setOpen(null)} />
      <ArchiveDialog id={summary.id} name={summary.name} open={open === "archive"} onClose={() => setOpen(null)} />
    </header>
  );
}
