-- Whose calls they were, for those who may read only their own.
ALTER TABLE calls ADD COLUMN integration_id TEXT NOT NULL DEFAULT '';
ALTER TABLE calls ADD COLUMN tenant_id TEXT NOT NULL DEFAULT '';
CREATE INDEX calls_tenant ON calls (tenant_id, n);
