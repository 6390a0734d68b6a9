/** Names a tenant: one of those known, or a new one as it is typed. */
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Button as AriaButton } from "react-aria-components";
import { useAsk } from "../../shared/query";
import css from "./TenantField.module.css";

export function TenantField({ value, onValue, problem }: { value: string; onValue: (value: string) => void; problem: string | undefined }) {
  const tenants = useAsk("tenants", {});
  const known = tenants.data ?? [];
  const fresh = value.trim() !== "" && tenants.data !== undefined && !known.some((one) => one.key === value.trim());
  return (
    <ComboBox className={css.field ?? ""} allowsCustomValue inputValue={value} onInputChange={onValue} onSelectionChange={(key) => key !== null && onValue(String(key))} defaultItems={known} isInvalid={problem !== undefined}>
      <Label>Tenant</Label>
      <div className={css.line}>
        <Input className={css.input ?? ""} spellCheck={false} autoComplete="off" data-testid="token-tenant" />
        <AriaButton className={css.open ?? ""} aria-label="Show tenants">
          <svg viewBox="0 0 12 12" width="10" height="10" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
            <path d="M2 4l4 4 4-4" />
          </svg>
        </AriaButton>
      </div>
      <p className={problem === undefined ? css.hint : css.problem}>{problem ?? (fresh ? "New here: it is added when its token is first used." : "Your customer or user: the one whose connections the token reaches.")}</p>
      <Popover className={css.popover ?? ""} offset={4}>
        <ListBox className={css.items ?? ""}>
          {(item: { key: string; name: string }) => (
            <ListBoxItem id={item.key} textValue={item.key} className={css.item ?? ""}>
              <span>{item.key}</span>
              {item.name !== item.key && <small>{item.name}</small>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
