-- Up Migration
-- Signing in: by a provider, by a passkey; what a browser or a program is here as; and forms that outlive a sign-in. Read by the
-- gate alone. No secret is kept: hashes of them, and what is sealed with those that the browser holds.

CREATE TABLE sign_in_session (
  session_id bigint GENERATED ALWAYS AS IDENTITY,
  token_hash bytea NOT NULL,
  person_id bigint NOT NULL,
  via text NOT NULL,
  engaged_as text,
  membership_id bigint,
  purpose text,
  agreement_id bigint,
  break_glass_id bigint,
  organisation_claims text[] NOT NULL,
  signed_in_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  stepped_up_at timestamptz,
  device text NOT NULL,
  sealed_id_token bytea,
  ended_at timestamptz,
  ended_because text,
  CONSTRAINT sign_in_session_pkey PRIMARY KEY (session_id),
  CONSTRAINT sign_in_session_token_key UNIQUE (token_hash),
  CONSTRAINT sign_in_session_person_fkey FOREIGN KEY (person_id) REFERENCES person (person_id),
  CONSTRAINT sign_in_session_as_check CHECK (engaged_as IN ('member', 'child', 'parent')),
  CONSTRAINT sign_in_session_ended_check CHECK (ended_because IN ('signed-out', 'replaced', 'revoked', 'everywhere'))
);
COMMENT ON TABLE sign_in_session IS 'Who is signed in, as whom, until when. What the browser holds is not here, only its SHA-256.';
COMMENT ON COLUMN sign_in_session.session_id IS 'Given once, never reused; what pages name a session by.';
COMMENT ON COLUMN sign_in_session.token_hash IS 'SHA-256 of the secret in the browser’s cookie.';
COMMENT ON COLUMN sign_in_session.person_id IS 'Who.';
COMMENT ON COLUMN sign_in_session.via IS 'How they proved it: the provider’s id, or passkey.';
COMMENT ON COLUMN sign_in_session.engaged_as IS 'member, child or parent; NULL until it is chosen.';
COMMENT ON COLUMN sign_in_session.membership_id IS 'The role at an organisation it is bound to; NULL for a child and a parent.';
COMMENT ON COLUMN sign_in_session.purpose IS 'A purpose of src/platform/access/purposes.ts; NULL until it is chosen, and for a child and a parent.';
COMMENT ON COLUMN sign_in_session.agreement_id IS 'The sharing agreement it is bound to; NULL for the role alone.';
COMMENT ON COLUMN sign_in_session.break_glass_id IS 'A record opened out of reach, while it is open.';
COMMENT ON COLUMN sign_in_session.organisation_claims IS 'The organisations, by external_id, that the provider says the person is here for; empty when it says nothing of the kind.';
COMMENT ON COLUMN sign_in_session.signed_in_at IS 'When they proved who they are; kept when the id changes.';
COMMENT ON COLUMN sign_in_session.expires_at IS 'The absolute end, however busy they are.';
COMMENT ON COLUMN sign_in_session.last_seen_at IS 'The last request, to the minute.';
COMMENT ON COLUMN sign_in_session.stepped_up_at IS 'When they proved it a second time; NULL when they have not.';
COMMENT ON COLUMN sign_in_session.device IS 'Browser and system in words, to tell one’s own sessions apart; no version, no address.';
COMMENT ON COLUMN sign_in_session.sealed_id_token IS 'The provider’s statement, for signing out there too; sealed with the browser’s secret.';
COMMENT ON COLUMN sign_in_session.ended_at IS 'When it was ended before its time; NULL while it holds.';
COMMENT ON COLUMN sign_in_session.ended_because IS 'signed-out, replaced, revoked or everywhere.';

CREATE TABLE sign_in_attempt (
  state_hash bytea NOT NULL,
  kind text NOT NULL,
  sealed bytea NOT NULL,
  begun_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  CONSTRAINT sign_in_attempt_pkey PRIMARY KEY (state_hash)
);
COMMENT ON TABLE sign_in_attempt IS 'A sign-in under way: lasts minutes, serves once.';
COMMENT ON COLUMN sign_in_attempt.state_hash IS 'SHA-256 of the state sent to the provider, or of the challenge sent to the browser.';
COMMENT ON COLUMN sign_in_attempt.kind IS 'provider, passkey, enrol or invitation.';
COMMENT ON COLUMN sign_in_attempt.sealed IS 'Nonce, code verifier, challenge, where to go back to: sealed with the secret in the cookie of the browser that began it.';
COMMENT ON COLUMN sign_in_attempt.begun_at IS 'When it began.';
COMMENT ON COLUMN sign_in_attempt.expires_at IS 'After which it serves no more.';
COMMENT ON COLUMN sign_in_attempt.used_at IS 'When it served; a second time is refused.';

