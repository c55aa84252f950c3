import type { ColumnType, GeneratedAlways } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';

type Day = ColumnType<PlainDate, PlainDate, never>;
type Instant = ColumnType<Date, Date, never>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** Tables of the read ledger, of break-glass and of lawful delay (migration 0015). Read and written inside `inGate`. */
export interface LedgerSchema {
  ledger_entry: LedgerEntryTable;
  ledger_day: LedgerDayTable;
  break_glass: BreakGlassTable;
  ledger_delay: LedgerDelayTable;
}

/** Append-only: no role of Headwater's may update or delete a row. */
interface LedgerEntryTable {
  day: Day;
  seq: number;
  at: Instant;
  mark: string;
  person_id: number | null;
  organisation_id: number | null;
  membership_id: number | null;
  actor: string;
  scope_kind: string;
  purpose: string;
  agreement_id: number | null;
  break_glass_id: number | null;
  action: 'read' | 'write' | 'search' | 'list' | 'export';
  route: string;
  status: number;
  reads: string[];
  changes: string[];
  subjects: 'learners' | 'settings' | 'area' | 'trust' | 'nation';
  learners: number[];
  settings: number[];
  la_id: number | null;
  trust_id: number | null;
  /** SHA-256: 32 bytes. */
  hash: Buffer;
}

interface LedgerDayTable {
  day: Day;
  number: number;
  opening: Buffer;
  count: number;
  head: Buffer;
}

interface BreakGlassTable {
  learner_id: number;
  break_glass_id: GeneratedAlways<number>;
  membership_id: number;
  person_id: number;
  organisation_id: number;
  categories: string[];
  reason: string;
  opened_at: Instant;
  until_at: Instant;
  ended_at: NullableInstant;
  review_by: Instant;
  reviewed_at: NullableInstant;
  reviewer_id: number | null;
  outcome: 'needed' | 'not-needed' | null;
  review_words: string | null;
}

interface LedgerDelayTable {
  learner_id: number;
  delay_id: GeneratedAlways<number>;
  reader_id: number;
  reason: string;
  until_on: Day;
  entered_at: Instant;
  entered_by: number;
  organisation_id: number;
  review_by: Instant;
  reviewed_at: NullableInstant;
  reviewer_id: number | null;
  finding: 'kept' | 'lifted' | null;
  lifted_at: NullableInstant;
}
