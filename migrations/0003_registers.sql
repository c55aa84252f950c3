-- Up Migration
-- Registers: who is on roll where, one row per register, and the totals that move with it in the same transaction.
-- Per-setting tables lead with setting_id, per-child tables with learner_id; la_id and trust_id are repeated in each, so
-- that every kind of scope is one comparison of one column. Every table that holds a child, or a count of few children,
-- is under row-level security, FORCEd, with one policy for each role; the owner has none, and sees no row.

CREATE TABLE trust (
  trust_id integer NOT NULL,
  name text NOT NULL,
  demonstration boolean NOT NULL,
  CONSTRAINT trust_pkey PRIMARY KEY (trust_id),
  CONSTRAINT trust_id_check CHECK (trust_id > 0)
);
COMMENT ON TABLE trust IS 'A trust that runs settings. A small shared table with no child in it.';
COMMENT ON COLUMN trust.trust_id IS 'Stable integer; 0 is never used, it stands for no trust.';
COMMENT ON COLUMN trust.name IS 'Name.';
COMMENT ON COLUMN trust.demonstration IS 'True when the trust is made up.';

CREATE TABLE register_keeper (
  setting_id integer NOT NULL,
  kind text NOT NULL,
  unit text NOT NULL,
  nation text NOT NULL,
  nation_id integer NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  am_due time NOT NULL,
  pm_due time NOT NULL,
  demonstration boolean NOT NULL,
  CONSTRAINT register_keeper_pkey PRIMARY KEY (setting_id),
  CONSTRAINT register_keeper_setting_fkey FOREIGN KEY (setting_id) REFERENCES setting (setting_id),
  CONSTRAINT register_keeper_kind_check CHECK (kind IN ('primary', 'secondary', 'all-through', 'special', 'pupil-referral-unit', 'alternative-provision', 'hospital-school', 'sixth-form-college', 'fe-college', 'local-authority')),
  CONSTRAINT register_keeper_unit_check CHECK (unit IN ('session', 'event', 'none')),
  CONSTRAINT register_keeper_nation_check CHECK (nation IN ('england', 'wales', 'scotland', 'northern-ireland'))
);
COMMENT ON TABLE register_keeper IS 'A setting whose registers Headwater keeps, and where it stands. A small shared table with no child in it.';
COMMENT ON COLUMN register_keeper.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN register_keeper.kind IS 'primary, secondary, all-through, special, pupil-referral-unit, alternative-provision, hospital-school, sixth-form-college, fe-college, or local-authority for children educated otherwise than at school.';
COMMENT ON COLUMN register_keeper.unit IS 'What a register is of: session (half a day), event (a timetabled one), or none where only the roll is kept.';
COMMENT ON COLUMN register_keeper.nation IS 'Whose code book its marks are in.';
COMMENT ON COLUMN register_keeper.nation_id IS 'The nation (area_id).';
COMMENT ON COLUMN register_keeper.la_id IS 'The local authority (area_id).';
COMMENT ON COLUMN register_keeper.trust_id IS 'The trust, 0 for none.';
COMMENT ON COLUMN register_keeper.am_due IS 'Local time by which the morning register should be in.';
COMMENT ON COLUMN register_keeper.pm_due IS 'Local time by which the afternoon register should be in.';
COMMENT ON COLUMN register_keeper.demonstration IS 'True when its roll and registers are made up.';

CREATE INDEX register_keeper_by_la ON register_keeper (la_id);
CREATE INDEX register_keeper_by_trust ON register_keeper (trust_id);

CREATE TABLE term (
  setting_id integer NOT NULL,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  name text NOT NULL,
  CONSTRAINT term_pkey PRIMARY KEY (setting_id, starts_on),
  CONSTRAINT term_days_check CHECK (starts_on <= ends_on)
);
COMMENT ON TABLE term IS 'When a setting is open: its terms, with both days included. No child.';
COMMENT ON COLUMN term.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN term.starts_on IS 'First day.';
COMMENT ON COLUMN term.ends_on IS 'Last day.';
COMMENT ON COLUMN term.name IS 'Autumn 2026, for example.';

CREATE TABLE closure (
  setting_id integer NOT NULL,
  day date NOT NULL,
  session smallint NOT NULL,
  kind text NOT NULL,
  reason text NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL,
  CONSTRAINT closure_pkey PRIMARY KEY (setting_id, day, session),
  CONSTRAINT closure_kind_check CHECK (kind IN ('holiday', 'inset', 'unplanned')),
  CONSTRAINT closure_session_check CHECK (session BETWEEN 0 AND 2)
);
COMMENT ON TABLE closure IS 'A weekday within a term on which a setting is closed, or half of one. No child.';
COMMENT ON COLUMN closure.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN closure.day IS 'The day.';
COMMENT ON COLUMN closure.session IS '0 the whole day, 1 the morning, 2 the afternoon.';
COMMENT ON COLUMN closure.kind IS 'holiday (half term, bank holiday), inset (staff training), or unplanned (snow, flood, a boiler).';
COMMENT ON COLUMN closure.reason IS 'In words.';
COMMENT ON COLUMN closure.recorded_at IS 'When it was recorded.';
COMMENT ON COLUMN closure.recorded_by IS 'Who recorded it.';

