-- Up Migration
-- Need to know: who people are, for which organisation they act, around which child they work together. Every policy on a
-- table about children now also asks for the table's data category, and a sixth kind of scope reaches some children alone.

-- Organisations that take part. No person and no child is in it.
CREATE TABLE organisation (
  organisation_id integer GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  name text NOT NULL,
  setting_id integer,
  la_id integer,
  trust_id integer,
  nation_id integer,
  external_id text,
  demonstration boolean NOT NULL,
  CONSTRAINT organisation_pkey PRIMARY KEY (organisation_id),
  CONSTRAINT organisation_external_id_key UNIQUE (external_id),
  CONSTRAINT organisation_kind_check CHECK (kind IN ('setting', 'trust', 'local-authority', 'nation', 'social-care', 'youth-justice', 'police', 'health', 'mental-health', 'violence-reduction', 'voluntary', 'family'))
);
CREATE INDEX organisation_by_setting ON organisation (setting_id);

COMMENT ON TABLE organisation IS 'Who takes part: settings, trusts, authorities and their partners. Holds no person.';
COMMENT ON COLUMN organisation.organisation_id IS 'Given once, never reused.';
COMMENT ON COLUMN organisation.kind IS 'What it is; family stands for children and parents, who act for no organisation.';
COMMENT ON COLUMN organisation.name IS 'As people call it.';
COMMENT ON COLUMN organisation.setting_id IS 'The setting it is, where it is one.';
COMMENT ON COLUMN organisation.la_id IS 'area_id of the local authority it is or serves, where it is one or serves one.';
COMMENT ON COLUMN organisation.trust_id IS 'The trust it is, where it is one.';
COMMENT ON COLUMN organisation.nation_id IS 'area_id of the nation it answers for, where it is a department of government.';
COMMENT ON COLUMN organisation.external_id IS 'As the sign-in provider names it, such as a URN or an organisation id; NULL when it has none.';
COMMENT ON COLUMN organisation.demonstration IS 'Whether it is made up.';

-- People who sign in: staff, and children and parents themselves. A child’s own account names the learner.
CREATE TABLE person (
  person_id bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  email text,
  learner_id bigint,
  demonstration boolean NOT NULL,
  entered_at timestamptz NOT NULL,
  closed_at timestamptz,
  CONSTRAINT person_pkey PRIMARY KEY (person_id)
);
CREATE INDEX person_by_learner ON person (learner_id);

COMMENT ON TABLE person IS 'Who can sign in. Read by the gate alone.';
COMMENT ON COLUMN person.person_id IS 'Given once, never reused.';
COMMENT ON COLUMN person.name IS 'As shown to colleagues, and to families who ask who has looked.';
COMMENT ON COLUMN person.email IS 'For invitations; NULL when not given.';
COMMENT ON COLUMN person.learner_id IS 'The learner whose own account it is; NULL for an adult.';
COMMENT ON COLUMN person.demonstration IS 'Whether the person is made up.';
COMMENT ON COLUMN person.entered_at IS 'When entered.';
COMMENT ON COLUMN person.closed_at IS 'When the account was closed; NULL while it is open.';

