-- Up Migration
-- Who has looked: every read and write of a child's data, chained by hashes day by day; records opened out of reach for a
-- reason; and, with a reason and an end date, what a family is shown later.

-- Append-only: nobody may change or delete an entry, and whoever does it in the database itself is found by
-- "headwater ledger verify". What is hashed is the row as PostgreSQL sends it in binary, up to the hash (decision 0015).
CREATE TABLE ledger_entry (
  day date NOT NULL,
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  mark uuid NOT NULL,
  person_id bigint,
  organisation_id integer,
  membership_id bigint,
  actor text NOT NULL,
  scope_kind text NOT NULL,
  purpose text NOT NULL,
  agreement_id bigint,
  break_glass_id bigint,
  action text NOT NULL,
  route text NOT NULL,
  status smallint NOT NULL,
  reads text[] NOT NULL,
  changes text[] NOT NULL,
  subjects text NOT NULL,
  learners bigint[] NOT NULL,
  settings integer[] NOT NULL,
  la_id integer,
  trust_id integer,
  hash bytea NOT NULL,
  CONSTRAINT ledger_entry_pkey PRIMARY KEY (day, seq),
  CONSTRAINT ledger_entry_action_check CHECK (action IN ('read', 'write', 'search', 'list', 'export')),
  CONSTRAINT ledger_entry_subjects_check CHECK (subjects IN ('learners', 'settings', 'area', 'trust', 'nation')),
  CONSTRAINT ledger_entry_hash_check CHECK (length(hash) = 32)
);
-- "Who has looked at my record" is found by these. They stand on the entry's own columns, not on a second table, so that an
-- entry cannot be hidden from its child by taking a row out of somewhere else.
CREATE INDEX ledger_entry_by_learner ON ledger_entry USING gin (learners);
CREATE INDEX ledger_entry_by_setting ON ledger_entry USING gin (settings);
CREATE INDEX ledger_entry_by_area ON ledger_entry (la_id, day, seq) WHERE la_id IS NOT NULL;
CREATE INDEX ledger_entry_by_trust ON ledger_entry (trust_id, day, seq) WHERE trust_id IS NOT NULL;
CREATE INDEX ledger_entry_by_person ON ledger_entry (person_id, day, seq) WHERE person_id IS NOT NULL;

COMMENT ON TABLE ledger_entry IS 'Every read and write of a child’s data: one row a request. Append-only, chained by hashes.';
COMMENT ON COLUMN ledger_entry.day IS 'The day, in Europe/London, in whose chain the entry stands: when it was written down.';
COMMENT ON COLUMN ledger_entry.seq IS 'Its place in the day, from 1, without a gap.';
COMMENT ON COLUMN ledger_entry.at IS 'When it was read or written, to the millisecond.';
COMMENT ON COLUMN ledger_entry.mark IS 'Drawn when the entry was made, so that one recovered after a crash is written once.';
COMMENT ON COLUMN ledger_entry.person_id IS 'Who; NULL for a supplier’s system, a command and a demonstration’s role.';
COMMENT ON COLUMN ledger_entry.organisation_id IS 'For whom they acted; NULL for a child and a parent.';
COMMENT ON COLUMN ledger_entry.membership_id IS 'In which role there; NULL where there is none.';
COMMENT ON COLUMN ledger_entry.actor IS 'Who, in words, as it was then.';
COMMENT ON COLUMN ledger_entry.scope_kind IS 'The kind of scope: setting, area, trust, nation, children.';
COMMENT ON COLUMN ledger_entry.purpose IS 'For what, in words.';
COMMENT ON COLUMN ledger_entry.agreement_id IS 'Under which agreement; NULL when under none.';
COMMENT ON COLUMN ledger_entry.break_glass_id IS 'When the record was opened out of reach: as which break-glass.';
COMMENT ON COLUMN ledger_entry.action IS 'read: one child or few. list: many. search: with words to search for. export: a file or a stream. write: something was changed.';
COMMENT ON COLUMN ledger_entry.route IS 'The method and the pattern of the route, or the command; never a query, an id or a reason.';
COMMENT ON COLUMN ledger_entry.status IS 'How it was answered, as HTTP counts it; 0 for a command.';
COMMENT ON COLUMN ledger_entry.reads IS 'The data categories that were asked, from the statements themselves.';
COMMENT ON COLUMN ledger_entry.changes IS 'The data categories that were changed.';
COMMENT ON COLUMN ledger_entry.subjects IS 'Whom it was about: the learners named, everybody of the settings named, of the area, of the trust; nation: totals alone.';
COMMENT ON COLUMN ledger_entry.learners IS 'The learners it was about, where it names them.';
COMMENT ON COLUMN ledger_entry.settings IS 'The settings it was about, where it was about everybody there.';
COMMENT ON COLUMN ledger_entry.la_id IS 'The authority it was about, where it was about everybody there.';
COMMENT ON COLUMN ledger_entry.trust_id IS 'The trust it was about, where it was about everybody there.';
COMMENT ON COLUMN ledger_entry.hash IS 'SHA-256 over the hash before it and this row; the first of a day stands on the head of the day before.';