CREATE TABLE supplier_mapping (
  supplier text NOT NULL,
  purpose text NOT NULL,
  mapping jsonb NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT supplier_mapping_pkey PRIMARY KEY (supplier, purpose)
);
COMMENT ON TABLE supplier_mapping IS 'How a supplier lays out its files: set once, remembered. No child.';
COMMENT ON COLUMN supplier_mapping.supplier IS 'The supplier, as the person who imports calls it.';
COMMENT ON COLUMN supplier_mapping.purpose IS 'registers, roll or census.';
COMMENT ON COLUMN supplier_mapping.mapping IS 'Which heading holds what, and which of its codes are which of ours.';
COMMENT ON COLUMN supplier_mapping.changed_at IS 'When it was last set.';

CREATE TABLE actor (
  actor_id integer GENERATED ALWAYS AS IDENTITY,
  label text NOT NULL,
  CONSTRAINT actor_pkey PRIMARY KEY (actor_id),
  CONSTRAINT actor_label_key UNIQUE (label)
);
COMMENT ON TABLE actor IS 'Who may be named in a register: people in a role and suppliers'' systems. No child.';
COMMENT ON COLUMN actor.actor_id IS 'Stands for it in registers.';
COMMENT ON COLUMN actor.label IS 'In words.';

CREATE TABLE learner (
  learner_id bigint NOT NULL,
  upn text,
  uln text,
  home_la_id integer NOT NULL,
  CONSTRAINT learner_pkey PRIMARY KEY (learner_id)
);
COMMENT ON TABLE learner IS 'A person on one or more rolls: what joins their rolls, and nothing else about them.';
COMMENT ON COLUMN learner.learner_id IS 'Stable number, given once.';
COMMENT ON COLUMN learner.upn IS 'Unique pupil number; null where there is none.';
COMMENT ON COLUMN learner.uln IS 'Unique learner number; null where there is none.';
COMMENT ON COLUMN learner.home_la_id IS 'The local authority (area_id) responsible for them.';

CREATE INDEX learner_by_upn ON learner (upn);
CREATE INDEX learner_by_uln ON learner (uln);

CREATE TABLE learner_enrolment (
  learner_id bigint NOT NULL,
  setting_id integer NOT NULL,
  slot integer NOT NULL,
  status text NOT NULL,
  entered_on date NOT NULL,
  left_on date,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT learner_enrolment_pkey PRIMARY KEY (learner_id, setting_id, slot)
);
COMMENT ON TABLE learner_enrolment IS 'Which rolls a person is or was on, found by the person. The enrolment itself is with its setting.';
COMMENT ON COLUMN learner_enrolment.learner_id IS 'The person.';
COMMENT ON COLUMN learner_enrolment.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN learner_enrolment.slot IS 'Their slot there.';
COMMENT ON COLUMN learner_enrolment.status IS 'As in enrolment.';
COMMENT ON COLUMN learner_enrolment.entered_on IS 'First day on roll.';
COMMENT ON COLUMN learner_enrolment.left_on IS 'Last day on roll; null while on roll.';
COMMENT ON COLUMN learner_enrolment.la_id IS 'Local authority (area_id) the setting is in, repeated here so that an area''s scope is one comparison.';
COMMENT ON COLUMN learner_enrolment.trust_id IS 'Trust the setting belongs to, 0 for none, repeated here for a trust''s scope.';

CREATE TABLE enrolment (
  setting_id integer NOT NULL,
  slot integer NOT NULL,
  learner_id bigint NOT NULL,
  upn text,
  uln text,
  surname text NOT NULL,
  given_name text NOT NULL,
  born_on date NOT NULL,
  year_group smallint NOT NULL,
  class text NOT NULL,
  status text NOT NULL,
  entered_on date NOT NULL,
  left_on date,
  partner_setting_id integer,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT enrolment_pkey PRIMARY KEY (setting_id, slot),
  CONSTRAINT enrolment_status_check CHECK (status IN ('single', 'main', 'subsidiary', 'guest', 'fe', 'ehe', 'eotas')),
  CONSTRAINT enrolment_days_check CHECK (left_on IS NULL OR left_on >= entered_on)
);
COMMENT ON TABLE enrolment IS 'One person on one setting''s roll, as that setting writes them. A slot is given once and never reused; coming back gives another.';
COMMENT ON COLUMN enrolment.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN enrolment.slot IS 'The place of this enrolment in the settings registers.';
COMMENT ON COLUMN enrolment.learner_id IS 'The person.';
COMMENT ON COLUMN enrolment.upn IS 'Unique pupil number; null where there is none.';
COMMENT ON COLUMN enrolment.uln IS 'Unique learner number; null where there is none.';
COMMENT ON COLUMN enrolment.surname IS 'As the setting writes it.';
COMMENT ON COLUMN enrolment.given_name IS 'As the setting writes it.';
COMMENT ON COLUMN enrolment.born_on IS 'Date of birth.';
COMMENT ON COLUMN enrolment.year_group IS 'National Curriculum year: -2 and -1 nursery, 0 reception, 1 to 14; 99 not known.';
COMMENT ON COLUMN enrolment.class IS 'Class, tutor group or course group.';
COMMENT ON COLUMN enrolment.status IS 'single, main (dual), subsidiary (dual), guest, fe; or ehe and eotas on a local authoritys own roll.';
COMMENT ON COLUMN enrolment.entered_on IS 'First day on roll.';
COMMENT ON COLUMN enrolment.left_on IS 'Last day on roll; null while on roll.';
COMMENT ON COLUMN enrolment.partner_setting_id IS 'The other setting of a dual registration, where known.';
COMMENT ON COLUMN enrolment.la_id IS 'Local authority (area_id) the setting is in, repeated here so that an area''s scope is one comparison.';
COMMENT ON COLUMN enrolment.trust_id IS 'Trust the setting belongs to, 0 for none, repeated here for a trust''s scope.';

