-- Up Migration
-- Scopes that reach some children: their places at the scope's own settings, and no place of theirs elsewhere. A class
-- teacher reads what the school has of a child, and not what another school has. And a name to list an area's children by.

GRANT SELECT ON dual_answer TO headwater_children;

-- By learner where that finds the rows, and always within the scope's settings, which is what an index has first.
DO $$
DECLARE
  one record;
  settings constant text := 'setting_id = ANY (nullif(current_setting(''headwater.settings'', true), '''')::integer[])';
  learners constant text := 'learner_id = ANY (nullif(current_setting(''headwater.learners'', true), '''')::bigint[])';
  places constant text := '(setting_id::bigint * 16777216 + slot) = ANY (nullif(current_setting(''headwater.places'', true), '''')::bigint[])';
BEGIN
  CREATE POLICY dual_answer_children ON dual_answer FOR SELECT TO headwater_children USING (false);
  FOR one IN SELECT * FROM (VALUES
    ('learner_enrolment', 'identity', learners), ('enrolment', 'identity', learners),
    ('characteristic', 'characteristics', places),
    ('part_time_plan', 'attendance', places), ('amendment', 'attendance', places),
    ('dual_gap', 'attendance', places), ('dual_answer', 'attendance', places)
  ) AS reached (name, category, compared) LOOP
    EXECUTE format('ALTER POLICY %I ON %I USING (%s AND %s AND strpos(current_setting(''headwater.categories'', true), %L) > 0)',
      one.name || '_children', one.name, settings, one.compared, one.category);
  END LOOP;
END $$;

-- Names in the order of a list, the same on every server: a comparison that an index can answer under row-level security.
ALTER TABLE enrolment ADD COLUMN name_key text COLLATE "C" GENERATED ALWAYS AS (lower(surname) || ', ' || lower(given_name)) STORED;
COMMENT ON COLUMN enrolment.name_key IS 'Surname and given name in small letters, to list and find an area’s children by. Computed.';
CREATE INDEX enrolment_by_area_name ON enrolment (la_id, name_key, setting_id, slot);
-- A year group that few are in would else be looked for among everybody of the area.
CREATE INDEX enrolment_by_area_year ON enrolment (la_id, year_group, name_key, setting_id, slot);
