-- Up Migration
-- What a setting may know of the other setting of a dual registration: whether the child was there, and nothing else of
-- that setting's register. Headwater writes it as it compares the two; each setting reads its own row.

CREATE TABLE dual_answer (
  setting_id integer NOT NULL,
  day date NOT NULL,
  session smallint NOT NULL,
  slot integer NOT NULL,
  learner_id bigint NOT NULL,
  other_setting_id integer NOT NULL,
  says text NOT NULL,
  compared_at timestamptz NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT dual_answer_pkey PRIMARY KEY (setting_id, day, session, slot),
  CONSTRAINT dual_answer_says_check CHECK (says IN ('attended', 'not-attended', 'no-mark', 'elsewhere'))
);
COMMENT ON TABLE dual_answer IS 'What the other setting of a dual registration says of half a day that either marked D: what the rule needs, and no code.';
COMMENT ON COLUMN dual_answer.setting_id IS 'The setting that is told; leads every key.';
COMMENT ON COLUMN dual_answer.day IS 'The day.';
COMMENT ON COLUMN dual_answer.session IS 'The half of the day: 1 morning, 2 afternoon.';
COMMENT ON COLUMN dual_answer.slot IS 'The enrolment at the setting that is told.';
COMMENT ON COLUMN dual_answer.learner_id IS 'The person.';
COMMENT ON COLUMN dual_answer.other_setting_id IS 'The setting that is told of; of several, the one that knows most.';
COMMENT ON COLUMN dual_answer.says IS 'attended; not-attended (absent, or not expected there either); no-mark; elsewhere: it marked D itself.';
COMMENT ON COLUMN dual_answer.compared_at IS 'When the registers were compared and said so first.';
COMMENT ON COLUMN dual_answer.la_id IS 'Local authority (area_id) the setting that is told is in, repeated here so that an area''s scope is one comparison.';
COMMENT ON COLUMN dual_answer.trust_id IS 'Trust of the setting that is told, 0 for none, repeated here for a trust''s scope.';

ALTER TABLE dual_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE dual_answer FORCE ROW LEVEL SECURITY;
GRANT SELECT ON dual_answer TO headwater_setting, headwater_area, headwater_trust;
CREATE POLICY dual_answer_setting ON dual_answer FOR SELECT TO headwater_setting
  USING (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[]));
CREATE POLICY dual_answer_area ON dual_answer FOR SELECT TO headwater_area
  USING (la_id = nullif(current_setting('headwater.la', true), '')::integer);
CREATE POLICY dual_answer_trust ON dual_answer FOR SELECT TO headwater_trust
  USING (trust_id = nullif(current_setting('headwater.trust', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON dual_answer TO headwater_steward;
CREATE POLICY dual_answer_steward ON dual_answer FOR ALL TO headwater_steward
  USING (nullif(current_setting('headwater.duty', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('headwater.duty', true), '') IS NOT NULL);
