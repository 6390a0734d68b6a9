-- Append-only, as the main file's steps are.
CREATE TABLE calls (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  connection_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  method TEXT NOT NULL,
  url TEXT NOT NULL,
  status INTEGER,
  error_code TEXT,
  duration_ms INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  request_bytes INTEGER NOT NULL,
  response_bytes INTEGER,
  override_hash TEXT,
  failed INTEGER NOT NULL
) STRICT;
CREATE INDEX calls_connection ON calls (connection_id, n);
CREATE INDEX calls_failed ON calls (n) WHERE failed = 1;