CREATE INDEX enrolment_by_learner ON enrolment (setting_id, learner_id);

CREATE TABLE characteristic (
  setting_id integer NOT NULL,
  slot integer NOT NULL,
  valid_from date NOT NULL,
  sex text NOT NULL,
  sen text NOT NULL,
  fsm text NOT NULL,
  ethnicity text NOT NULL,
  looked_after text NOT NULL,
  social_worker text NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT characteristic_pkey PRIMARY KEY (setting_id, slot, valid_from)
);
COMMENT ON TABLE characteristic IS 'What is known of an enrolled person from a day on: the groups that published figures are broken down by.';
COMMENT ON COLUMN characteristic.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN characteristic.slot IS 'The enrolment.';
COMMENT ON COLUMN characteristic.valid_from IS 'First day it holds; until the next row of the same enrolment.';
COMMENT ON COLUMN characteristic.sex IS 'F, M or U (not known).';
COMMENT ON COLUMN characteristic.sen IS 'N none, K support, E education, health and care plan, U not known.';
COMMENT ON COLUMN characteristic.fsm IS 'Y eligible for free school meals, N not, U not known.';
COMMENT ON COLUMN characteristic.ethnicity IS 'The Departments four-letter code; NOBT not obtained, REFU refused.';
COMMENT ON COLUMN characteristic.looked_after IS 'Y, N or U.';
COMMENT ON COLUMN characteristic.social_worker IS 'Y, N or U.';
COMMENT ON COLUMN characteristic.la_id IS 'Local authority (area_id) the setting is in, repeated here so that an area''s scope is one comparison.';
COMMENT ON COLUMN characteristic.trust_id IS 'Trust the setting belongs to, 0 for none, repeated here for a trust''s scope.';

CREATE TABLE part_time_plan (
  setting_id integer NOT NULL,
  slot integer NOT NULL,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  review_on date NOT NULL,
  sessions_off smallint NOT NULL,
  reason text NOT NULL,
  agreed_with_parent boolean NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT part_time_plan_pkey PRIMARY KEY (setting_id, slot, starts_on),
  CONSTRAINT part_time_plan_days_check CHECK (starts_on <= ends_on)
);
COMMENT ON TABLE part_time_plan IS 'An agreed part-time timetable: the sessions of the week on which the person is not expected, and until when.';
COMMENT ON COLUMN part_time_plan.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN part_time_plan.slot IS 'The enrolment.';
COMMENT ON COLUMN part_time_plan.starts_on IS 'First day.';
COMMENT ON COLUMN part_time_plan.ends_on IS 'Last day: a plan always has one.';
COMMENT ON COLUMN part_time_plan.review_on IS 'When it is to be looked at again.';
COMMENT ON COLUMN part_time_plan.sessions_off IS 'Ten bits, Monday morning lowest: the half days off.';
COMMENT ON COLUMN part_time_plan.reason IS 'In words.';
COMMENT ON COLUMN part_time_plan.agreed_with_parent IS 'Whether a parent has agreed.';
COMMENT ON COLUMN part_time_plan.la_id IS 'Local authority (area_id) the setting is in, repeated here so that an area''s scope is one comparison.';
COMMENT ON COLUMN part_time_plan.trust_id IS 'Trust the setting belongs to, 0 for none, repeated here for a trust''s scope.';

CREATE TABLE setting_roll (
  setting_id integer NOT NULL,
  year smallint NOT NULL,
  version integer NOT NULL,
  base integer NOT NULL,
  size integer NOT NULL,
  spells bytea NOT NULL,
  identifiers bytea NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT setting_roll_pkey PRIMARY KEY (setting_id, year)
);
COMMENT ON TABLE setting_roll IS 'A setting''s roll of one academic year, packed for speed from enrolment and characteristic; rewritten by whatever changes those.';
COMMENT ON COLUMN setting_roll.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN setting_roll.year IS 'Calendar year in which the academic year starts.';
COMMENT ON COLUMN setting_roll.version IS 'Grows with every change.';
COMMENT ON COLUMN setting_roll.base IS 'The slot of the first mark of every register of the year; fixed once given.';
COMMENT ON COLUMN setting_roll.size IS 'How many slots from there.';
COMMENT ON COLUMN setting_roll.spells IS 'Who is expected when, and in which groups; see packed-roll.ts.';
COMMENT ON COLUMN setting_roll.identifiers IS 'Each slots UPN or ULN, eight bytes a slot; see packed-roll.ts.';
COMMENT ON COLUMN setting_roll.la_id IS 'Local authority (area_id) the setting is in, repeated here so that an area''s scope is one comparison.';
COMMENT ON COLUMN setting_roll.trust_id IS 'Trust the setting belongs to, 0 for none, repeated here for a trust''s scope.';

