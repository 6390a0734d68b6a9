/** A list's own part of the palette and the keyboard: what is done to all that is marked, or else to the row in hand. */
import { useMemo } from "react";
import { count } from "../../shared/format";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import { type Action, useActions } from "../actions/actions";
import { compareWith, compareWithIntegration } from "../compare/useCompareActions";
import { go } from "../route";
import type { RowActs } from "./useRowActs";
import { useManyActs } from "./useManyActs";

interface What {
  ids: ReadonlySet<string>;
  current: ConnectionSummary | undefined;
  acts: RowActs;
  selectAll: () => void;
  clear: () => void;
  onRename: (one: ConnectionSummary) => void;
}

function ofOne(one: ConnectionSummary, acts: RowActs, onRename: What["onRename"]): Action[] {
  const action = (id: string, title: string, run: () => void, keys?: string, words = ""): Action => ({ id: `row.${id}`, title: `${title} “${one.name}”`, group: "Row", words, run, ...(keys === undefined ? {} : { keys }) });
  if (one.archivedAt !== null) return [action("restore", "Restore", () => acts.restore(one), "delete")];
  return [
    action("parameters", "Parameters of", () => go({ screen: "connection", id: one.id, tab: "parameters" }), "p", "override edit"),
    action("test", "Test", () => acts.test(one), "t", "check"),
    action("refresh", "Refresh the token of", () => acts.refresh(one), "r"),
    action("reconnect", "Reconnect", () => acts.reconnect(one), "shift+r", "sign in again"),
    action("rename", "Rename", () => onRename(one), "f2"),
    action("duplicate", "Duplicate", () => acts.duplicate(one), "d", "draft copy clone"),
    action("compare", "Compare with another:", () => compareWith(one.id), "alt+c", "difference"),
    action("compare.integration", "Compare with its integration:", () => compareWithIntegration(one), "alt+i", "difference"),
    action("archive", "Archive", () => acts.archive(one), "delete", "remove"),
  ];
}

export function useGridActions({ ids, current, acts, selectAll, clear, onRename }: What): void {
  const many = useManyActs();
  const actions = useMemo((): Action[] => {
    const all: Action[] = [{ id: "connections.all", title: "Select all connections that the filter finds", group: "Selection", keys: "mod+a", run: selectAll }];
    if (ids.size === 0) return current === undefined ? all : [...all, ...ofOne(current, acts, onRename)];
    const list = [...ids];
    const what = count(ids.size, "selected connection");
    const action = (id: string, title: string, run: () => void, keys?: string): Action => ({ id: `selection.${id}`, title: `${title} ${what}`, group: "Selection", run, ...(keys === undefined ? {} : { keys }) });
    return [...all, action("test", "Test", () => many.test(list), "t"), action("refresh", "Refresh", () => many.refresh(list), "r"), action("archive", "Archive", () => many.archive(list), "delete"), action("restore", "Restore", () => many.restore(list)), { id: "selection.clear", title: "Select nothing", group: "Selection", run: clear }];
  }, [ids, current, acts, many, selectAll, clear, onRename]);
  useActions(actions);
}
