-- Up Migration
-- A gap that somebody closed with words is told from one that the registers closed themselves, and the few enrolments
-- that are one of two are found without reading all the others.

ALTER TABLE dual_gap ADD COLUMN closed_by text;
COMMENT ON COLUMN dual_gap.closed_by IS 'Who closed it with words; null while open, and when the registers closed it themselves.';

CREATE INDEX enrolment_dual ON enrolment (setting_id) WHERE status IN ('main', 'subsidiary', 'guest');