CREATE TABLE timetable_event (
  setting_id integer NOT NULL,
  day date NOT NULL,
  session smallint NOT NULL,
  starts_at time NOT NULL,
  minutes smallint NOT NULL,
  title text NOT NULL,
  roster bytea NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT timetable_event_pkey PRIMARY KEY (setting_id, day, session),
  CONSTRAINT timetable_event_session_check CHECK (session >= 3),
  CONSTRAINT timetable_event_minutes_check CHECK (minutes > 0)
);
COMMENT ON TABLE timetable_event IS 'A timetabled event of a college: when, how long, and who is expected.';
COMMENT ON COLUMN timetable_event.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN timetable_event.day IS 'The day.';
COMMENT ON COLUMN timetable_event.session IS 'The events own key on that day, from 3.';
COMMENT ON COLUMN timetable_event.starts_at IS 'Local time.';
COMMENT ON COLUMN timetable_event.minutes IS 'Planned length.';
COMMENT ON COLUMN timetable_event.title IS 'Course and kind.';
COMMENT ON COLUMN timetable_event.roster IS 'One bit a slot from the rolls base, lowest bit first: who is expected.';
COMMENT ON COLUMN timetable_event.la_id IS 'Local authority (area_id) the setting is in, repeated here so that an area''s scope is one comparison.';
COMMENT ON COLUMN timetable_event.trust_id IS 'Trust the setting belongs to, 0 for none, repeated here for a trust''s scope.';

CREATE TABLE register (
  setting_id integer NOT NULL,
  day date NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  taken_at timestamptz NOT NULL,
  version integer NOT NULL,
  actor_id integer NOT NULL,
  session smallint NOT NULL,
  book smallint NOT NULL,
  marks bytea NOT NULL,
  CONSTRAINT register_pkey PRIMARY KEY (setting_id, day, session)
);
COMMENT ON TABLE register IS 'One setting''s roll for one session: one byte a slot. The legal unit, and the unit of storage.';
COMMENT ON COLUMN register.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN register.day IS 'The day.';
COMMENT ON COLUMN register.la_id IS 'Local authority (area_id) the setting is in, repeated here so that an area''s scope is one comparison.';
COMMENT ON COLUMN register.trust_id IS 'Trust the setting belongs to, 0 for none, repeated here for a trust''s scope.';
COMMENT ON COLUMN register.taken_at IS 'When it was first recorded.';
COMMENT ON COLUMN register.version IS '1 when first recorded; grows with each change.';
COMMENT ON COLUMN register.actor_id IS 'Who first recorded it.';
COMMENT ON COLUMN register.session IS '1 morning, 2 afternoon, from 3 a timetabled event.';
COMMENT ON COLUMN register.book IS 'Code book its bytes are read with.';
COMMENT ON COLUMN register.marks IS 'One byte a slot from the rolls base; 0 is unmeasured. Trailing zeros are left out.';

CREATE TABLE register_entry (
  setting_id integer NOT NULL,
  day date NOT NULL,
  session smallint NOT NULL,
  version integer NOT NULL,
  entered_at timestamptz NOT NULL,
  actor_id integer NOT NULL,
  slots integer[] NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT register_entry_pkey PRIMARY KEY (setting_id, day, session, version)
);
COMMENT ON TABLE register_entry IS 'Marks first entered after a register was first recorded: a second class, a late arrival of data. So that it can be replayed.';
COMMENT ON COLUMN register_entry.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN register_entry.day IS 'The day.';
COMMENT ON COLUMN register_entry.session IS 'The session.';
COMMENT ON COLUMN register_entry.version IS 'The version of the register this made.';
COMMENT ON COLUMN register_entry.entered_at IS 'When.';
COMMENT ON COLUMN register_entry.actor_id IS 'Who.';
COMMENT ON COLUMN register_entry.slots IS 'Slots that were unmeasured until then.';
COMMENT ON COLUMN register_entry.la_id IS 'Local authority (area_id) the setting is in, repeated here so that an area''s scope is one comparison.';
COMMENT ON COLUMN register_entry.trust_id IS 'Trust the setting belongs to, 0 for none, repeated here for a trust''s scope.';

CREATE TABLE amendment (
  setting_id integer NOT NULL,
  day date NOT NULL,
  session smallint NOT NULL,
  slot integer NOT NULL,
  version integer NOT NULL,
  original smallint NOT NULL,
  amended smallint NOT NULL,
  amended_at timestamptz NOT NULL,
  actor_id integer NOT NULL,
  reason text NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT amendment_pkey PRIMARY KEY (setting_id, day, session, slot, version)
);
COMMENT ON TABLE amendment IS 'A mark that was changed: original, new, who, when, why. Never altered or deleted.';
COMMENT ON COLUMN amendment.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN amendment.day IS 'The day.';
COMMENT ON COLUMN amendment.session IS 'The session.';
COMMENT ON COLUMN amendment.slot IS 'Whose mark.';
COMMENT ON COLUMN amendment.version IS 'The version of the register this made.';
COMMENT ON COLUMN amendment.original IS 'The byte before.';
COMMENT ON COLUMN amendment.amended IS 'The byte after; 0 when a mark was withdrawn.';
COMMENT ON COLUMN amendment.amended_at IS 'When.';
COMMENT ON COLUMN amendment.actor_id IS 'Who.';
COMMENT ON COLUMN amendment.reason IS 'Why, in words.';
COMMENT ON COLUMN amendment.la_id IS 'Local authority (area_id) the setting is in, repeated here so that an area''s scope is one comparison.';
COMMENT ON COLUMN amendment.trust_id IS 'Trust the setting belongs to, 0 for none, repeated here for a trust''s scope.';

