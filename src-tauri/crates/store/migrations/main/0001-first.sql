-- Append-only: a step that was ever released is never edited; a change is a new file.
-- Times are UTC milliseconds. A BLOB without another word is sealed by the vault.

CREATE TABLE vault (
  n INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  key_id BLOB NOT NULL,         -- public: stands in the head of every sealed value
  wrapped BLOB,                 -- the data key under the master key; none for memory
  check_value BLOB,
  kdf_salt BLOB,                -- plain
  kdf_memory_kib INTEGER,
  kdf_passes INTEGER,
  retired INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX vault_in_force ON vault (retired) WHERE retired = 0;

CREATE TABLE workspaces (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  secret BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE tenants (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE integrations (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  connector_key TEXT NOT NULL,
  connector_version TEXT NOT NULL,
  parameters BLOB NOT NULL,
  option_parameters BLOB NOT NULL,
  redirect TEXT NOT NULL,       -- JSON
  surface TEXT NOT NULL,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  archived_at INTEGER
) STRICT;
CREATE UNIQUE INDEX integrations_key ON integrations (key) WHERE archived_at IS NULL;

CREATE TABLE connections (
  n INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of making; what pages are cut by
  id TEXT NOT NULL UNIQUE,
  key TEXT,
  name TEXT NOT NULL,
  integration_id TEXT NOT NULL REFERENCES integrations (id),
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  option TEXT,
  variant TEXT,
  override_count INTEGER NOT NULL,
  health TEXT NOT NULL,
  health_cause TEXT,
  health_until INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  connected_at INTEGER NOT NULL,
  last_call_at INTEGER,
  expires_at INTEGER,
  refresh_failed_at INTEGER,
  archived_at INTEGER,
  revision INTEGER NOT NULL
) STRICT;
CREATE INDEX connections_live ON connections (n) WHERE archived_at IS NULL;
CREATE INDEX connections_integration ON connections (integration_id, n);
CREATE INDEX connections_tenant ON connections (tenant_id, n);
CREATE INDEX connections_key ON connections (key) WHERE key IS NOT NULL;

-- What the list is filtered by, in lower case. A narrow table of its own: a filter of one or two letters reads through
-- it, newest first; three letters and more are found by the index beside it.
CREATE TABLE connection_texts (
  n INTEGER PRIMARY KEY REFERENCES connections (n) ON DELETE CASCADE,
  search TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE connection_search USING fts5 (
  search, content = 'connection_texts', content_rowid = 'n', tokenize = 'trigram case_sensitive 1', detail = 'full'
);
CREATE TRIGGER connection_texts_insert AFTER INSERT ON connection_texts BEGIN
  INSERT INTO connection_search (rowid, search) VALUES (new.n, new.search);
END;
CREATE TRIGGER connection_texts_delete AFTER DELETE ON connection_texts BEGIN
  INSERT INTO connection_search (connection_search, rowid, search) VALUES ('delete', old.n, old.search);
END;
CREATE TRIGGER connection_texts_update AFTER UPDATE ON connection_texts BEGIN
  INSERT INTO connection_search (connection_search, rowid, search) VALUES ('delete', old.n, old.search);
  INSERT INTO connection_search (rowid, search) VALUES (new.n, new.search);
END;

CREATE TABLE connection_values (
  connection_id TEXT PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
  overrides BLOB NOT NULL,
  input BLOB NOT NULL,          -- bound to the origins, as credentials are
  marks TEXT NOT NULL,          -- JSON: paths, no values
  origins TEXT NOT NULL         -- JSON: the binding; its hash is in the associated data of what it protects
) STRICT;

CREATE TABLE grants (
  connection_id TEXT PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
  body BLOB NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE credentials (
  connection_id TEXT PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
  body BLOB NOT NULL,
  expires_at INTEGER,
  obtained_at INTEGER NOT NULL,
  epoch INTEGER NOT NULL
) STRICT;

CREATE TABLE refresh_intents (
  connection_id TEXT PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE override_history (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  how TEXT NOT NULL,
  overrides BLOB NOT NULL
) STRICT;
CREATE INDEX override_history_connection ON override_history (connection_id, n);

CREATE TABLE attempts (
  id TEXT PRIMARY KEY,
  state_hash BLOB NOT NULL UNIQUE,  -- SHA-256, plain
  sealed BLOB NOT NULL,             -- empty once it is over
  integration_id TEXT NOT NULL REFERENCES integrations (id),
  connection_id TEXT,
  status TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  finished TEXT                     -- JSON
) STRICT;
CREATE INDEX attempts_pending ON attempts (expires_at) WHERE status = 'pending';

CREATE TABLE attempt_lines (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  step TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX attempt_lines_attempt ON attempt_lines (attempt_id, n);

CREATE TABLE drafts (
  id TEXT PRIMARY KEY,
  body BLOB NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE connector_texts (
  key TEXT NOT NULL,
  version TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (key, version)
) STRICT;

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL           -- JSON, never a secret
) STRICT;

CREATE TABLE sealed_settings (
  name TEXT PRIMARY KEY,
  body BLOB NOT NULL
) STRICT;
