-- Up Migration
-- Registers of more than 2 kB are mostly those of colleges' events, which expect few of many: compressed in their row they
-- take a tenth of the room they take beside it. Smaller ones stay as they are, a byte a place.
ALTER TABLE register ALTER COLUMN marks SET STORAGE EXTENDED;
