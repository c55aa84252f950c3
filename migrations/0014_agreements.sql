-- Up Migration
-- Sharing agreements as data: immutable versions, and what happened to them as events that are only ever added. What state
-- an agreement was in at an instant is reckoned from the events, so a decision of the past can be made again.

CREATE TABLE agreement (
  agreement_id integer GENERATED ALWAYS AS IDENTITY,
  reference text NOT NULL,
  demonstration boolean NOT NULL,
  entered_at timestamptz NOT NULL,
  CONSTRAINT agreement_pkey PRIMARY KEY (agreement_id)
);
CREATE INDEX agreement_by_reference ON agreement (reference);

COMMENT ON TABLE agreement IS 'A sharing agreement between organisations: what joins its versions.';
COMMENT ON COLUMN agreement.agreement_id IS 'Given once, never reused.';
COMMENT ON COLUMN agreement.reference IS 'What its parties call it; the same in every version.';
COMMENT ON COLUMN agreement.demonstration IS 'Whether it is made up.';
COMMENT ON COLUMN agreement.entered_at IS 'When its first draft was entered.';

-- A version is written once. A wish to change one word is the next version, which everybody signs anew.
CREATE TABLE agreement_version (
  agreement_id integer NOT NULL,
  version integer NOT NULL,
  document text NOT NULL,
  sha256 text NOT NULL,
  CONSTRAINT agreement_version_pkey PRIMARY KEY (agreement_id, version),
  CONSTRAINT agreement_version_agreement_fkey FOREIGN KEY (agreement_id) REFERENCES agreement (agreement_id)
);

COMMENT ON TABLE agreement_version IS 'What an agreement says, in one version. Never changed.';
COMMENT ON COLUMN agreement_version.agreement_id IS 'The agreement.';
COMMENT ON COLUMN agreement_version.version IS 'Counted from 1.';
COMMENT ON COLUMN agreement_version.document IS 'Canonical JSON of src/platform/agreement/document.ts: keys sorted, no spaces.';
COMMENT ON COLUMN agreement_version.sha256 IS 'SHA-256 of the document''s UTF-8 bytes, in hexadecimal: what is signed.';

-- Which organisation here each party of a version is.
CREATE TABLE agreement_party (
  agreement_id integer NOT NULL,
  version integer NOT NULL,
  party text NOT NULL,
  organisation_id integer NOT NULL,
  CONSTRAINT agreement_party_pkey PRIMARY KEY (agreement_id, version, party),
  CONSTRAINT agreement_party_version_fkey FOREIGN KEY (agreement_id, version) REFERENCES agreement_version (agreement_id, version)
);
CREATE INDEX agreement_party_by_organisation ON agreement_party (organisation_id);

COMMENT ON TABLE agreement_party IS 'Which organisation each party of a version is.';
COMMENT ON COLUMN agreement_party.agreement_id IS 'The agreement.';
COMMENT ON COLUMN agreement_party.version IS 'The version.';
COMMENT ON COLUMN agreement_party.party IS 'The party’s short name in the document.';
COMMENT ON COLUMN agreement_party.organisation_id IS 'The organisation it is.';

CREATE TABLE agreement_event (
  agreement_id integer NOT NULL,
  event_no integer NOT NULL,
  version integer NOT NULL,
  did text NOT NULL,
  party text,
  happened_at timestamptz NOT NULL,
  person_id bigint,
  told_by text NOT NULL,
  reason text,
  next_review_on date,
  sha256 text NOT NULL,
  CONSTRAINT agreement_event_pkey PRIMARY KEY (agreement_id, event_no),
  CONSTRAINT agreement_event_version_fkey FOREIGN KEY (agreement_id, version) REFERENCES agreement_version (agreement_id, version),
  CONSTRAINT agreement_event_did_check CHECK (did IN ('drafted', 'signed', 'suspended', 'resumed', 'revoked', 'reviewed'))
);

COMMENT ON TABLE agreement_event IS 'What happened to an agreement: only ever added to. Its state at an instant is reckoned from these.';
COMMENT ON COLUMN agreement_event.agreement_id IS 'The agreement.';
COMMENT ON COLUMN agreement_event.event_no IS 'Counted from 1 within the agreement.';
COMMENT ON COLUMN agreement_event.version IS 'The version it happened to.';
COMMENT ON COLUMN agreement_event.did IS 'drafted, signed, suspended, resumed, revoked or reviewed.';
COMMENT ON COLUMN agreement_event.party IS 'For which party, by its short name in the document; NULL for a draft entered by nobody''s party.';
COMMENT ON COLUMN agreement_event.happened_at IS 'When; never earlier than the event before.';
COMMENT ON COLUMN agreement_event.person_id IS 'Who; NULL when Headwater entered it with a demonstration.';
COMMENT ON COLUMN agreement_event.told_by IS 'Who, in words: name, role and organisation as they were then.';
COMMENT ON COLUMN agreement_event.reason IS 'Why, in their words.';
COMMENT ON COLUMN agreement_event.next_review_on IS 'Of a review: the day by which to review again.';
COMMENT ON COLUMN agreement_event.sha256 IS 'Of the version''s document: what was signed, suspended or revoked.';

-- Which children an agreement by case or by consent reaches, and whose record is withheld even where it reaches a place.
CREATE TABLE agreement_subject (
  learner_id bigint NOT NULL,
  subject_id bigint GENERATED ALWAYS AS IDENTITY,
  agreement_id integer NOT NULL,
  reached_by text NOT NULL,
  reason text NOT NULL,
  entered_at timestamptz NOT NULL,
  entered_by text NOT NULL,
  ended_at timestamptz,
  ended_by text,
  CONSTRAINT agreement_subject_pkey PRIMARY KEY (learner_id, subject_id),
  CONSTRAINT agreement_subject_reached_by_check CHECK (reached_by IN ('case', 'consent', 'withheld'))
);
CREATE INDEX agreement_subject_by_agreement ON agreement_subject (agreement_id);

