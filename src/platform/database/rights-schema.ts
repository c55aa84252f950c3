import type { ColumnType, GeneratedAlways } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';

type Day = ColumnType<PlainDate, PlainDate, PlainDate>;
type NullableDay = ColumnType<PlainDate | null, PlainDate | null | undefined, PlainDate | null>;
type Instant = ColumnType<Date, Date, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;
type AskedAs = 'child' | 'parent' | 'staff';

/** Tables of rights: contacts, requests, holds and proofs of deletion (migration 0016). */
export interface RightsSchema {
  contact_detail: ContactDetailTable;
  subject_access: SubjectAccessTable;
  subject_access_pack: SubjectAccessPackTable;
  subject_access_item: SubjectAccessItemTable;
  subject_access_step: SubjectAccessStepTable;
  subject_access_copy: SubjectAccessCopyTable;
  rectification: RectificationTable;
  legal_hold: LegalHoldTable;
  deletion_proof: DeletionProofTable;
}

interface Standing {
  la_id: number;
  trust_id: number;
}

interface ChildRow extends Standing {
  learner_id: number;
  setting_id: number;
}

interface Asked extends ChildRow {
  asked_by: number | null;
  asked_as: AskedAs;
  asker: string;
  asked_at: Instant;
  due_on: Day;
}

export interface ContactDetailTable extends ChildRow {
  contact_id: GeneratedAlways<number>;
  person_id: number;
  kind: 'address' | 'telephone' | 'e-mail';
  value: string;
  child_lives_here: boolean;
  shared_with_family: boolean;
  valid_from: Day;
  valid_to: NullableDay;
  entered_at: Instant;
  entered_by: string;
}

export interface SubjectAccessTable extends Asked {
  request_id: GeneratedAlways<number>;
  closed_at: NullableInstant;
  outcome: 'given' | 'refused' | null;
  outcome_words: string | null;
}

interface OfRequest extends ChildRow {
  request_id: number;
}

export interface SubjectAccessPackTable extends OfRequest {
  gathered_at: Instant;
  content: Buffer;
}

export interface SubjectAccessItemTable extends OfRequest {
  item_id: number;
  whose: string;
  found_in: string;
  words: string;
  times: number;
  decision: 'keep' | 'black-out' | null;
  reason: string | null;
  decided_at: NullableInstant;
  decided_by: string | null;
}

export interface SubjectAccessStepTable extends OfRequest {
  step_id: GeneratedAlways<number>;
  step: string;
  done_at: Instant;
  done_by: string;
}

export interface SubjectAccessCopyTable extends OfRequest {
  person_id: number | null;
  content: Buffer;
  sha256: string;
  released_at: Instant;
  kept_until: Day;
}

export interface RectificationTable extends Asked {
  rectification_id: GeneratedAlways<number>;
  about: string;
  wrong: string;
  should_be: string;
  answer: 'accepted' | 'refused' | null;
  answer_words: string | null;
  answered_at: NullableInstant;
  answered_by: string | null;
  statement: string | null;
}

export interface LegalHoldTable extends Standing {
  setting_id: number;
  hold_id: GeneratedAlways<number>;
  learner_id: number | null;
  reason: string;
  held_from: Day;
  held_until: NullableDay;
  entered_at: Instant;
  entered_by: string;
  lifted_at: NullableInstant;
  lifted_by: string | null;
}

export interface DeletionProofTable extends Standing {
  setting_id: number;
  proof_id: GeneratedAlways<number>;
  table_name: string;
  rows_deleted: number;
  keys_sha256: string;
  rule: string;
  span: string;
  as_at: Day;
  deleted_at: Instant;
  deleted_by: string;
}
