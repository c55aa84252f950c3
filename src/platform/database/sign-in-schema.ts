import type { ColumnType, GeneratedAlways } from 'kysely';

type Instant = ColumnType<Date, Date, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** Tables of signing in (migration 0013). Read and written inside `inGate`. */
export interface SignInSchema {
  sign_in_session: SignInSessionTable;
  sign_in_attempt: SignInAttemptTable;
  provider_identity: ProviderIdentityTable;
  passkey: PasskeyTable;
  invitation: InvitationTable;
  held_form: HeldFormTable;
  api_key: ApiKeyTable;
}

export interface SignInSessionTable {
  session_id: GeneratedAlways<number>;
  token_hash: Buffer;
  person_id: number;
  via: string;
  engaged_as: string | null;
  membership_id: number | null;
  purpose: string | null;
  agreement_id: number | null;
  break_glass_id: number | null;
  organisation_claims: string[];
  signed_in_at: Instant;
  expires_at: Instant;
  last_seen_at: Instant;
  stepped_up_at: NullableInstant;
  device: string;
  sealed_id_token: Buffer | null;
  ended_at: NullableInstant;
  ended_because: string | null;
}

export interface SignInAttemptTable {
  state_hash: Buffer;
  kind: string;
  sealed: Buffer;
  begun_at: Instant;
  expires_at: Instant;
  used_at: NullableInstant;
}

export interface ProviderIdentityTable {
  issuer: string;
  subject: string;
  person_id: number;
  linked_at: Instant;
}

export interface PasskeyTable {
  credential_id: string;
  person_id: number;
  public_key: Buffer;
  counter: number;
  transports: string[];
  name: string;
  made_at: Instant;
  last_used_at: NullableInstant;
  removed_at: NullableInstant;
}

export interface InvitationTable {
  invitation_id: GeneratedAlways<number>;
  token_hash: Buffer;
  person_id: number;
  made_at: Instant;
  made_by: string;
  expires_at: Instant;
  used_at: NullableInstant;
}

export interface HeldFormTable {
  held_id: GeneratedAlways<number>;
  key_hash: Buffer;
  person_id: number;
  sealed: Buffer;
  held_at: Instant;
  expires_at: Instant;
}

export interface ApiKeyTable {
  key_id: GeneratedAlways<number>;
  key_hash: Buffer;
  organisation_id: number;
  name: string;
  purpose: string;
  categories: string[];
  changes: string[];
  made_by_person: number;
  made_at: Instant;
  expires_at: Instant;
  last_used_at: NullableInstant;
  revoked_at: NullableInstant;
  revoked_by: string | null;
  approved_at: NullableInstant;
  approved_by: string | null;
}