COMMENT ON TABLE agreement_subject IS 'Children whom an agreement by case or by consent reaches, and children whom an agreement does not reach even to say that they are known.';
COMMENT ON COLUMN agreement_subject.learner_id IS 'The child.';
COMMENT ON COLUMN agreement_subject.subject_id IS 'Given once, never reused.';
COMMENT ON COLUMN agreement_subject.agreement_id IS 'The agreement.';
COMMENT ON COLUMN agreement_subject.reached_by IS 'case: a case both sides work on. consent: agreed to. withheld: nothing at all leaves, not even that the child is known.';
COMMENT ON COLUMN agreement_subject.reason IS 'Why, or where the consent is kept.';
COMMENT ON COLUMN agreement_subject.entered_at IS 'From when.';
COMMENT ON COLUMN agreement_subject.entered_by IS 'By whom, in words.';
COMMENT ON COLUMN agreement_subject.ended_at IS 'When the case was closed, the consent withdrawn or the withholding lifted; NULL while it holds.';
COMMENT ON COLUMN agreement_subject.ended_by IS 'By whom, in words.';

-- A decision to share something about a child, or not to. Only ever added to.
CREATE TABLE sharing_decision (
  learner_id bigint NOT NULL,
  decision_id bigint GENERATED ALWAYS AS IDENTITY,
  outcome text NOT NULL,
  organisation_id integer NOT NULL,
  with_whom text NOT NULL,
  what text NOT NULL,
  categories text[] NOT NULL,
  agreement_id integer,
  agreement_sha256 text,
  duty text,
  reason text NOT NULL,
  answers jsonb NOT NULL,
  decided_at timestamptz NOT NULL,
  person_id bigint,
  decided_by text NOT NULL,
  CONSTRAINT sharing_decision_pkey PRIMARY KEY (learner_id, decision_id),
  CONSTRAINT sharing_decision_outcome_check CHECK (outcome IN ('shared', 'not-shared'))
);

COMMENT ON TABLE sharing_decision IS 'Decisions to share something about a child, and not to: each with its reason and the seven golden rules.';
COMMENT ON COLUMN sharing_decision.learner_id IS 'The child.';
COMMENT ON COLUMN sharing_decision.decision_id IS 'Given once, never reused.';
COMMENT ON COLUMN sharing_decision.outcome IS 'shared or not-shared.';
COMMENT ON COLUMN sharing_decision.organisation_id IS 'Who decided: the organisation acted for.';
COMMENT ON COLUMN sharing_decision.with_whom IS 'With whom it was shared, or who asked, in words.';
COMMENT ON COLUMN sharing_decision.what IS 'What was shared, or asked for, in words.';
COMMENT ON COLUMN sharing_decision.categories IS 'Of which categories it was.';
COMMENT ON COLUMN sharing_decision.agreement_id IS 'Under which agreement; NULL under a duty, or when not shared.';
COMMENT ON COLUMN sharing_decision.agreement_sha256 IS 'Of that agreement''s version in force at the time.';
COMMENT ON COLUMN sharing_decision.duty IS 'Under which duty of src/platform/agreement/lawful-bases.ts; NULL under an agreement.';
COMMENT ON COLUMN sharing_decision.reason IS 'Why, in words.';
COMMENT ON COLUMN sharing_decision.answers IS 'How each golden rule was weighed: {rule: words}.';
COMMENT ON COLUMN sharing_decision.decided_at IS 'When.';
COMMENT ON COLUMN sharing_decision.person_id IS 'Who decided; NULL in a demonstration''s chosen role.';
COMMENT ON COLUMN sharing_decision.decided_by IS 'Who decided, in words as they were then.';

-- Read and added to by the gate. Nothing of it is ever rewritten, except that a subject ends.
ALTER TABLE agreement ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement FORCE ROW LEVEL SECURITY;
ALTER TABLE agreement_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement_version FORCE ROW LEVEL SECURITY;
ALTER TABLE agreement_party ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement_party FORCE ROW LEVEL SECURITY;
ALTER TABLE agreement_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement_event FORCE ROW LEVEL SECURITY;
ALTER TABLE agreement_subject ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement_subject FORCE ROW LEVEL SECURITY;
ALTER TABLE sharing_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_decision FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['agreement', 'agreement_version', 'agreement_party', 'agreement_event', 'agreement_subject', 'sharing_decision'] LOOP
    EXECUTE format('GRANT SELECT, INSERT ON %I TO headwater_gate', one);
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO headwater_gate USING (nullif(current_setting(''headwater.gate'', true), '''') IS NOT NULL) WITH CHECK (nullif(current_setting(''headwater.gate'', true), '''') IS NOT NULL)', one || '_gate', one);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON %I TO headwater_steward', one);
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO headwater_steward USING (nullif(current_setting(''headwater.duty'', true), '''') IS NOT NULL) WITH CHECK (nullif(current_setting(''headwater.duty'', true), '''') IS NOT NULL)', one || '_steward', one);
  END LOOP;
END $$;
GRANT UPDATE (ended_at, ended_by) ON agreement_subject TO headwater_gate;
-- Writers of one agreement wait for each other on its row; nothing of it is changed by that.
GRANT UPDATE (entered_at) ON agreement TO headwater_gate;
