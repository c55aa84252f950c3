-- Up Migration
-- Rights: how the adults of a child are reached, what a family asks of its record, what is held back from deletion, and
-- the proof of what was deleted. Requests are read by the gate too, for whoever made them: they are what a person asked.

-- How the adults of a child are reached. Shown to another adult of the child only when its owner shares it, and never to
-- one from whom a contact rule withholds it.
CREATE TABLE contact_detail (
  learner_id bigint NOT NULL,
  contact_id bigint GENERATED ALWAYS AS IDENTITY,
  setting_id integer NOT NULL,
  person_id bigint NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  child_lives_here boolean NOT NULL,
  shared_with_family boolean NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  entered_at timestamptz NOT NULL,
  entered_by text NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT contact_detail_pkey PRIMARY KEY (learner_id, contact_id),
  CONSTRAINT contact_detail_kind_check CHECK (kind IN ('address', 'telephone', 'e-mail')),
  CONSTRAINT contact_detail_days_check CHECK (valid_to IS NULL OR valid_to >= valid_from)
);

COMMENT ON TABLE contact_detail IS 'How an adult of a child is reached, as a setting was told: an address, a telephone number, an e-mail address.';
COMMENT ON COLUMN contact_detail.learner_id IS 'The child.';
COMMENT ON COLUMN contact_detail.contact_id IS 'Given once, never reused.';
COMMENT ON COLUMN contact_detail.setting_id IS 'The setting that answers for it.';
COMMENT ON COLUMN contact_detail.person_id IS 'The adult.';
COMMENT ON COLUMN contact_detail.kind IS 'address, telephone or e-mail.';
COMMENT ON COLUMN contact_detail.value IS 'As the adult gave it.';
COMMENT ON COLUMN contact_detail.child_lives_here IS 'Whether the child lives at this address, for some or all of the week.';
COMMENT ON COLUMN contact_detail.shared_with_family IS 'Whether its owner has said that the child’s other adults may know it.';
COMMENT ON COLUMN contact_detail.valid_from IS 'First day.';
COMMENT ON COLUMN contact_detail.valid_to IS 'Last day; NULL while no end is known.';
COMMENT ON COLUMN contact_detail.entered_at IS 'When entered.';
COMMENT ON COLUMN contact_detail.entered_by IS 'By whom, in words.';
COMMENT ON COLUMN contact_detail.la_id IS 'area_id of the authority in which the setting stands, for scopes.';
COMMENT ON COLUMN contact_detail.trust_id IS 'The setting’s trust, or 0, for scopes.';

CREATE TABLE subject_access (
  learner_id bigint NOT NULL,
  request_id bigint GENERATED ALWAYS AS IDENTITY,
  setting_id integer NOT NULL,
  asked_by bigint,
  asked_as text NOT NULL,
  asker text NOT NULL,
  asked_at timestamptz NOT NULL,
  due_on date NOT NULL,
  closed_at timestamptz,
  outcome text,
  outcome_words text,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT subject_access_pkey PRIMARY KEY (learner_id, request_id),
  CONSTRAINT subject_access_asked_as_check CHECK (asked_as IN ('child', 'parent', 'staff')),
  CONSTRAINT subject_access_outcome_check CHECK (outcome IN ('given', 'refused'))
);

COMMENT ON TABLE subject_access IS 'Somebody asked for a copy of everything that is kept about a child.';
COMMENT ON COLUMN subject_access.learner_id IS 'The child.';
COMMENT ON COLUMN subject_access.request_id IS 'Given once, never reused.';
COMMENT ON COLUMN subject_access.setting_id IS 'The setting that answers for it.';
COMMENT ON COLUMN subject_access.asked_by IS 'The person who asked; NULL when staff started it on paper or by command.';
COMMENT ON COLUMN subject_access.asked_as IS 'child, parent or staff.';
COMMENT ON COLUMN subject_access.asker IS 'Who asked, in words.';
COMMENT ON COLUMN subject_access.asked_at IS 'When asked.';
COMMENT ON COLUMN subject_access.due_on IS 'The day by which it is to be answered: a month after it was asked.';
COMMENT ON COLUMN subject_access.closed_at IS 'When the copy was given, or the request refused; NULL while it is open.';
COMMENT ON COLUMN subject_access.outcome IS 'given or refused; NULL while it is open.';
COMMENT ON COLUMN subject_access.outcome_words IS 'For the asker, in words; NULL while it is open.';
COMMENT ON COLUMN subject_access.la_id IS 'area_id of the authority in which the setting stands, for scopes.';
COMMENT ON COLUMN subject_access.trust_id IS 'The setting’s trust, or 0, for scopes.';

