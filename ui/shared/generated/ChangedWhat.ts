
export type ChangedWhat = "status" | "connectors" | "integrations" | "connections" | "attempt" | "drafts" | "calls";
