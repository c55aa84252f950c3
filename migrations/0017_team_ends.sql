-- Up Migration
-- When a team was entered and closed, by whom, and who ended a member’s part in it: so that who could see a child on a day
-- is answered the same whenever it is asked. Teams entered before this say nothing of it, and count from their first day.
ALTER TABLE team ADD COLUMN entered_at timestamptz;
ALTER TABLE team ADD COLUMN closed_at timestamptz;
ALTER TABLE team ADD COLUMN closed_by text;
ALTER TABLE team_member ADD COLUMN ended_by text;
COMMENT ON COLUMN team.entered_at IS 'When it was entered; NULL for teams entered before this was kept.';
COMMENT ON COLUMN team.closed_at IS 'When it was closed: every member’s part ended at that instant. NULL while it works.';
COMMENT ON COLUMN team.closed_by IS 'By whom, in words.';
COMMENT ON COLUMN team_member.ended_by IS 'By whom, in words; NULL while it holds.';