CREATE TABLE provider_identity (
  issuer text NOT NULL,
  subject text NOT NULL,
  person_id bigint NOT NULL,
  linked_at timestamptz NOT NULL,
  CONSTRAINT provider_identity_pkey PRIMARY KEY (issuer, subject),
  CONSTRAINT provider_identity_person_fkey FOREIGN KEY (person_id) REFERENCES person (person_id)
);
COMMENT ON TABLE provider_identity IS 'Which person a sign-in provider’s subject is.';
COMMENT ON COLUMN provider_identity.issuer IS 'The provider, as it names itself.';
COMMENT ON COLUMN provider_identity.subject IS 'The person, as the provider names them: never an e-mail address.';
COMMENT ON COLUMN provider_identity.person_id IS 'Who that is here.';
COMMENT ON COLUMN provider_identity.linked_at IS 'When the two were joined, by an invitation.';

CREATE TABLE passkey (
  credential_id text NOT NULL,
  person_id bigint NOT NULL,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  name text NOT NULL,
  made_at timestamptz NOT NULL,
  last_used_at timestamptz,
  removed_at timestamptz,
  CONSTRAINT passkey_pkey PRIMARY KEY (credential_id),
  CONSTRAINT passkey_person_fkey FOREIGN KEY (person_id) REFERENCES person (person_id)
);
COMMENT ON TABLE passkey IS 'A passkey of a person: public keys only.';
COMMENT ON COLUMN passkey.credential_id IS 'As the authenticator names it, base64url.';
COMMENT ON COLUMN passkey.person_id IS 'Whose it is.';
COMMENT ON COLUMN passkey.public_key IS 'COSE public key.';
COMMENT ON COLUMN passkey.counter IS 'The authenticator’s signature counter when last used; 0 where it keeps none.';
COMMENT ON COLUMN passkey.transports IS 'How the authenticator can be reached.';
COMMENT ON COLUMN passkey.name IS 'What its owner calls it.';
COMMENT ON COLUMN passkey.made_at IS 'When it was enrolled.';
COMMENT ON COLUMN passkey.last_used_at IS 'When it last signed in.';
COMMENT ON COLUMN passkey.removed_at IS 'When its owner removed it; NULL while it serves.';

CREATE TABLE invitation (
  invitation_id bigint GENERATED ALWAYS AS IDENTITY,
  token_hash bytea NOT NULL,
  person_id bigint NOT NULL,
  made_at timestamptz NOT NULL,
  made_by text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  CONSTRAINT invitation_pkey PRIMARY KEY (invitation_id),
  CONSTRAINT invitation_token_key UNIQUE (token_hash),
  CONSTRAINT invitation_person_fkey FOREIGN KEY (person_id) REFERENCES person (person_id)
);
COMMENT ON TABLE invitation IS 'A one-time link with which a person first proves who they are.';
COMMENT ON COLUMN invitation.invitation_id IS 'Given once, never reused.';
COMMENT ON COLUMN invitation.token_hash IS 'SHA-256 of the secret in the link.';
COMMENT ON COLUMN invitation.person_id IS 'Who is invited.';
COMMENT ON COLUMN invitation.made_at IS 'When it was made.';
COMMENT ON COLUMN invitation.made_by IS 'By whom, in words.';
COMMENT ON COLUMN invitation.expires_at IS 'After which it serves no more.';
COMMENT ON COLUMN invitation.used_at IS 'When it served; it serves once.';

CREATE TABLE held_form (
  held_id bigint GENERATED ALWAYS AS IDENTITY,
  key_hash bytea NOT NULL,
  person_id bigint NOT NULL,
  sealed bytea NOT NULL,
  held_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT held_form_pkey PRIMARY KEY (held_id),
  CONSTRAINT held_form_key_key UNIQUE (key_hash),
  CONSTRAINT held_form_person_fkey FOREIGN KEY (person_id) REFERENCES person (person_id)
);
COMMENT ON TABLE held_form IS 'A form that was sent after the sign-in had ended, until its writer has signed in again. Unreadable without the browser’s own secret.';
COMMENT ON COLUMN held_form.held_id IS 'Given once, never reused.';
COMMENT ON COLUMN held_form.key_hash IS 'SHA-256 of the secret in the cookie of the browser that sent it.';
COMMENT ON COLUMN held_form.person_id IS 'Who wrote it: nobody else may send it.';
COMMENT ON COLUMN held_form.sealed IS 'Its address and fields, sealed with that secret.';
COMMENT ON COLUMN held_form.held_at IS 'When it was sent.';
COMMENT ON COLUMN held_form.expires_at IS 'When it is forgotten.';

