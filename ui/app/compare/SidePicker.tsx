/** Chooses one side: a connection found as you type, an integration, and of a connection also a point of its history. */
import { useState } from "react";
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from "react-aria-components";
import { SelectField } from "../../shared/components/TextField";
import { moment } from "../../shared/format";
import type { CompareSide } from "../../shared/generated/CompareSide";
import { useAsk } from "../../shared/query";
import { howWords } from "../history/how";
import { useSettled } from "../parameters/usePreview";
import css from "./Compare.module.css";
import { parseSide, sideText } from "./sides";
import { useSideTitle } from "./useSide";

const SHOWN = 30;

interface Choice {
  id: string;
  name: string;
  note: string;
}

/** The choices that what is typed finds: connections by the engine's filter, integrations by name. */
function useChoices(search: string): Choice[] {
  const settled = useSettled(search, 120);
  const connections = useAsk("connections", { filter: settled, limit: SHOWN }, { keep: true });
  const integrations = useAsk("integrations", {});
  const words = search.trim().toLowerCase();
  const ofIntegrations = (integrations.data ?? []).filter((one) => `${one.name} ${one.key}`.toLowerCase().includes(words)).slice(0, SHOWN);
  return [
    ...(connections.data?.items ?? []).map((one) => ({ id: sideText({ kind: "connection", connection: one.id }), name: one.name, note: [one.integrationName, one.variant, `tenant ${one.tenantKey}`].filter(Boolean).join(", ") })),
    ...ofIntegrations.map((one) => ({ id: sideText({ kind: "integration", integration: one.key }), name: `${one.name} (integration)`, note: "its defaults" })),
  ];
}

interface Props {
  label: string;
  side: CompareSide | null;
  onSide: (side: CompareSide) => void;
  testId: string;
  autoFocus?: boolean;
}

export function SidePicker({ label, side, onSide, testId, autoFocus = false }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const base: CompareSide | null = side?.kind === "history" ? { kind: "connection", connection: side.connection } : side;
  const title = useSideTitle(base);
  const choices = useChoices(typed ?? "");
  const own = base === null ? null : { id: sideText(base), name: title, note: "" };
  const items = own === null || choices.some((one) => one.id === own.id) ? choices : [own, ...choices];
  return (
    <div className={css.side}>
      <ComboBox
        className={css.combo ?? ""}
        items={items}
        inputValue={typed ?? title}
        onInputChange={(text) => setTyped(text === title ? null : text)}
        selectedKey={own?.id ?? null}
        onSelectionChange={(key) => {
          const chosen = key === null ? null : parseSide(String(key));
          setTyped(null);
          if (chosen !== null && sideText(chosen) !== own?.id) onSide(chosen);
        }}
        onBlur={() => setTyped(null)}
        menuTrigger="focus"
        allowsEmptyCollection
        autoFocus={autoFocus}
      >
        <Label className={css.label ?? ""}>{label}</Label>
        <Input className={css.input ?? ""} placeholder="A connection or integration" onFocus={(event) => event.currentTarget.select()} data-testid={testId} />
        <Popover className={css.popover ?? ""}>
          <ListBox className={css.options ?? ""} renderEmptyState={() => <p className={css.none}>Nothing fits. Try part of a name, or tenant:acme.</p>}>
            {(choice: Choice) => (
              <ListBoxItem id={choice.id} textValue={choice.name} className={css.option ?? ""}>
                <span>{choice.name}</span>
                <span className={css.note}>{choice.note}</span>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
      {side !== null && side.kind !== "integration" && <Point side={side} onSide={onSide} label={label} testId={`${testId}-point`} />}
    </div>
  );
}

const NOW = "now";

function Point({ side, onSide, label, testId }: { side: Exclude<CompareSide, { kind: "integration" }>; onSide: (side: CompareSide) => void; label: string; testId: string }) {
  const history = useAsk("parameters_history", { connection: side.connection });
  const entries = (history.data ?? []).filter((one) => !one.current || (side.kind === "history" && side.entry === one.id)).sort((a, b) => b.at - a.at);
  if (entries.length === 0) return null;
  const items = [{ value: NOW, label: "now" }, ...entries.map((one) => ({ value: one.id, label: `${moment(one.at)}, ${howWords(one.how)}` }))];
  const pick = (value: string) => onSide(value === NOW ? { kind: "connection", connection: side.connection } : { kind: "history", connection: side.connection, entry: value });
  return <SelectField label="As of" aria-label={`${label}: as of`} value={side.kind === "history" ? side.entry : NOW} onValue={pick} items={items} data-testid={testId} />;
}
