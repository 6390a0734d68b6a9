import type { HealthView } from "./HealthView";

export type ConnectionSummary = { id: string, key: string | null, name: string, integrationKey: string, integrationName: string, connectorKey: string, tenantKey: string, variant: string | null, option: string | null, overrideCount: number, health: HealthView, expiresAt: number | null, lastCallAt: number | null, connectedAt: number, createdAt: number, archivedAt: number | null, };
