/** What can be done with one connection, at its row. */
import { useMemo, useRef } from "react";
import { Menu, MenuItem, Popover, Separator } from "react-aria-components";
import { Tag } from "../../shared/components/Tag";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import { compareWith, compareWithIntegration } from "../compare/useCompareActions";
import { siblingsOf } from "../connection/actions";
import { useVariants } from "../connection/EnvironmentTag";
import { type ConnectionTab, go } from "../route";
import type { Anchor } from "./ConnectionRow";
import css from "./RowMenu.module.css";
import type { RowActs } from "./useRowActs";

interface Props {
  one: ConnectionSummary;
  anchor: Anchor;
  acts: RowActs;
  onRename: () => void;
  onClose: () => void;
}

const TABS: [ConnectionTab, string][] = [
  ["overview", "Open"],
  ["parameters", "Parameters"],
  ["calls", "Calls"],
  ["code", "Code"],
];

export function RowMenu({ one, anchor, acts, onRename, onClose }: Props) {
  const variants = useVariants(one.connectorKey);
  const atPointer = useRef<HTMLSpanElement>(null);
  const beside = useMemo(() => ({ current: anchor instanceof Element ? anchor : null }), [anchor]);
  const item = (id: string, label: string, run: () => void, danger = false) => (
    <MenuItem key={id} id={id} className={`${css.item} ${danger ? css.danger : ""}`} onAction={run} data-testid={`row-${id}`}>
      {label}
    </MenuItem>
  );
  const line = (id: string) => <Separator key={id} className={css.line ?? ""} />;
  const live = [
    line("l1"),
    item("test", "Test", () => acts.test(one)),
    item("refresh", "Refresh the token", () => acts.refresh(one)),
    item("reconnect", "Reconnect", () => acts.reconnect(one)),
    line("l2"),
    item("rename", "Rename…", onRename),
    item("duplicate", "Duplicate as a draft", () => acts.duplicate(one)),
    ...siblingsOf(one, variants).map((other) => item(`variant-${other.id}`, other.label, () => acts.duplicate(one, other.name, { variant: other.variant }))),
    item("compare-integration", "Compare with its integration", () => compareWithIntegration(one)),
    item("compare", "Compare with…", () => compareWith(one.id)),
    line("l3"),
    item("archive", "Archive", () => acts.archive(one), true),
  ];
  return (
    <>
      {!(anchor instanceof Element) && <span ref={atPointer} className={css.point} style={{ left: anchor.x, top: anchor.y }} />}
      <Popover aria-label={`What to do with ${one.name}`} className={css.popover ?? ""} triggerRef={anchor instanceof Element ? beside : atPointer} isOpen onOpenChange={(open) => !open && onClose()} placement={anchor instanceof Element ? "bottom end" : "bottom start"} offset={anchor instanceof Element ? 8 : 2}>
        {one.variant !== null && (
          <p className={css.about}>
            In the environment <Tag look="variant">{one.variant}</Tag>
          </p>
        )}
        <Menu className={css.menu ?? ""} aria-label={`What to do with ${one.name}`} autoFocus="first" onClose={onClose}>
          {TABS.map(([tab, label]) => item(tab, label, () => go({ screen: "connection", id: one.id, tab })))}
          {one.archivedAt === null ? live : [line("l1"), item("restore", "Restore", () => acts.restore(one)), item("duplicate", "Duplicate as a draft", () => acts.duplicate(one))]}
        </Menu>
      </Popover>
    </>
  );
}
