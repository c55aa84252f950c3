import type { ColumnType, GeneratedAlways, JSONColumnType } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';

type NullableDay = ColumnType<PlainDate | null, PlainDate | null | undefined, PlainDate | null>;
type Instant = ColumnType<Date, Date, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** Tables of sharing agreements (migration 0014). Read and added to inside `inGate`. */
export interface AgreementSchema {
  agreement: AgreementTable;
  agreement_version: AgreementVersionTable;
  agreement_party: AgreementPartyTable;
  agreement_event: AgreementEventTable;
  agreement_subject: AgreementSubjectTable;
  sharing_decision: SharingDecisionTable;
}

export interface AgreementTable {
  agreement_id: GeneratedAlways<number>;
  reference: string;
  demonstration: boolean;
  entered_at: Instant;
}

export interface AgreementVersionTable {
  agreement_id: number;
  version: number;
  document: string;
  sha256: string;
}

export interface AgreementPartyTable {
  agreement_id: number;
  version: number;
  party: string;
  organisation_id: number;
}

export interface AgreementEventTable {
  agreement_id: number;
  event_no: number;
  version: number;
  did: 'drafted' | 'signed' | 'suspended' | 'resumed' | 'revoked' | 'reviewed';
  party: string | null;
  happened_at: Instant;
  person_id: number | null;
  told_by: string;
  reason: string | null;
  next_review_on: NullableDay;
  sha256: string;
}

export interface AgreementSubjectTable {
  learner_id: number;
  subject_id: GeneratedAlways<number>;
  agreement_id: number;
  reached_by: 'case' | 'consent' | 'withheld';
  reason: string;
  entered_at: Instant;
  entered_by: string;
  ended_at: NullableInstant;
  ended_by: string | null;
}

export interface SharingDecisionTable {
  learner_id: number;
  decision_id: GeneratedAlways<number>;
  outcome: 'shared' | 'not-shared';
  organisation_id: number;
  with_whom: string;
  what: string;
  categories: string[];
  agreement_id: number | null;
  agreement_sha256: string | null;
  duty: string | null;
  reason: string;
  /** Written as JSON text, read as an object. */
  answers: JSONColumnType<Readonly<Record<string, string>>>;
  decided_at: Instant;
  person_id: number | null;
  decided_by: string;
}
