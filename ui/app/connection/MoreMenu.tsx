/** What is done to a connection now and then. */
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover, Separator } from "react-aria-components";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { Named } from "../../shared/generated/Named";
import { go } from "../route";
import { compareRoute, siblingsOf } from "./actions";
import css from "./MoreMenu.module.css";
import type { Acts } from "./useActs";

interface Props {
  summary: ConnectionSummary;
  variants: readonly Named[];
  acts: Acts;
  onRename: () => void;
  onKey: () => void;
}

export function MoreMenu({ summary, variants, acts, onRename, onKey }: Props) {
  const item = (id: string, label: string, run: () => void, danger = false) => (
    <MenuItem key={id} id={id} className={`${css.item} ${danger ? css.danger : ""}`} onAction={run} data-testid={id}>
      {label}
    </MenuItem>
  );
  return (
    <MenuTrigger>
      <AriaButton className={css.button ?? ""} data-testid="more">
        More
        <svg viewBox="0 0 10 10" aria-hidden="true">
          <path d="m2 3.5 3 3 3-3" />
        </svg>
      </AriaButton>
      <Popover className={css.popover ?? ""} placement="bottom end">
        <Menu className={css.menu ?? ""} aria-label="More to do with this connection">
          {item("rename", "Rename…", onRename)}
          {item("set-key", summary.key === null ? "Give it a key…" : "Change its key…", onKey)}
          {item("duplicate", "Duplicate as a draft", () => acts.duplicate())}
          {siblingsOf(summary, variants).map((other) => item(`variant-${other.id}`, other.label, () => acts.duplicate(other.name, { variant: other.variant })))}
          {item("compare", "Compare with its integration", () => go(compareRoute(summary.id, summary.integrationKey)))}
          <Separator className={css.line ?? ""} />
          {item("archive", "Archive", acts.archive, true)}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