CREATE TABLE subject_access_pack (
  learner_id bigint NOT NULL,
  request_id bigint NOT NULL,
  setting_id integer NOT NULL,
  gathered_at timestamptz NOT NULL,
  content bytea NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT subject_access_pack_pkey PRIMARY KEY (learner_id, request_id)
);

COMMENT ON TABLE subject_access_pack IS 'Everything kept about a child as it was gathered for a request, before anything is blacked out. Reviewed by the setting; deleted when the request is closed.';
COMMENT ON COLUMN subject_access_pack.learner_id IS 'The child.';
COMMENT ON COLUMN subject_access_pack.request_id IS 'The request.';
COMMENT ON COLUMN subject_access_pack.setting_id IS 'The setting that answers for it.';
COMMENT ON COLUMN subject_access_pack.gathered_at IS 'When it was gathered.';
COMMENT ON COLUMN subject_access_pack.content IS 'The record as compressed JSON.';
COMMENT ON COLUMN subject_access_pack.la_id IS 'area_id of the authority in which the setting stands, for scopes.';
COMMENT ON COLUMN subject_access_pack.trust_id IS 'The setting’s trust, or 0, for scopes.';

CREATE TABLE subject_access_item (
  learner_id bigint NOT NULL,
  request_id bigint NOT NULL,
  setting_id integer NOT NULL,
  item_id integer NOT NULL,
  whose text NOT NULL,
  found_in text NOT NULL,
  words text NOT NULL,
  times integer NOT NULL,
  decision text,
  reason text,
  decided_at timestamptz,
  decided_by text,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT subject_access_item_pkey PRIMARY KEY (learner_id, request_id, item_id),
  CONSTRAINT subject_access_item_decision_check CHECK (decision IN ('keep', 'black-out'))
);

COMMENT ON TABLE subject_access_item IS 'One text of a gathered record that may belong to somebody else: a name of staff, another child or adult, or free text. A person decides each.';
COMMENT ON COLUMN subject_access_item.learner_id IS 'The child.';
COMMENT ON COLUMN subject_access_item.request_id IS 'The request.';
COMMENT ON COLUMN subject_access_item.setting_id IS 'The setting that answers for it.';
COMMENT ON COLUMN subject_access_item.item_id IS 'From 1, in the order of the record.';
COMMENT ON COLUMN subject_access_item.whose IS 'staff, another-child, another-adult or free-text.';
COMMENT ON COLUMN subject_access_item.found_in IS 'The table and column it stands in.';
COMMENT ON COLUMN subject_access_item.words IS 'The text itself.';
COMMENT ON COLUMN subject_access_item.times IS 'How often it stands there.';
COMMENT ON COLUMN subject_access_item.decision IS 'keep or black-out; NULL until decided.';
COMMENT ON COLUMN subject_access_item.reason IS 'Why; NULL until decided.';
COMMENT ON COLUMN subject_access_item.decided_at IS 'When; NULL until decided.';
COMMENT ON COLUMN subject_access_item.decided_by IS 'By whom, in words; NULL until decided.';
COMMENT ON COLUMN subject_access_item.la_id IS 'area_id of the authority in which the setting stands, for scopes.';
COMMENT ON COLUMN subject_access_item.trust_id IS 'The setting’s trust, or 0, for scopes.';

CREATE TABLE subject_access_step (
  learner_id bigint NOT NULL,
  request_id bigint NOT NULL,
  setting_id integer NOT NULL,
  step_id bigint GENERATED ALWAYS AS IDENTITY,
  step text NOT NULL,
  done_at timestamptz NOT NULL,
  done_by text NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT subject_access_step_pkey PRIMARY KEY (learner_id, request_id, step_id)
);

COMMENT ON TABLE subject_access_step IS 'What was done about a request, in order. Only added to.';
COMMENT ON COLUMN subject_access_step.learner_id IS 'The child.';
COMMENT ON COLUMN subject_access_step.request_id IS 'The request.';
COMMENT ON COLUMN subject_access_step.setting_id IS 'The setting that answers for it.';
COMMENT ON COLUMN subject_access_step.step_id IS 'In the order in which they were done.';
COMMENT ON COLUMN subject_access_step.step IS 'asked, gathered, decided, released, downloaded or refused.';
COMMENT ON COLUMN subject_access_step.done_at IS 'When.';
COMMENT ON COLUMN subject_access_step.done_by IS 'By whom, in words.';
COMMENT ON COLUMN subject_access_step.la_id IS 'area_id of the authority in which the setting stands, for scopes.';
COMMENT ON COLUMN subject_access_step.trust_id IS 'The setting’s trust, or 0, for scopes.';

