-- What the API's shapes carry beside what the window shows: tenants with fields and an archive, meta and description,
-- keys that are a tenant's own, what an attempt was for, connection requests, and webhooks that wait or were sent.

ALTER TABLE tenants ADD COLUMN fields TEXT NOT NULL DEFAULT '{}';        -- JSON
ALTER TABLE tenants ADD COLUMN meta TEXT NOT NULL DEFAULT '{}';          -- JSON
ALTER TABLE tenants ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tenants ADD COLUMN archived_at INTEGER;
ALTER TABLE tenants ADD COLUMN credentials BLOB;
UPDATE tenants SET updated_at = created_at;
CREATE INDEX tenants_age ON tenants (created_at);

ALTER TABLE integrations ADD COLUMN description TEXT;
ALTER TABLE integrations ADD COLUMN meta TEXT NOT NULL DEFAULT '{}';             -- JSON
ALTER TABLE integrations ADD COLUMN disabled_options TEXT NOT NULL DEFAULT '[]'; -- JSON

ALTER TABLE connections ADD COLUMN meta TEXT NOT NULL DEFAULT '{}';      -- JSON
-- Two of one tenant may share a key in an older file: the newest keeps it.
UPDATE connections SET key = NULL WHERE key IS NOT NULL AND archived_at IS NULL AND EXISTS (
  SELECT 1 FROM connections newer WHERE newer.tenant_id = connections.tenant_id AND newer.key = connections.key
    AND newer.archived_at IS NULL AND newer.n > connections.n);
CREATE UNIQUE INDEX connections_tenant_key ON connections (tenant_id, key) WHERE key IS NOT NULL AND archived_at IS NULL;

ALTER TABLE attempts ADD COLUMN tenant_id TEXT;
ALTER TABLE attempts ADD COLUMN option TEXT;
ALTER TABLE attempts ADD COLUMN connector_key TEXT;
ALTER TABLE attempts ADD COLUMN connector_version TEXT;
ALTER TABLE attempts ADD COLUMN reply TEXT;                              -- JSON, never a secret
CREATE INDEX attempts_ended ON attempts (created_at) WHERE status NOT IN ('pending', 'redeeming');

CREATE TABLE connection_requests (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  body BLOB NOT NULL,
  status TEXT NOT NULL,
  connection_id TEXT,
  error TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE webhook_deliveries (
  n INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of the events
  id TEXT NOT NULL UNIQUE,
  event TEXT NOT NULL,
  connection_id TEXT,
  body TEXT NOT NULL,                   -- what is sent, to the byte; never a secret
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  status INTEGER,
  error TEXT,
  created_at INTEGER NOT NULL,
  next_at INTEGER                       -- while pending
) STRICT;
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (connection_id, n) WHERE state = 'pending';