CREATE TABLE api_key (
  key_id integer GENERATED ALWAYS AS IDENTITY,
  key_hash bytea NOT NULL,
  organisation_id integer NOT NULL,
  name text NOT NULL,
  purpose text NOT NULL,
  categories text[] NOT NULL,
  changes text[] NOT NULL,
  made_by_person bigint NOT NULL,
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text,
  CONSTRAINT api_key_pkey PRIMARY KEY (key_id),
  CONSTRAINT api_key_hash_key UNIQUE (key_hash),
  CONSTRAINT api_key_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation (organisation_id),
  CONSTRAINT api_key_person_fkey FOREIGN KEY (made_by_person) REFERENCES person (person_id)
);
COMMENT ON TABLE api_key IS 'A key with which a program of a supplier asks for an organisation.';
COMMENT ON COLUMN api_key.key_id IS 'Given once, never reused.';
COMMENT ON COLUMN api_key.key_hash IS 'SHA-256 of the key, which was shown once.';
COMMENT ON COLUMN api_key.organisation_id IS 'For whom the program asks.';
COMMENT ON COLUMN api_key.name IS 'What the organisation calls it: usually the supplier’s system.';
COMMENT ON COLUMN api_key.purpose IS 'A purpose of src/platform/access/purposes.ts.';
COMMENT ON COLUMN api_key.categories IS 'The data categories it reads.';
COMMENT ON COLUMN api_key.changes IS 'Those it may change.';
COMMENT ON COLUMN api_key.made_by_person IS 'The administrator who made it.';
COMMENT ON COLUMN api_key.made_at IS 'When.';
COMMENT ON COLUMN api_key.expires_at IS 'After which it opens nothing.';
COMMENT ON COLUMN api_key.last_used_at IS 'The last day it was used, to the hour.';
COMMENT ON COLUMN api_key.revoked_at IS 'When it was revoked; NULL while it serves.';
COMMENT ON COLUMN api_key.revoked_by IS 'By whom, in words.';

CREATE INDEX sign_in_session_by_person ON sign_in_session (person_id);
CREATE INDEX sign_in_attempt_by_expiry ON sign_in_attempt (expires_at);
CREATE INDEX provider_identity_by_person ON provider_identity (person_id);
CREATE INDEX passkey_by_person ON passkey (person_id);
CREATE INDEX invitation_by_person ON invitation (person_id);
CREATE INDEX api_key_by_organisation ON api_key (organisation_id);

ALTER TABLE sign_in_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_session FORCE ROW LEVEL SECURITY;
ALTER TABLE sign_in_attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_attempt FORCE ROW LEVEL SECURITY;
ALTER TABLE provider_identity ENABLE ROW LEVEL SECURITY;
ALTER TABLE provider_identity FORCE ROW LEVEL SECURITY;
ALTER TABLE passkey ENABLE ROW LEVEL SECURITY;
ALTER TABLE passkey FORCE ROW LEVEL SECURITY;
ALTER TABLE invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitation FORCE ROW LEVEL SECURITY;
ALTER TABLE held_form ENABLE ROW LEVEL SECURITY;
ALTER TABLE held_form FORCE ROW LEVEL SECURITY;
ALTER TABLE api_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_key FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['sign_in_session', 'sign_in_attempt', 'provider_identity', 'passkey', 'invitation', 'held_form', 'api_key'] LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO headwater_gate', one);
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO headwater_gate USING (nullif(current_setting(''headwater.gate'', true), '''') IS NOT NULL) WITH CHECK (nullif(current_setting(''headwater.gate'', true), '''') IS NOT NULL)', one || '_gate', one);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO headwater_steward', one);
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO headwater_steward USING (nullif(current_setting(''headwater.duty'', true), '''') IS NOT NULL) WITH CHECK (nullif(current_setting(''headwater.duty'', true), '''') IS NOT NULL)', one || '_steward', one);
  END LOOP;
END $$;