CREATE TABLE learner_total (
  setting_id integer NOT NULL,
  year smallint NOT NULL,
  version bigint NOT NULL,
  counts bytea NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT learner_total_pkey PRIMARY KEY (setting_id, year)
);
COMMENT ON TABLE learner_total IS 'Year to date, per slot of a setting: sessions attended, authorised, unauthorised and late. Its row is the lock under which a setting''s registers change.';
COMMENT ON COLUMN learner_total.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN learner_total.year IS 'Calendar year in which the academic year starts.';
COMMENT ON COLUMN learner_total.version IS 'Counts the settings committed changes of the year.';
COMMENT ON COLUMN learner_total.counts IS 'Four 16-bit counts a slot from the rolls base; see learner-counts.ts.';
COMMENT ON COLUMN learner_total.la_id IS 'Local authority (area_id) the setting is in, repeated here so that an area''s scope is one comparison.';
COMMENT ON COLUMN learner_total.trust_id IS 'Trust the setting belongs to, 0 for none, repeated here for a trust''s scope.';

CREATE TABLE register_total (
  setting_id integer NOT NULL,
  day date NOT NULL,
  session smallint NOT NULL,
  counts bytea NOT NULL,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  nation_id integer NOT NULL,
  CONSTRAINT register_total_pkey PRIMARY KEY (setting_id, day, session)
);
COMMENT ON TABLE register_total IS 'Counts of one register: by code, and by category for each published group. Written with it.';
COMMENT ON COLUMN register_total.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN register_total.day IS 'The day.';
COMMENT ON COLUMN register_total.session IS 'The session.';
COMMENT ON COLUMN register_total.counts IS 'A packed tally; see tally.ts.';
COMMENT ON COLUMN register_total.la_id IS 'Local authority (area_id) the setting is in, repeated here so that an area''s scope is one comparison.';
COMMENT ON COLUMN register_total.trust_id IS 'Trust the setting belongs to, 0 for none, repeated here for a trust''s scope.';
COMMENT ON COLUMN register_total.nation_id IS 'The nation (area_id), for a national scope, which reads totals only.';

CREATE TABLE period_total (
  setting_id integer NOT NULL,
  year smallint NOT NULL,
  week smallint NOT NULL,
  version bigint NOT NULL,
  counts bytea NOT NULL,
  bands bytea,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  nation_id integer NOT NULL,
  CONSTRAINT period_total_pkey PRIMARY KEY (setting_id, year, week)
);
COMMENT ON TABLE period_total IS 'A setting''s tallies of a week or of the year to date. Written with every register.';
COMMENT ON COLUMN period_total.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN period_total.year IS 'Calendar year in which the academic year starts.';
COMMENT ON COLUMN period_total.week IS '0 the year to date; else weeks from the Monday on or before 1 September, from 1.';
COMMENT ON COLUMN period_total.version IS 'The settings version (learner_total) that last changed it.';
COMMENT ON COLUMN period_total.counts IS 'A packed tally.';
COMMENT ON COLUMN period_total.bands IS 'Year to date only: enrolments, persistently and severely absent, for each group; see bands.ts.';
COMMENT ON COLUMN period_total.la_id IS 'Local authority (area_id) the setting is in, repeated here so that an area''s scope is one comparison.';
COMMENT ON COLUMN period_total.trust_id IS 'Trust the setting belongs to, 0 for none, repeated here for a trust''s scope.';
COMMENT ON COLUMN period_total.nation_id IS 'The nation (area_id), for a national scope, which reads totals only.';

CREATE TABLE dual_gap (
  setting_id integer NOT NULL,
  day date NOT NULL,
  session smallint NOT NULL,
  slot integer NOT NULL,
  side text NOT NULL,
  learner_id bigint NOT NULL,
  other_setting_id integer NOT NULL,
  found text NOT NULL,
  raised_at timestamptz NOT NULL,
  closed_at timestamptz,
  outcome text,
  la_id integer NOT NULL,
  trust_id integer NOT NULL,
  CONSTRAINT dual_gap_pkey PRIMARY KEY (setting_id, day, session, slot),
  CONSTRAINT dual_gap_side_check CHECK (side IN ('marked', 'partner'))
);
COMMENT ON TABLE dual_gap IS 'A session marked D (at the other setting) for which the other setting has no positive mark: a task for both, one row each.';
COMMENT ON COLUMN dual_gap.setting_id IS 'The setting; leads every key.';
COMMENT ON COLUMN dual_gap.day IS 'The day.';
COMMENT ON COLUMN dual_gap.session IS 'The session.';
COMMENT ON COLUMN dual_gap.slot IS 'The enrolment here.';
COMMENT ON COLUMN dual_gap.side IS 'marked: this setting wrote D. partner: this setting was named by it.';
COMMENT ON COLUMN dual_gap.learner_id IS 'The person.';
COMMENT ON COLUMN dual_gap.other_setting_id IS 'The other setting.';
COMMENT ON COLUMN dual_gap.found IS 'What the partner had: unmeasured, absent, not-required or not-on-roll.';
COMMENT ON COLUMN dual_gap.raised_at IS 'When it was raised.';
COMMENT ON COLUMN dual_gap.closed_at IS 'When it was closed; null while open.';
COMMENT ON COLUMN dual_gap.outcome IS 'How it was closed: a mark at the partner, a corrected D, or words.';
COMMENT ON COLUMN dual_gap.la_id IS 'Local authority (area_id) the setting is in, repeated here so that an area''s scope is one comparison.';
COMMENT ON COLUMN dual_gap.trust_id IS 'Trust the setting belongs to, 0 for none, repeated here for a trust''s scope.';

