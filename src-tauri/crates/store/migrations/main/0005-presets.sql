-- Named overrides. A deleted one is kept for a while, so that deleting can be undone.

CREATE TABLE presets (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,       -- the name in lower case
  integration TEXT,             -- key of the integration it was made on
  overrides BLOB NOT NULL,
  secrets TEXT NOT NULL,        -- JSON: paths that are masked, no values
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX presets_name ON presets (name_key) WHERE deleted_at IS NULL;
