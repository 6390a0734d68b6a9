-- Why the last refresh failed, in words; NULL once one succeeded or the connection was connected anew.
ALTER TABLE connections ADD COLUMN refresh_error TEXT;