CREATE TABLE subject_access_copy (
  learner_id bigint NOT NULL,
  request_id bigint NOT NULL,
  setting_id integer NOT NULL,
  person_id bigint,
  content bytea NOT NULL,
  sha256 text NOT NULL,
  released_at timestamptz NOT NULL,
  kept_until date NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT subject_access_copy_pkey PRIMARY KEY (learner_id, request_id)
);

COMMENT ON TABLE subject_access_copy IS 'The reviewed copy that is given to whoever asked, until it has been fetched or its days are over.';
COMMENT ON COLUMN subject_access_copy.learner_id IS 'The child.';
COMMENT ON COLUMN subject_access_copy.request_id IS 'The request.';
COMMENT ON COLUMN subject_access_copy.setting_id IS 'The setting that answers for it.';
COMMENT ON COLUMN subject_access_copy.person_id IS 'For whom; NULL when staff hand it over.';
COMMENT ON COLUMN subject_access_copy.content IS 'A zip file.';
COMMENT ON COLUMN subject_access_copy.sha256 IS 'Of the content, in hexadecimal digits.';
COMMENT ON COLUMN subject_access_copy.released_at IS 'When it was released.';
COMMENT ON COLUMN subject_access_copy.kept_until IS 'The last day on which it can be fetched.';
COMMENT ON COLUMN subject_access_copy.la_id IS 'area_id of the authority in which the setting stands, for scopes.';
COMMENT ON COLUMN subject_access_copy.trust_id IS 'The setting’s trust, or 0, for scopes.';

CREATE TABLE rectification (
  learner_id bigint NOT NULL,
  rectification_id bigint GENERATED ALWAYS AS IDENTITY,
  setting_id integer NOT NULL,
  asked_by bigint,
  asked_as text NOT NULL,
  asker text NOT NULL,
  asked_at timestamptz NOT NULL,
  due_on date NOT NULL,
  about text NOT NULL,
  wrong text NOT NULL,
  should_be text NOT NULL,
  answer text,
  answer_words text,
  answered_at timestamptz,
  answered_by text,
  statement text,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT rectification_pkey PRIMARY KEY (learner_id, rectification_id),
  CONSTRAINT rectification_asked_as_check CHECK (asked_as IN ('child', 'parent', 'staff')),
  CONSTRAINT rectification_answer_check CHECK (answer IN ('accepted', 'refused'))
);

COMMENT ON TABLE rectification IS 'A child or parent says what is wrong in the record, and what it should be; the setting’s answer stands beside it.';
COMMENT ON COLUMN rectification.learner_id IS 'The child.';
COMMENT ON COLUMN rectification.rectification_id IS 'Given once, never reused.';
COMMENT ON COLUMN rectification.setting_id IS 'The setting that answers for it.';
COMMENT ON COLUMN rectification.asked_by IS 'The person who asked; NULL when staff started it on paper or by command.';
COMMENT ON COLUMN rectification.asked_as IS 'child, parent or staff.';
COMMENT ON COLUMN rectification.asker IS 'Who asked, in words.';
COMMENT ON COLUMN rectification.asked_at IS 'When asked.';
COMMENT ON COLUMN rectification.due_on IS 'The day by which it is to be answered: a month after it was asked.';
COMMENT ON COLUMN rectification.about IS 'Which part of the record, in words.';
COMMENT ON COLUMN rectification.wrong IS 'What is wrong, in the asker’s words.';
COMMENT ON COLUMN rectification.should_be IS 'What it should be, in the asker’s words.';
COMMENT ON COLUMN rectification.answer IS 'accepted or refused; NULL until answered.';
COMMENT ON COLUMN rectification.answer_words IS 'Why, and what was done, for the asker; NULL until answered.';
COMMENT ON COLUMN rectification.answered_at IS 'When; NULL until answered.';
COMMENT ON COLUMN rectification.answered_by IS 'By whom, in words; NULL until answered.';
COMMENT ON COLUMN rectification.statement IS 'What the family wants said beside the record when it is not changed; NULL when there is none.';
COMMENT ON COLUMN rectification.la_id IS 'area_id of the authority in which the setting stands, for scopes.';
COMMENT ON COLUMN rectification.trust_id IS 'The setting’s trust, or 0, for scopes.';

