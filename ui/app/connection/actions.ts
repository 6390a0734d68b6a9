/** A connection's own part of the palette and the keyboard. */
import { useMemo } from "react";
import type { ConnectionDetail } from "../../shared/generated/ConnectionDetail";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
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

/** A connection that could be made besides this one: the same, in another variant of its provider. */
export interface Sibling {
  /** Tells it from the others; the provider's default variant has no key. */
  id: string;
  /** What making it is called. */
  label: string;
  name: string;
  variant: string | null;
}

export function siblingsOf({ name, variant }: Pick<ConnectionSummary, "name" | "variant">, variants: readonly Named[]): Sibling[] {
  const others = variants.filter((one) => one.key !== variant).map(({ key, title }): Sibling => ({ id: key, label: `Connect ${title} too`, name: `${name} (${title.toLowerCase()})`, variant: key }));
  return variant === null ? others : [{ id: "default", label: "Connect the default environment too", name: `${name} (default environment)`, variant: null }, ...others];
}

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
      ...siblingsOf({ name, variant }, variants).map((other): Action => ({ id: `connection.variant.${other.id}`, title: other.label, group, words: "variant environment", run: () => duplicate(other.name, { variant: other.variant }) })),
      { id: "connection.archive", title: "Archive", group, words: "delete remove disconnect", run: archive },
    ];
  }, [id, name, variant, archivedAt, canRefresh, variants, test, refresh, reconnect, archive, restore, duplicate, open]);
  useActions(actions);
  useCompareActions(detail.summary);
}