-- Rows that are rewritten with every register stay in the page (no out-of-line storage below 8 kB) and leave room beside
-- them, so that a new version needs no new index entry.
ALTER TABLE learner_total SET (toast_tuple_target = 8160, fillfactor = 50);
ALTER TABLE period_total SET (fillfactor = 60);
ALTER TABLE learner_total ALTER COLUMN counts SET STORAGE MAIN;
ALTER TABLE register ALTER COLUMN marks SET STORAGE EXTERNAL;
ALTER TABLE setting_roll ALTER COLUMN spells SET STORAGE EXTERNAL;
ALTER TABLE setting_roll ALTER COLUMN identifiers SET STORAGE EXTERNAL;

-- The work list of a local authority reads one day across its settings.
CREATE INDEX dual_gap_by_la ON dual_gap (la_id, day) WHERE closed_at IS NULL;

-- A setting's own scope may write rows of that setting only, and only where the setting stands (las, trusts and nations
-- are beside settings, in the same order): a row with another area in it would be shown to that area.

-- What holds no child: every scope may read it.
GRANT SELECT ON area, area_code, area_link, setting, setting_link, trust, register_keeper, term, closure, supplier_mapping, actor
  TO headwater_setting, headwater_area, headwater_trust, headwater_nation, headwater_steward;
GRANT INSERT, UPDATE, DELETE ON term, closure TO headwater_setting, headwater_steward;
GRANT INSERT, UPDATE ON supplier_mapping TO headwater_setting, headwater_steward;
GRANT INSERT ON actor TO headwater_setting, headwater_steward;

