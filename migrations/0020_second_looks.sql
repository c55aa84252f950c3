-- Up Migration
-- What one person alone could do before: give a program a whole register, and come in as a colleague. A key waits for somebody
-- who reads themselves what it reads; and taking away a colleague’s ways to sign in stays where both can see it.
ALTER TABLE api_key ADD COLUMN approved_at timestamptz;
ALTER TABLE api_key ADD COLUMN approved_by text;
COMMENT ON COLUMN api_key.approved_at IS 'When somebody whose own role reaches what it opens let it work; NULL while it waits and opens nothing.';
COMMENT ON COLUMN api_key.approved_by IS 'By whom, in words: their name, role and organisation.';

-- Keys made by a head who had the role then, or by a trust’s officer, stay; those of administrators wait to be approved. No
-- person, role or key is seen by the owner without a scope: row-level security is lifted from the owner inside this transaction alone.
ALTER TABLE api_key NO FORCE ROW LEVEL SECURITY;
ALTER TABLE person NO FORCE ROW LEVEL SECURITY;
ALTER TABLE membership NO FORCE ROW LEVEL SECURITY;
UPDATE api_key AS k
   SET approved_at = k.made_at, approved_by = p.name
  FROM person AS p
 WHERE p.person_id = k.made_by_person
   AND EXISTS (SELECT 1 FROM membership AS m
                WHERE m.person_id = k.made_by_person AND m.organisation_id = k.organisation_id
                  AND m.role IN ('head', 'trust-officer') AND m.entered_at <= k.made_at
                  AND (m.ended_at IS NULL OR m.ended_at > k.made_at));
ALTER TABLE api_key FORCE ROW LEVEL SECURITY;
ALTER TABLE person FORCE ROW LEVEL SECURITY;
ALTER TABLE membership FORCE ROW LEVEL SECURITY;

ALTER TABLE person ADD COLUMN ways_removed_at timestamptz;
ALTER TABLE person ADD COLUMN ways_removed_by text;
COMMENT ON COLUMN person.ways_removed_at IS 'When an administrator last took away every passkey and provider of theirs, because the key was lost; NULL when never.';
COMMENT ON COLUMN person.ways_removed_by IS 'By whom, in words.';
