/** A connection's own part of the palette and the keyboard. */
import { useMemo } from "react";
import type { ConnectionDetail } from "../../shared/generated/ConnectionDetail";
import type { Named } from "../../shared/generated/Named";
import { type Action, useActions } from "../actions/actions";
import { useCompareActions } from "../compare/useCompareActions";
import { type ConnectionTab, go } from "../route";
import type { Acts } from "./useActs";

export const TABS: { id: ConnectionTab; label: string }[] = [
  { id: "overview", label: "Overview" },
  { id: "parameters", label: "Parameters" },
  { id: "calls", label: "Calls" },
  { id: "code", label: "Code" },
];

/** The variants that a connection could be made in besides its own; the provider's default one has no key. */
export function otherVariants(current: string | null, variants: readonly Named[]): { key: string | null; title: string }[] {
  const others: { key: string | null; title: string }[] = variants.filter((one) => one.key !== current);
  return current === null ? others : [{ key: null, title: "Default environment" }, ...others];
}

/** Name of the copy that is in another variant. */
export const nameIn = (name: string, title: string): string => `${name} (${title.toLowerCase()})`;

export const compareRoute = (id: string, integration: string) => ({ screen: "compare", left: `integration:${integration}`, right: `connection:${id}` }) as const;

export function useConnectionActions(detail: ConnectionDetail, acts: Acts, variants: readonly Named[], open: (what: "rename" | "key") => void): void {
  const { id, name, variant, archivedAt } = detail.summary;
  const { canRefresh } = detail;
  const { test, refresh, reconnect, archive, restore, duplicate } = acts;
  const actions = useMemo<Action[]>(() => {
    const group = "Connection";
    const tabs = TABS.map((tab, at): Action => ({ id: `connection.tab.${tab.id}`, title: `Show ${tab.label.toLowerCase()}`, group, keys: String(at + 1), run: () => go({ screen: "connection", id, tab: tab.id }, true) }));
    if (archivedAt !== null) return [...tabs, { id: "connection.restore", title: `Restore ${name}`, group, run: restore }];
    return [
      ...tabs,
      { id: "connection.test", title: "Test the credentials", group, keys: "t", words: "check ping", run: test },
      ...(canRefresh ? [{ id: "connection.refresh", title: "Refresh the token", group, keys: "r", run: refresh }] : []),
      { id: "connection.reconnect", title: "Reconnect", group, keys: "shift+r", words: "sign in again", run: reconnect },
      { id: "connection.rename", title: "Rename…", group, keys: "f2", run: () => open("rename") },
      { id: "connection.key", title: "Set the key…", group, run: () => open("key") },
      { id: "connection.duplicate", title: "Duplicate as a draft", group, words: "copy clone", run: () => duplicate() },
      ...otherVariants(variant, variants).map((other): Action => ({ id: `connection.variant.${other.key ?? ""}`, title: other.key === null ? "Connect the default environment too" : `Connect ${other.title} too`, group, words: "variant environment", run: () => duplicate(nameIn(name, other.title), { variant: other.key }) })),
      { id: "connection.archive", title: "Archive", group, words: "delete remove disconnect", run: archive },
    ];
  }, [id, name, variant, archivedAt, canRefresh, variants, test, refresh, reconnect, archive, restore, duplicate, open]);
  useActions(actions);
  useCompareActions(detail.summary);
}
