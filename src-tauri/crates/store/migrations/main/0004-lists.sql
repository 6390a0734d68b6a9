-- What the index of the list (in memory) must read again. One row for each connection that changed in what lists show,
-- search or group by, under a number that only goes up; times of calls and tokens do not count. Deleted and inserted, not
-- replaced: in a trigger, OR REPLACE gives way to what the statement that fired it says of conflicts.
CREATE TABLE connection_changes (
  at INTEGER PRIMARY KEY AUTOINCREMENT,
  n INTEGER NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER connection_changes_insert AFTER INSERT ON connections BEGIN
  DELETE FROM connection_changes WHERE n = new.n;
  INSERT INTO connection_changes (n) VALUES (new.n);
END;
CREATE TRIGGER connection_changes_delete AFTER DELETE ON connections BEGIN
  DELETE FROM connection_changes WHERE n = old.n;
  INSERT INTO connection_changes (n) VALUES (old.n);
END;
CREATE TRIGGER connection_changes_update AFTER UPDATE ON connections
WHEN (old.key, old.name, old.integration_id, old.tenant_id, old.option, old.variant, old.override_count, old.health,
      old.archived_at)
  IS NOT (new.key, new.name, new.integration_id, new.tenant_id, new.option, new.variant, new.override_count, new.health,
      new.archived_at) BEGIN
  DELETE FROM connection_changes WHERE n = new.n;
  INSERT INTO connection_changes (n) VALUES (new.n);
END;
-- A renamed tenant or integration is read again with any one of its connections.
CREATE TRIGGER connection_changes_tenant AFTER UPDATE OF key, name ON tenants BEGIN
  DELETE FROM connection_changes WHERE n = (SELECT n FROM connections WHERE tenant_id = new.id LIMIT 1);
  INSERT INTO connection_changes (n) SELECT n FROM connections WHERE tenant_id = new.id LIMIT 1;
END;
CREATE TRIGGER connection_changes_integration AFTER UPDATE OF key, name ON integrations BEGIN
  DELETE FROM connection_changes WHERE n = (SELECT n FROM connections WHERE integration_id = new.id LIMIT 1);
  INSERT INTO connection_changes (n) SELECT n FROM connections WHERE integration_id = new.id LIMIT 1;
END;

-- Requests that are kept for a console: name and integration plain, the rest sealed, as a body may hold a secret.
CREATE TABLE saved_requests (
  id TEXT PRIMARY KEY,
  integration_id TEXT NOT NULL REFERENCES integrations (id),
  name TEXT NOT NULL,
  body BLOB NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (integration_id, name)
) STRICT;
