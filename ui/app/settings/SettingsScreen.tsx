/** Settings: what the developer likes, where secrets are protected, tenants, presets, what Diagnostics finds, and the keys. */
import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { ShortcutList } from "../actions/ShortcutList";
import { PresetsPanel } from "../presets/PresetsPanel";
import { go, type SettingsTab } from "../route";
import { DiagnosticsTab } from "./DiagnosticsTab";
import { GeneralTab } from "./GeneralTab";
import css from "./Settings.module.css";
import { TenantsTab } from "./TenantsTab";
import { VaultTab } from "./VaultTab";

const TABS: readonly { id: SettingsTab; label: string; flush?: true; show: () => ReactNode }[] = [
  { id: "general", label: "General", show: () => <GeneralTab /> },
  { id: "vault", label: "Vault", show: () => <VaultTab /> },
  { id: "tenants", label: "Tenants", show: () => <TenantsTab /> },
  { id: "presets", label: "Presets", flush: true, show: () => <PresetsPanel /> },
  { id: "diagnostics", label: "Diagnostics", show: () => <DiagnosticsTab /> },
  {
    id: "shortcuts",
    label: "Shortcuts",
    show: () => (
      <div className={css.wide}>
        <p className={css.lead}>These hold here and now. Screens add their own: press ? on one to see them.</p>
        <ShortcutList />
      </div>
    ),
  },
];

export function SettingsScreen({ tab }: { tab: SettingsTab }) {
  return (
    <div className={css.screen}>
      <header className={css.head}>
        <h1>Settings</h1>
      </header>
      <Tabs className={css.tabs ?? ""} selectedKey={tab} onSelectionChange={(key) => go({ screen: "settings", tab: key as SettingsTab }, true)}>
        <TabList className={css.list ?? ""} aria-label="Settings">
          {TABS.map((one) => (
            <Tab key={one.id} id={one.id} className={css.tab ?? ""} data-testid={`tab-${one.id}`}>
              {one.label}
            </Tab>
          ))}
        </TabList>
        {TABS.map((one) => (
          <TabPanel key={one.id} id={one.id} className={`${css.panel} ${one.flush ? css.flush : ""}`}>
            {one.show()}
          </TabPanel>
        ))}
      </Tabs>
    </div>
  );
}
