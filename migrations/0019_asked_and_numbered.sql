-- Up Migration
-- What a family asks is read under its own scope: the gate enters it, and reads no row of a record, a copy least of all.
-- And a child’s number is given once, whoever has been deleted since.

-- The gate enters what is asked; the numbers it was given are all that it is told.
REVOKE ALL ON subject_access, subject_access_step, subject_access_copy, rectification FROM headwater_gate;
GRANT INSERT ON subject_access, subject_access_step, rectification TO headwater_gate;
GRANT USAGE ON SEQUENCE subject_access_request_id_seq TO headwater_gate, headwater_setting, headwater_steward;
DROP POLICY subject_access_copy_gate ON subject_access_copy;
DROP POLICY subject_access_gate ON subject_access;
DROP POLICY subject_access_step_gate ON subject_access_step;
DROP POLICY rectification_gate ON rectification;
CREATE POLICY subject_access_gate ON subject_access FOR INSERT TO headwater_gate WITH CHECK (nullif(current_setting('headwater.gate', true), '') IS NOT NULL);
CREATE POLICY subject_access_step_gate ON subject_access_step FOR INSERT TO headwater_gate WITH CHECK (nullif(current_setting('headwater.gate', true), '') IS NOT NULL);
CREATE POLICY rectification_gate ON rectification FOR INSERT TO headwater_gate WITH CHECK (nullif(current_setting('headwater.gate', true), '') IS NOT NULL);

-- A child or a parent reads what they asked themselves, about a child whom their scope reaches: whatever its category, for
-- the words are their own. headwater.person is set for families alone.
GRANT SELECT ON subject_access, subject_access_copy, rectification TO headwater_children;
CREATE POLICY subject_access_children ON subject_access FOR SELECT TO headwater_children USING (learner_id = ANY (nullif(current_setting('headwater.learners', true), '')::bigint[]) AND asked_by = nullif(current_setting('headwater.person', true), '')::bigint);
CREATE POLICY subject_access_copy_children ON subject_access_copy FOR SELECT TO headwater_children USING (learner_id = ANY (nullif(current_setting('headwater.learners', true), '')::bigint[]) AND person_id = nullif(current_setting('headwater.person', true), '')::bigint);
CREATE POLICY rectification_children ON rectification FOR SELECT TO headwater_children USING (learner_id = ANY (nullif(current_setting('headwater.learners', true), '')::bigint[]) AND asked_by = nullif(current_setting('headwater.person', true), '')::bigint);

-- Numbers of children. Those from 900 000 000 to 999 999 999 are of made-up children, who come back with the same ones.
-- It is the table’s own, so a backup carries how far it has come. Its owner sees no child without a scope: row-level
-- security is lifted from the owner for the counting, inside this transaction alone.
CREATE SEQUENCE learner_number AS bigint OWNED BY learner.learner_id;
GRANT USAGE, SELECT, UPDATE ON SEQUENCE learner_number TO headwater_steward;
ALTER TABLE learner NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_entry NO FORCE ROW LEVEL SECURITY;
SELECT setval('learner_number', greatest(
  (SELECT max(learner_id) FROM learner WHERE learner_id NOT BETWEEN 900000000 AND 999999999),
  (SELECT max(one) FROM ledger_entry, unnest(learners) AS one WHERE one NOT BETWEEN 900000000 AND 999999999), 1));
ALTER TABLE learner FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_entry FORCE ROW LEVEL SECURITY;