CREATE TABLE legal_hold (
  setting_id integer NOT NULL,
  hold_id bigint GENERATED ALWAYS AS IDENTITY,
  learner_id bigint,
  reason text NOT NULL,
  held_from date NOT NULL,
  held_until date,
  entered_at timestamptz NOT NULL,
  entered_by text NOT NULL,
  lifted_at timestamptz,
  lifted_by text,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT legal_hold_pkey PRIMARY KEY (setting_id, hold_id),
  CONSTRAINT legal_hold_days_check CHECK (held_until IS NULL OR held_until >= held_from)
);

COMMENT ON TABLE legal_hold IS 'What may not be deleted, whatever its schedule says: everything of a setting, or of one child there.';
COMMENT ON COLUMN legal_hold.setting_id IS 'The setting.';
COMMENT ON COLUMN legal_hold.hold_id IS 'Given once, never reused.';
COMMENT ON COLUMN legal_hold.learner_id IS 'The child; NULL when it holds for the whole setting.';
COMMENT ON COLUMN legal_hold.reason IS 'Why, in words.';
COMMENT ON COLUMN legal_hold.held_from IS 'First day.';
COMMENT ON COLUMN legal_hold.held_until IS 'Last day; NULL until lifted.';
COMMENT ON COLUMN legal_hold.entered_at IS 'When entered.';
COMMENT ON COLUMN legal_hold.entered_by IS 'By whom, in words.';
COMMENT ON COLUMN legal_hold.lifted_at IS 'When it was lifted before its last day; NULL while it holds.';
COMMENT ON COLUMN legal_hold.lifted_by IS 'By whom, in words.';
COMMENT ON COLUMN legal_hold.la_id IS 'area_id of the authority in which the setting stands, for scopes.';
COMMENT ON COLUMN legal_hold.trust_id IS 'The setting’s trust, or 0, for scopes.';

CREATE TABLE deletion_proof (
  setting_id integer NOT NULL,
  proof_id bigint GENERATED ALWAYS AS IDENTITY,
  table_name text NOT NULL,
  rows_deleted integer NOT NULL,
  keys_sha256 text NOT NULL,
  rule text NOT NULL,
  span text NOT NULL,
  as_at date NOT NULL,
  deleted_at timestamptz NOT NULL,
  deleted_by text NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT deletion_proof_pkey PRIMARY KEY (setting_id, proof_id)
);

COMMENT ON TABLE deletion_proof IS 'What was deleted because its time had come: how many rows of which table, under which rule, and a digest of their keys. Names no child.';
COMMENT ON COLUMN deletion_proof.setting_id IS 'The setting; 0 for what belongs to none.';
COMMENT ON COLUMN deletion_proof.proof_id IS 'Given once, never reused.';
COMMENT ON COLUMN deletion_proof.table_name IS 'From which table.';
COMMENT ON COLUMN deletion_proof.rows_deleted IS 'How many rows.';
COMMENT ON COLUMN deletion_proof.keys_sha256 IS 'SHA-256 of the deleted rows’ primary keys, one a line, in order: whoever has a copy can check which they were.';
COMMENT ON COLUMN deletion_proof.rule IS 'The schedule it followed.';
COMMENT ON COLUMN deletion_proof.span IS 'Of what: an academic year, or what else the rule counts by.';
COMMENT ON COLUMN deletion_proof.as_at IS 'The day the rule was asked for.';
COMMENT ON COLUMN deletion_proof.deleted_at IS 'When.';
COMMENT ON COLUMN deletion_proof.deleted_by IS 'By what, in words.';
COMMENT ON COLUMN deletion_proof.la_id IS 'area_id of the authority in which the setting stands, for scopes.';
COMMENT ON COLUMN deletion_proof.trust_id IS 'The setting’s trust, or 0, for scopes.';