ALTER TABLE learner ENABLE ROW LEVEL SECURITY;
ALTER TABLE learner FORCE ROW LEVEL SECURITY;
GRANT SELECT ON learner TO headwater_area;
CREATE POLICY learner_area ON learner FOR SELECT TO headwater_area
  USING (home_la_id = nullif(current_setting('headwater.la', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON learner TO headwater_steward;
CREATE POLICY learner_steward ON learner FOR ALL TO headwater_steward
  USING (nullif(current_setting('headwater.duty', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('headwater.duty', true), '') IS NOT NULL);

ALTER TABLE learner_enrolment ENABLE ROW LEVEL SECURITY;
ALTER TABLE learner_enrolment FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON learner_enrolment TO headwater_setting;
GRANT SELECT ON learner_enrolment TO headwater_area, headwater_trust;
CREATE POLICY learner_enrolment_setting ON learner_enrolment FOR ALL TO headwater_setting
  USING (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[]))
  WITH CHECK (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[])
    AND la_id = (nullif(current_setting('headwater.las', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]
    AND trust_id = (nullif(current_setting('headwater.trusts', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]);
CREATE POLICY learner_enrolment_area ON learner_enrolment FOR SELECT TO headwater_area
  USING (la_id = nullif(current_setting('headwater.la', true), '')::integer);
CREATE POLICY learner_enrolment_trust ON learner_enrolment FOR SELECT TO headwater_trust
  USING (trust_id = nullif(current_setting('headwater.trust', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON learner_enrolment TO headwater_steward;
CREATE POLICY learner_enrolment_steward ON learner_enrolment FOR ALL TO headwater_steward
  USING (nullif(current_setting('headwater.duty', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('headwater.duty', true), '') IS NOT NULL);

ALTER TABLE enrolment ENABLE ROW LEVEL SECURITY;
ALTER TABLE enrolment FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON enrolment TO headwater_setting;
GRANT SELECT ON enrolment TO headwater_area, headwater_trust;
CREATE POLICY enrolment_setting ON enrolment FOR ALL TO headwater_setting
  USING (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[]))
  WITH CHECK (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[])
    AND la_id = (nullif(current_setting('headwater.las', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]
    AND trust_id = (nullif(current_setting('headwater.trusts', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]);
CREATE POLICY enrolment_area ON enrolment FOR SELECT TO headwater_area
  USING (la_id = nullif(current_setting('headwater.la', true), '')::integer);
CREATE POLICY enrolment_trust ON enrolment FOR SELECT TO headwater_trust
  USING (trust_id = nullif(current_setting('headwater.trust', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON enrolment TO headwater_steward;
CREATE POLICY enrolment_steward ON enrolment FOR ALL TO headwater_steward
  USING (nullif(current_setting('headwater.duty', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('headwater.duty', true), '') IS NOT NULL);

ALTER TABLE characteristic ENABLE ROW LEVEL SECURITY;
ALTER TABLE characteristic FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON characteristic TO headwater_setting;
GRANT SELECT ON characteristic TO headwater_area, headwater_trust;
CREATE POLICY characteristic_setting ON characteristic FOR ALL TO headwater_setting
  USING (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[]))
  WITH CHECK (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[])
    AND la_id = (nullif(current_setting('headwater.las', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]
    AND trust_id = (nullif(current_setting('headwater.trusts', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]);
CREATE POLICY characteristic_area ON characteristic FOR SELECT TO headwater_area
  USING (la_id = nullif(current_setting('headwater.la', true), '')::integer);
CREATE POLICY characteristic_trust ON characteristic FOR SELECT TO headwater_trust
  USING (trust_id = nullif(current_setting('headwater.trust', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON characteristic TO headwater_steward;
CREATE POLICY characteristic_steward ON characteristic FOR ALL TO headwater_steward
  USING (nullif(current_setting('headwater.duty', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('headwater.duty', true), '') IS NOT NULL);

ALTER TABLE part_time_plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE part_time_plan FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON part_time_plan TO headwater_setting;
GRANT SELECT ON part_time_plan TO headwater_area, headwater_trust;
CREATE POLICY part_time_plan_setting ON part_time_plan FOR ALL TO headwater_setting
  USING (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[]))
  WITH CHECK (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[])
    AND la_id = (nullif(current_setting('headwater.las', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]
    AND trust_id = (nullif(current_setting('headwater.trusts', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]);
CREATE POLICY part_time_plan_area ON part_time_plan FOR SELECT TO headwater_area
  USING (la_id = nullif(current_setting('headwater.la', true), '')::integer);
CREATE POLICY part_time_plan_trust ON part_time_plan FOR SELECT TO headwater_trust
  USING (trust_id = nullif(current_setting('headwater.trust', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON part_time_plan TO headwater_steward;
CREATE POLICY part_time_plan_steward ON part_time_plan FOR ALL TO headwater_steward
  USING (nullif(current_setting('headwater.duty', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('headwater.duty', true), '') IS NOT NULL);

ALTER TABLE setting_roll ENABLE ROW LEVEL SECURITY;
ALTER TABLE setting_roll FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON setting_roll TO headwater_setting;
GRANT SELECT ON setting_roll TO headwater_area, headwater_trust;
CREATE POLICY setting_roll_setting ON setting_roll FOR ALL TO headwater_setting
  USING (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[]))
  WITH CHECK (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[])
    AND la_id = (nullif(current_setting('headwater.las', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]
    AND trust_id = (nullif(current_setting('headwater.trusts', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]);
CREATE POLICY setting_roll_area ON setting_roll FOR SELECT TO headwater_area
  USING (la_id = nullif(current_setting('headwater.la', true), '')::integer);
CREATE POLICY setting_roll_trust ON setting_roll FOR SELECT TO headwater_trust
  USING (trust_id = nullif(current_setting('headwater.trust', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON setting_roll TO headwater_steward;
CREATE POLICY setting_roll_steward ON setting_roll FOR ALL TO headwater_steward
  USING (nullif(current_setting('headwater.duty', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('headwater.duty', true), '') IS NOT NULL);

ALTER TABLE timetable_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE timetable_event FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON timetable_event TO headwater_setting;
GRANT SELECT ON timetable_event TO headwater_area, headwater_trust;
CREATE POLICY timetable_event_setting ON timetable_event FOR ALL TO headwater_setting
  USING (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[]))
  WITH CHECK (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[])
    AND la_id = (nullif(current_setting('headwater.las', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]
    AND trust_id = (nullif(current_setting('headwater.trusts', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]);
CREATE POLICY timetable_event_area ON timetable_event FOR SELECT TO headwater_area
  USING (la_id = nullif(current_setting('headwater.la', true), '')::integer);
CREATE POLICY timetable_event_trust ON timetable_event FOR SELECT TO headwater_trust
  USING (trust_id = nullif(current_setting('headwater.trust', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON timetable_event TO headwater_steward;
CREATE POLICY timetable_event_steward ON timetable_event FOR ALL TO headwater_steward
  USING (nullif(current_setting('headwater.duty', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('headwater.duty', true), '') IS NOT NULL);

ALTER TABLE register ENABLE ROW LEVEL SECURITY;
ALTER TABLE register FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON register TO headwater_setting;
GRANT SELECT ON register TO headwater_area, headwater_trust;
CREATE POLICY register_setting ON register FOR ALL TO headwater_setting
  USING (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[]))
  WITH CHECK (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[])
    AND la_id = (nullif(current_setting('headwater.las', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]
    AND trust_id = (nullif(current_setting('headwater.trusts', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]);
CREATE POLICY register_area ON register FOR SELECT TO headwater_area
  USING (la_id = nullif(current_setting('headwater.la', true), '')::integer);
CREATE POLICY register_trust ON register FOR SELECT TO headwater_trust
  USING (trust_id = nullif(current_setting('headwater.trust', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON register TO headwater_steward;
CREATE POLICY register_steward ON register FOR ALL TO headwater_steward
  USING (nullif(current_setting('headwater.duty', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('headwater.duty', true), '') IS NOT NULL);

ALTER TABLE register_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE register_entry FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON register_entry TO headwater_setting;
GRANT SELECT ON register_entry TO headwater_area, headwater_trust;
CREATE POLICY register_entry_setting ON register_entry FOR ALL TO headwater_setting
  USING (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[]))
  WITH CHECK (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[])
    AND la_id = (nullif(current_setting('headwater.las', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]
    AND trust_id = (nullif(current_setting('headwater.trusts', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]);
CREATE POLICY register_entry_area ON register_entry FOR SELECT TO headwater_area
  USING (la_id = nullif(current_setting('headwater.la', true), '')::integer);
CREATE POLICY register_entry_trust ON register_entry FOR SELECT TO headwater_trust
  USING (trust_id = nullif(current_setting('headwater.trust', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON register_entry TO headwater_steward;
CREATE POLICY register_entry_steward ON register_entry FOR ALL TO headwater_steward
  USING (nullif(current_setting('headwater.duty', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('headwater.duty', true), '') IS NOT NULL);

ALTER TABLE amendment ENABLE ROW LEVEL SECURITY;
ALTER TABLE amendment FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON amendment TO headwater_setting;
GRANT SELECT ON amendment TO headwater_area, headwater_trust;
CREATE POLICY amendment_setting ON amendment FOR ALL TO headwater_setting
  USING (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[]))
  WITH CHECK (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[])
    AND la_id = (nullif(current_setting('headwater.las', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]
    AND trust_id = (nullif(current_setting('headwater.trusts', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]);
CREATE POLICY amendment_area ON amendment FOR SELECT TO headwater_area
  USING (la_id = nullif(current_setting('headwater.la', true), '')::integer);
CREATE POLICY amendment_trust ON amendment FOR SELECT TO headwater_trust
  USING (trust_id = nullif(current_setting('headwater.trust', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON amendment TO headwater_steward;
CREATE POLICY amendment_steward ON amendment FOR ALL TO headwater_steward
  USING (nullif(current_setting('headwater.duty', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('headwater.duty', true), '') IS NOT NULL);

ALTER TABLE learner_total ENABLE ROW LEVEL SECURITY;
ALTER TABLE learner_total FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON learner_total TO headwater_setting;
GRANT SELECT ON learner_total TO headwater_area, headwater_trust;
CREATE POLICY learner_total_setting ON learner_total FOR ALL TO headwater_setting
  USING (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[]))
  WITH CHECK (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[])
    AND la_id = (nullif(current_setting('headwater.las', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]
    AND trust_id = (nullif(current_setting('headwater.trusts', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]);
CREATE POLICY learner_total_area ON learner_total FOR SELECT TO headwater_area
  USING (la_id = nullif(current_setting('headwater.la', true), '')::integer);
CREATE POLICY learner_total_trust ON learner_total FOR SELECT TO headwater_trust
  USING (trust_id = nullif(current_setting('headwater.trust', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON learner_total TO headwater_steward;
CREATE POLICY learner_total_steward ON learner_total FOR ALL TO headwater_steward
  USING (nullif(current_setting('headwater.duty', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('headwater.duty', true), '') IS NOT NULL);

ALTER TABLE dual_gap ENABLE ROW LEVEL SECURITY;
ALTER TABLE dual_gap FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON dual_gap TO headwater_setting;
GRANT SELECT ON dual_gap TO headwater_area, headwater_trust;
CREATE POLICY dual_gap_setting ON dual_gap FOR ALL TO headwater_setting
  USING (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[]))
  WITH CHECK (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[])
    AND la_id = (nullif(current_setting('headwater.las', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]
    AND trust_id = (nullif(current_setting('headwater.trusts', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]);
CREATE POLICY dual_gap_area ON dual_gap FOR SELECT TO headwater_area
  USING (la_id = nullif(current_setting('headwater.la', true), '')::integer);
CREATE POLICY dual_gap_trust ON dual_gap FOR SELECT TO headwater_trust
  USING (trust_id = nullif(current_setting('headwater.trust', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON dual_gap TO headwater_steward;
CREATE POLICY dual_gap_steward ON dual_gap FOR ALL TO headwater_steward
  USING (nullif(current_setting('headwater.duty', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('headwater.duty', true), '') IS NOT NULL);

ALTER TABLE register_total ENABLE ROW LEVEL SECURITY;
ALTER TABLE register_total FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON register_total TO headwater_setting;
GRANT SELECT ON register_total TO headwater_area, headwater_trust, headwater_nation;
CREATE POLICY register_total_setting ON register_total FOR ALL TO headwater_setting
  USING (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[]))
  WITH CHECK (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[])
    AND la_id = (nullif(current_setting('headwater.las', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]
    AND trust_id = (nullif(current_setting('headwater.trusts', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]
    AND nation_id = (nullif(current_setting('headwater.nations', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]);
CREATE POLICY register_total_area ON register_total FOR SELECT TO headwater_area
  USING (la_id = nullif(current_setting('headwater.la', true), '')::integer);
CREATE POLICY register_total_trust ON register_total FOR SELECT TO headwater_trust
  USING (trust_id = nullif(current_setting('headwater.trust', true), '')::integer);
CREATE POLICY register_total_nation ON register_total FOR SELECT TO headwater_nation
  USING (nation_id = nullif(current_setting('headwater.nation', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON register_total TO headwater_steward;
CREATE POLICY register_total_steward ON register_total FOR ALL TO headwater_steward
  USING (nullif(current_setting('headwater.duty', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('headwater.duty', true), '') IS NOT NULL);

ALTER TABLE period_total ENABLE ROW LEVEL SECURITY;
ALTER TABLE period_total FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON period_total TO headwater_setting;
GRANT SELECT ON period_total TO headwater_area, headwater_trust, headwater_nation;
CREATE POLICY period_total_setting ON period_total FOR ALL TO headwater_setting
  USING (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[]))
  WITH CHECK (setting_id = ANY (nullif(current_setting('headwater.settings', true), '')::integer[])
    AND la_id = (nullif(current_setting('headwater.las', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]
    AND trust_id = (nullif(current_setting('headwater.trusts', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]
    AND nation_id = (nullif(current_setting('headwater.nations', true), '')::integer[])[array_position(nullif(current_setting('headwater.settings', true), '')::integer[], setting_id)]);
CREATE POLICY period_total_area ON period_total FOR SELECT TO headwater_area
  USING (la_id = nullif(current_setting('headwater.la', true), '')::integer);
CREATE POLICY period_total_trust ON period_total FOR SELECT TO headwater_trust
  USING (trust_id = nullif(current_setting('headwater.trust', true), '')::integer);
CREATE POLICY period_total_nation ON period_total FOR SELECT TO headwater_nation
  USING (nation_id = nullif(current_setting('headwater.nation', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON period_total TO headwater_steward;
CREATE POLICY period_total_steward ON period_total FOR ALL TO headwater_steward
  USING (nullif(current_setting('headwater.duty', true), '') IS NOT NULL)
  WITH CHECK (nullif(current_setting('headwater.duty', true), '') IS NOT NULL);