CREATE TABLE ledger_day (
  day date NOT NULL,
  number integer NOT NULL,
  opening bytea NOT NULL,
  count integer NOT NULL,
  head bytea NOT NULL,
  CONSTRAINT ledger_day_pkey PRIMARY KEY (day),
  CONSTRAINT ledger_day_number_check CHECK (number >= 1)
);

COMMENT ON TABLE ledger_day IS 'Each day’s chain of entries: how many, and the last hash, which is published. Holds no person and no child.';
COMMENT ON COLUMN ledger_day.day IS 'The day, in Europe/London.';
COMMENT ON COLUMN ledger_day.number IS 'The how manieth day with entries, from 1: a day taken out leaves a gap.';
COMMENT ON COLUMN ledger_day.opening IS 'The head of the day before, on which the first entry stands; 32 zeros before the first day.';
COMMENT ON COLUMN ledger_day.count IS 'Entries of the day so far.';
COMMENT ON COLUMN ledger_day.head IS 'The hash of the last of them.';

-- A record opened out of reach, with a reason, for hours, reviewed by another person within a day.
CREATE TABLE break_glass (
  learner_id bigint NOT NULL,
  break_glass_id bigint GENERATED ALWAYS AS IDENTITY,
  membership_id bigint NOT NULL,
  person_id bigint NOT NULL,
  organisation_id integer NOT NULL,
  categories text[] NOT NULL,
  reason text NOT NULL,
  opened_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL,
  ended_at timestamptz,
  review_by timestamptz NOT NULL,
  reviewed_at timestamptz,
  reviewer_id bigint,
  outcome text,
  review_words text,
  CONSTRAINT break_glass_pkey PRIMARY KEY (learner_id, break_glass_id),
  CONSTRAINT break_glass_until_check CHECK (until_at > opened_at),
  CONSTRAINT break_glass_outcome_check CHECK (outcome IN ('needed', 'not-needed')),
  CONSTRAINT break_glass_reviewer_check CHECK (reviewer_id IS NULL OR reviewer_id <> person_id)
);
CREATE INDEX break_glass_by_id ON break_glass (break_glass_id);
CREATE INDEX break_glass_by_organisation ON break_glass (organisation_id, opened_at);
CREATE INDEX break_glass_by_person ON break_glass (person_id, opened_at);

COMMENT ON TABLE break_glass IS 'Records opened out of reach: by whom, why, until when, and what a second person found.';
COMMENT ON COLUMN break_glass.learner_id IS 'The child whose record it is.';
COMMENT ON COLUMN break_glass.break_glass_id IS 'Given once, never reused.';
COMMENT ON COLUMN break_glass.membership_id IS 'In which role, at which organisation.';
COMMENT ON COLUMN break_glass.person_id IS 'Who opened it.';
COMMENT ON COLUMN break_glass.organisation_id IS 'For whom: the review is made there.';
COMMENT ON COLUMN break_glass.categories IS 'The data categories opened: never more than the role reads.';
COMMENT ON COLUMN break_glass.reason IS 'Why, in the words of who opened it. Never in an address or a log.';
COMMENT ON COLUMN break_glass.opened_at IS 'From when.';
COMMENT ON COLUMN break_glass.until_at IS 'Until when, unless it is ended before.';
COMMENT ON COLUMN break_glass.ended_at IS 'When it was ended by hand; NULL when it was not.';
COMMENT ON COLUMN break_glass.review_by IS 'By when a second person is to have looked at it.';
COMMENT ON COLUMN break_glass.reviewed_at IS 'When one has; NULL until then.';
COMMENT ON COLUMN break_glass.reviewer_id IS 'Who has: never who opened it.';
COMMENT ON COLUMN break_glass.outcome IS 'What they found: it was needed, or it was not.';
COMMENT ON COLUMN break_glass.review_words IS 'In their words.';