-- Readers by setting, authority and trust as in 0003; some children alone as in 0011; the category is asked for as in 0011.
ALTER TABLE contact_detail ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_detail FORCE ROW LEVEL SECURITY;
ALTER TABLE subject_access ENABLE ROW LEVEL SECURITY;
ALTER TABLE subject_access FORCE ROW LEVEL SECURITY;
ALTER TABLE subject_access_pack ENABLE ROW LEVEL SECURITY;
ALTER TABLE subject_access_pack FORCE ROW LEVEL SECURITY;
ALTER TABLE subject_access_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE subject_access_item FORCE ROW LEVEL SECURITY;
ALTER TABLE subject_access_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE subject_access_step FORCE ROW LEVEL SECURITY;
ALTER TABLE subject_access_copy ENABLE ROW LEVEL SECURITY;
ALTER TABLE subject_access_copy FORCE ROW LEVEL SECURITY;
ALTER TABLE rectification ENABLE ROW LEVEL SECURITY;
ALTER TABLE rectification FORCE ROW LEVEL SECURITY;
ALTER TABLE legal_hold ENABLE ROW LEVEL SECURITY;
ALTER TABLE legal_hold FORCE ROW LEVEL SECURITY;
ALTER TABLE deletion_proof ENABLE ROW LEVEL SECURITY;
ALTER TABLE deletion_proof FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE ON contact_detail, subject_access, subject_access_item, rectification, legal_hold TO headwater_setting;
GRANT SELECT, INSERT ON subject_access_step, subject_access_copy TO headwater_setting;
GRANT SELECT ON subject_access_pack, deletion_proof TO headwater_setting;
GRANT SELECT ON contact_detail TO headwater_area, headwater_trust, headwater_children;
-- What a person asked, and the copy made for them: read by the gate, which knows who they are.
GRANT SELECT, INSERT ON subject_access, subject_access_step, rectification TO headwater_gate;
GRANT SELECT ON subject_access_copy TO headwater_gate;

DO $$
DECLARE
  kept record;
  place text := 'setting_id = ANY (nullif(current_setting(''headwater.settings'', true), '''')::integer[])';
  stands text := 'la_id = (nullif(current_setting(''headwater.las'', true), '''')::integer[])[array_position(nullif(current_setting(''headwater.settings'', true), '''')::integer[], setting_id)] AND trust_id = (nullif(current_setting(''headwater.trusts'', true), '''')::integer[])[array_position(nullif(current_setting(''headwater.settings'', true), '''')::integer[], setting_id)]';
  gate text := 'nullif(current_setting(''headwater.gate'', true), '''') IS NOT NULL';
  duty text := 'nullif(current_setting(''headwater.duty'', true), '''') IS NOT NULL';
  asked text;
  allowed text;
BEGIN
  FOR kept IN SELECT * FROM (VALUES
    ('contact_detail', 'identity', 'all', false),
    ('subject_access', 'voice', 'all', true),
    ('subject_access_pack', 'voice', 'select', false),
    ('subject_access_item', 'voice', 'all', false),
    ('subject_access_step', 'voice', 'all', true),
    ('subject_access_copy', 'voice', 'all', true),
    ('rectification', 'voice', 'all', true),
    ('legal_hold', 'voice', 'all', false),
    ('deletion_proof', 'totals', 'select', false)) AS t (name, category, does, gated)
  LOOP
    asked := format('strpos(current_setting(''headwater.categories'', true), %L) > 0', kept.category);
    allowed := format('strpos(current_setting(''headwater.changes'', true), %L) > 0', kept.category);
    EXECUTE format('CREATE POLICY %I ON %I FOR %s TO headwater_setting USING (%s AND %s)%s', kept.name || '_setting', kept.name,
      kept.does, place, asked,
      CASE WHEN kept.does = 'all' THEN format(' WITH CHECK (%s AND %s AND %s)', place, stands, allowed) ELSE '' END);
    IF kept.gated THEN
      EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO headwater_gate USING (%s) WITH CHECK (%s)', kept.name || '_gate', kept.name, gate, gate);
    END IF;
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO headwater_steward', kept.name);
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO headwater_steward USING (%s) WITH CHECK (%s)', kept.name || '_steward', kept.name, duty, duty);
  END LOOP;
  asked := 'strpos(current_setting(''headwater.categories'', true), ''identity'') > 0';
  EXECUTE format('CREATE POLICY contact_detail_area ON contact_detail FOR SELECT TO headwater_area USING (la_id = nullif(current_setting(''headwater.la'', true), '''')::integer AND %s)', asked);
  EXECUTE format('CREATE POLICY contact_detail_trust ON contact_detail FOR SELECT TO headwater_trust USING (trust_id = nullif(current_setting(''headwater.trust'', true), '''')::integer AND %s)', asked);
  EXECUTE format('CREATE POLICY contact_detail_children ON contact_detail FOR SELECT TO headwater_children USING (%s AND learner_id = ANY (nullif(current_setting(''headwater.learners'', true), '''')::bigint[]) AND %s)', place, asked);
END $$;
