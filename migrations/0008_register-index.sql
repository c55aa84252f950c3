-- Up Migration
-- Rows of one setting come in order of day, so a full page of this index is split behind the last day of a setting and its
-- left half is never written to again: room left free in it is lost. Three bytes a register, of about a hundred that are
-- no mark. Pages that are there already stay as they are until they are split, or until REINDEX.
ALTER INDEX register_pkey SET (fillfactor = 100);