-- What a family is shown later: the entries of one reader about one child, until a day.
CREATE TABLE ledger_delay (
  learner_id bigint NOT NULL,
  delay_id bigint GENERATED ALWAYS AS IDENTITY,
  reader_id bigint NOT NULL,
  reason text NOT NULL,
  until_on date NOT NULL,
  entered_at timestamptz NOT NULL,
  entered_by bigint NOT NULL,
  organisation_id integer NOT NULL,
  review_by timestamptz NOT NULL,
  reviewed_at timestamptz,
  reviewer_id bigint,
  finding text,
  lifted_at timestamptz,
  CONSTRAINT ledger_delay_pkey PRIMARY KEY (learner_id, delay_id),
  CONSTRAINT ledger_delay_finding_check CHECK (finding IN ('kept', 'lifted')),
  CONSTRAINT ledger_delay_reviewer_check CHECK (reviewer_id IS NULL OR reviewer_id <> entered_by)
);
CREATE INDEX ledger_delay_by_organisation ON ledger_delay (organisation_id, entered_at);

COMMENT ON TABLE ledger_delay IS 'Whose reading of a child’s record the family is shown later, why, and until when.';
COMMENT ON COLUMN ledger_delay.learner_id IS 'The child.';
COMMENT ON COLUMN ledger_delay.delay_id IS 'Given once, never reused.';
COMMENT ON COLUMN ledger_delay.reader_id IS 'The person whose entries the family is not shown while it lasts.';
COMMENT ON COLUMN ledger_delay.reason IS 'Why, in words. Never shown to the family while it lasts, nor in an address or a log.';
COMMENT ON COLUMN ledger_delay.until_on IS 'The last day of it: on the day after, the entries are shown.';
COMMENT ON COLUMN ledger_delay.entered_at IS 'When entered.';
COMMENT ON COLUMN ledger_delay.entered_by IS 'The person who entered it.';
COMMENT ON COLUMN ledger_delay.organisation_id IS 'For whom they acted: the review is made there.';
COMMENT ON COLUMN ledger_delay.review_by IS 'By when a second person is to have looked at it.';
COMMENT ON COLUMN ledger_delay.reviewed_at IS 'When one has; NULL until then.';
COMMENT ON COLUMN ledger_delay.reviewer_id IS 'Who has: never who entered it.';
COMMENT ON COLUMN ledger_delay.finding IS 'What they found: kept until its day, or lifted at once.';
COMMENT ON COLUMN ledger_delay.lifted_at IS 'When it was lifted before its day; NULL when it was not.';

-- The day's heads name nobody: everybody may read them, so that anybody can keep them.
GRANT SELECT ON ledger_day TO headwater_setting, headwater_area, headwater_trust, headwater_nation, headwater_children;
GRANT SELECT, INSERT ON ledger_day TO headwater_gate, headwater_steward;
GRANT UPDATE (count, head) ON ledger_day TO headwater_gate;

-- Entries are appended and read. No role that Headwater logs in with may change one, or take one out.
GRANT SELECT, INSERT ON ledger_entry TO headwater_gate, headwater_steward;
GRANT SELECT, INSERT ON break_glass, ledger_delay TO headwater_gate, headwater_steward;
GRANT UPDATE (ended_at, reviewed_at, reviewer_id, outcome, review_words) ON break_glass TO headwater_gate;
GRANT UPDATE (reviewed_at, reviewer_id, finding, lifted_at) ON ledger_delay TO headwater_gate;
ALTER TABLE ledger_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_entry FORCE ROW LEVEL SECURITY;
ALTER TABLE break_glass ENABLE ROW LEVEL SECURITY;
ALTER TABLE break_glass FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_delay ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_delay FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['ledger_entry', 'break_glass', 'ledger_delay'] LOOP
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO headwater_gate USING (nullif(current_setting(''headwater.gate'', true), '''') IS NOT NULL) WITH CHECK (nullif(current_setting(''headwater.gate'', true), '''') IS NOT NULL)', one || '_gate', one);
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO headwater_steward USING (nullif(current_setting(''headwater.duty'', true), '''') IS NOT NULL) WITH CHECK (nullif(current_setting(''headwater.duty'', true), '''') IS NOT NULL)', one || '_steward', one);
  END LOOP;
END $$;
