-- Failed calls are counted and paged by status without a look at their rows. Only failed calls pay for it.
DROP INDEX calls_failed;
CREATE INDEX calls_failed ON calls (n, status, method) WHERE failed = 1;
