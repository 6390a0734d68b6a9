-- Which undeclared leaves the developer called a secret, or none, is said of an integration: its defaults, the overrides of
-- its connections, drafts and the log all show one value in one way. JSON: paths, no values.

ALTER TABLE integrations ADD COLUMN marks TEXT NOT NULL DEFAULT '{}';
ALTER TABLE connection_values DROP COLUMN marks;