-- A role of a person at an organisation, from a day to a day. Never changed in what it says: ended, and another entered.
CREATE TABLE membership (
  membership_id bigint GENERATED ALWAYS AS IDENTITY,
  person_id bigint NOT NULL,
  organisation_id integer NOT NULL,
  role text NOT NULL,
  classes text[] NOT NULL,
  year_groups smallint[] NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  entered_at timestamptz NOT NULL,
  entered_by text NOT NULL,
  ended_at timestamptz,
  ended_by text,
  CONSTRAINT membership_pkey PRIMARY KEY (membership_id),
  CONSTRAINT membership_person_fkey FOREIGN KEY (person_id) REFERENCES person (person_id),
  CONSTRAINT membership_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation (organisation_id),
  CONSTRAINT membership_days_check CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX membership_by_person ON membership (person_id);
CREATE INDEX membership_by_organisation ON membership (organisation_id);

COMMENT ON TABLE membership IS 'Which role a person has at which organisation, from when to when: what a role’s scope is compiled from.';
COMMENT ON COLUMN membership.membership_id IS 'Given once, never reused.';
COMMENT ON COLUMN membership.person_id IS 'Who.';
COMMENT ON COLUMN membership.organisation_id IS 'For whom they act.';
COMMENT ON COLUMN membership.role IS 'A role of src/platform/access/roles.ts.';
COMMENT ON COLUMN membership.classes IS 'The classes of a class teacher, as enrolment.class writes them; empty for other roles.';
COMMENT ON COLUMN membership.year_groups IS 'The year groups of a head of year; empty for other roles.';
COMMENT ON COLUMN membership.valid_from IS 'First day.';
COMMENT ON COLUMN membership.valid_to IS 'Last day; NULL while no end is known.';
COMMENT ON COLUMN membership.entered_at IS 'When entered.';
COMMENT ON COLUMN membership.entered_by IS 'By whom, in words.';
COMMENT ON COLUMN membership.ended_at IS 'When it was ended before its last day: no scope is compiled from it after that instant.';
COMMENT ON COLUMN membership.ended_by IS 'By whom, in words.';

-- The people who bring up a child, and what each may not be told. Per-child tables lead with learner_id.
CREATE TABLE guardian (
  learner_id bigint NOT NULL,
  person_id bigint NOT NULL,
  relationship text NOT NULL,
  parental_responsibility boolean NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  entered_at timestamptz NOT NULL,
  entered_by text NOT NULL,
  CONSTRAINT guardian_pkey PRIMARY KEY (learner_id, person_id, valid_from),
  CONSTRAINT guardian_days_check CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX guardian_by_person ON guardian (person_id);

COMMENT ON TABLE guardian IS 'Which adults bring up which child.';
COMMENT ON COLUMN guardian.learner_id IS 'The child.';
COMMENT ON COLUMN guardian.person_id IS 'The adult.';
COMMENT ON COLUMN guardian.relationship IS 'In words: mother, father, kinship carer, foster carer.';
COMMENT ON COLUMN guardian.parental_responsibility IS 'Whether the adult has parental responsibility: without it there is no parent’s scope.';
COMMENT ON COLUMN guardian.valid_from IS 'First day.';
COMMENT ON COLUMN guardian.valid_to IS 'Last day; NULL while no end is known.';
COMMENT ON COLUMN guardian.entered_at IS 'When entered.';
COMMENT ON COLUMN guardian.entered_by IS 'By whom, in words.';

CREATE TABLE contact_rule (
  learner_id bigint NOT NULL,
  rule_id bigint GENERATED ALWAYS AS IDENTITY,
  person_id bigint NOT NULL,
  withholds text NOT NULL,
  source text NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  entered_at timestamptz NOT NULL,
  entered_by text NOT NULL,
  lifted_at timestamptz,
  lifted_by text,
  CONSTRAINT contact_rule_pkey PRIMARY KEY (learner_id, rule_id),
  CONSTRAINT contact_rule_withholds_check CHECK (withholds IN ('everything', 'whereabouts', 'setting', 'voice', 'other-adults')),
  CONSTRAINT contact_rule_days_check CHECK (valid_to IS NULL OR valid_to >= valid_from)
);

COMMENT ON TABLE contact_rule IS 'What an adult may not be told about a child: per adult, per child, per field. The strictest rule in force holds.';
COMMENT ON COLUMN contact_rule.learner_id IS 'The child.';
COMMENT ON COLUMN contact_rule.rule_id IS 'Given once, never reused.';
COMMENT ON COLUMN contact_rule.person_id IS 'The adult who is not told.';
COMMENT ON COLUMN contact_rule.withholds IS 'everything: no access at all. whereabouts: no address, no telephone, no setting. setting: not which setting the child attends, nor when. voice: not what the child has said. other-adults: nothing of any other adult.';
COMMENT ON COLUMN contact_rule.source IS 'The order or decision it follows, in words.';
COMMENT ON COLUMN contact_rule.valid_from IS 'First day.';
COMMENT ON COLUMN contact_rule.valid_to IS 'Last day; NULL until lifted.';
COMMENT ON COLUMN contact_rule.entered_at IS 'When entered.';
COMMENT ON COLUMN contact_rule.entered_by IS 'By whom, in words.';
COMMENT ON COLUMN contact_rule.lifted_at IS 'When it was lifted before its last day; NULL while it holds.';
COMMENT ON COLUMN contact_rule.lifted_by IS 'By whom, in words.';

-- A team around a child: the people of several organisations who work together, and what each needs of the record.
CREATE TABLE team (
  learner_id bigint NOT NULL,
  team_id bigint GENERATED ALWAYS AS IDENTITY,
  purpose text NOT NULL,
  opened_on date NOT NULL,
  closed_on date,
  entered_by text NOT NULL,
  CONSTRAINT team_pkey PRIMARY KEY (learner_id, team_id),
  CONSTRAINT team_days_check CHECK (closed_on IS NULL OR closed_on >= opened_on)
);
CREATE TABLE team_member (
  learner_id bigint NOT NULL,
  team_id bigint NOT NULL,
  membership_id bigint NOT NULL,
  categories text[] NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  entered_at timestamptz NOT NULL,
  entered_by text NOT NULL,
  ended_at timestamptz,
  CONSTRAINT team_member_pkey PRIMARY KEY (learner_id, team_id, membership_id, valid_from),
  CONSTRAINT team_member_team_fkey FOREIGN KEY (learner_id, team_id) REFERENCES team (learner_id, team_id),
  CONSTRAINT team_member_days_check CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX team_member_by_membership ON team_member (membership_id);

COMMENT ON TABLE team IS 'A team around a child, and what it is for.';
COMMENT ON COLUMN team.learner_id IS 'The child.';
COMMENT ON COLUMN team.team_id IS 'Given once, never reused.';
COMMENT ON COLUMN team.purpose IS 'A purpose of src/platform/access/purposes.ts.';
COMMENT ON COLUMN team.opened_on IS 'First day.';
COMMENT ON COLUMN team.closed_on IS 'Last day; NULL while it works.';
COMMENT ON COLUMN team.entered_by IS 'By whom, in words.';
COMMENT ON TABLE team_member IS 'Who is in a team around a child, and which categories they need.';
COMMENT ON COLUMN team_member.learner_id IS 'The child.';
COMMENT ON COLUMN team_member.team_id IS 'The team.';
COMMENT ON COLUMN team_member.membership_id IS 'The person in a role at an organisation.';
COMMENT ON COLUMN team_member.categories IS 'What they need: never more than the role has.';
COMMENT ON COLUMN team_member.valid_from IS 'First day.';
COMMENT ON COLUMN team_member.valid_to IS 'Last day; NULL while no end is known.';
COMMENT ON COLUMN team_member.entered_at IS 'When entered.';
COMMENT ON COLUMN team_member.entered_by IS 'By whom, in words.';
COMMENT ON COLUMN team_member.ended_at IS 'When they left before the last day.';

-- The gate reads who people are before there is a scope, and nothing about a child beyond that. The steward keeps copies.
GRANT SELECT ON organisation TO headwater_setting, headwater_area, headwater_trust, headwater_nation, headwater_children, headwater_steward;
GRANT SELECT, INSERT, UPDATE ON organisation TO headwater_gate, headwater_steward;
ALTER TABLE person ENABLE ROW LEVEL SECURITY;
ALTER TABLE person FORCE ROW LEVEL SECURITY;
ALTER TABLE membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE membership FORCE ROW LEVEL SECURITY;
ALTER TABLE guardian ENABLE ROW LEVEL SECURITY;
ALTER TABLE guardian FORCE ROW LEVEL SECURITY;
ALTER TABLE contact_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_rule FORCE ROW LEVEL SECURITY;
ALTER TABLE team ENABLE ROW LEVEL SECURITY;
ALTER TABLE team FORCE ROW LEVEL SECURITY;
ALTER TABLE team_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE team_member FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['person', 'membership', 'guardian', 'contact_rule', 'team', 'team_member'] LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO headwater_gate', one);
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO headwater_gate USING (nullif(current_setting(''headwater.gate'', true), '''') IS NOT NULL) WITH CHECK (nullif(current_setting(''headwater.gate'', true), '''') IS NOT NULL)', one || '_gate', one);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO headwater_steward', one);
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO headwater_steward USING (nullif(current_setting(''headwater.duty'', true), '''') IS NOT NULL) WITH CHECK (nullif(current_setting(''headwater.duty'', true), '''') IS NOT NULL)', one || '_steward', one);
  END LOOP;
END $$;

-- Some children alone: a class, a year, a team around a child, the cases of an agreement, a parent’s children, oneself.
-- Reads only. By learner where the row names one; by place (setting_id × 2^24 + slot) where it names a slot; registers
-- and totals by setting: their bytes name nobody, and the stores give out the scope’s own places alone.
GRANT SELECT ON area, area_code, area_link, setting, setting_link, trust, register_keeper, term, closure, actor TO headwater_children, headwater_gate;
GRANT SELECT ON learner, learner_enrolment, enrolment, characteristic, part_time_plan, amendment, dual_gap, register, register_entry, learner_total, timetable_event, register_total, period_total TO headwater_children;
GRANT SELECT (setting_id, year, version, base, size, la_id, trust_id) ON setting_roll TO headwater_children;
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT * FROM (VALUES
    ('learner', 'learner_id = ANY (nullif(current_setting(''headwater.learners'', true), '''')::bigint[])'),
    ('learner_enrolment', 'learner_id = ANY (nullif(current_setting(''headwater.learners'', true), '''')::bigint[])'),
    ('enrolment', 'learner_id = ANY (nullif(current_setting(''headwater.learners'', true), '''')::bigint[])'),
    ('dual_gap', 'learner_id = ANY (nullif(current_setting(''headwater.learners'', true), '''')::bigint[])'),
    ('characteristic', '(setting_id::bigint * 16777216 + slot) = ANY (nullif(current_setting(''headwater.places'', true), '''')::bigint[])'),
    ('part_time_plan', '(setting_id::bigint * 16777216 + slot) = ANY (nullif(current_setting(''headwater.places'', true), '''')::bigint[])'),
    ('amendment', '(setting_id::bigint * 16777216 + slot) = ANY (nullif(current_setting(''headwater.places'', true), '''')::bigint[])'),
    ('setting_roll', 'setting_id = ANY (nullif(current_setting(''headwater.settings'', true), '''')::integer[])'),
    ('register', 'setting_id = ANY (nullif(current_setting(''headwater.settings'', true), '''')::integer[])'),
    ('register_entry', 'setting_id = ANY (nullif(current_setting(''headwater.settings'', true), '''')::integer[])'),
    ('learner_total', 'setting_id = ANY (nullif(current_setting(''headwater.settings'', true), '''')::integer[])'),
    ('timetable_event', 'setting_id = ANY (nullif(current_setting(''headwater.settings'', true), '''')::integer[])'),
    ('register_total', 'setting_id = ANY (nullif(current_setting(''headwater.settings'', true), '''')::integer[])'),
    ('period_total', 'setting_id = ANY (nullif(current_setting(''headwater.settings'', true), '''')::integer[])')
  ) AS reached (name, compared) LOOP
    EXECUTE format('CREATE POLICY %I ON %I FOR SELECT TO headwater_children USING (%s)', one.name || '_children', one.name, one.compared);
  END LOOP;
END $$;

-- Categories: a policy of a reader's role also asks that the scope has the table's category; a row may be written only
-- where the scope may change that category. Not the steward's, whose duties are Headwater's own.
DO $$
DECLARE
  kept record;
  asked text;
  allowed text;
BEGIN
  FOR kept IN
    SELECT p.polname AS policy, c.relname AS name, t.category, p.polcmd,
           pg_get_expr(p.polqual, p.polrelid) AS qual, pg_get_expr(p.polwithcheck, p.polrelid) AS checked
      FROM (VALUES
        ('learner', 'identity'), ('learner_enrolment', 'identity'), ('enrolment', 'identity'), ('setting_roll', 'identity'),
        ('characteristic', 'characteristics'),
        ('part_time_plan', 'attendance'), ('timetable_event', 'attendance'), ('register', 'attendance'),
        ('register_entry', 'attendance'), ('amendment', 'attendance'), ('learner_total', 'attendance'), ('dual_gap', 'attendance'), ('dual_answer', 'attendance'),
        ('register_total', 'totals'), ('period_total', 'totals')) AS t (name, category)
      JOIN pg_class AS c ON c.relname = t.name AND c.relnamespace = 'public'::regnamespace
      JOIN pg_policy AS p ON p.polrelid = c.oid
     WHERE p.polname NOT LIKE '%\_steward'
  LOOP
    asked := format('strpos(current_setting(''headwater.categories'', true), %L) > 0', kept.category);
    allowed := format('strpos(current_setting(''headwater.changes'', true), %L) > 0', kept.category);
    EXECUTE format('ALTER POLICY %I ON %I USING ((%s) AND %s)%s', kept.policy, kept.name, kept.qual, asked,
      CASE WHEN kept.polcmd = '*' THEN format(' WITH CHECK ((%s) AND %s)', kept.checked, allowed) ELSE '' END);
    -- DELETE asks USING alone, which is what may be read.
    IF kept.polcmd = '*' THEN
      EXECUTE format('CREATE POLICY %I ON %I AS RESTRICTIVE FOR DELETE TO headwater_setting USING (%s)',
        kept.name || '_setting_delete', kept.name, allowed);
    END IF;
  END LOOP;
END $$;
