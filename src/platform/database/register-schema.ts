import type { ColumnType, GeneratedAlways, JSONColumnType } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { NationName } from '#foundation/nations/attendance-code.ts';

/** The tables of migrations/0003_registers.sql as TypeScript sees them. A `time` is text, `09:45:00`. */
export interface RegisterSchema {
  readonly trust: TrustTable;
  readonly register_keeper: RegisterKeeperTable;
  readonly term: TermTable;
  readonly closure: ClosureTable;
  readonly supplier_mapping: SupplierMappingTable;
  readonly actor: ActorTable;
  readonly learner: LearnerTable;
  readonly learner_enrolment: LearnerEnrolmentTable;
  readonly enrolment: EnrolmentTable;
  readonly characteristic: CharacteristicTable;
  readonly part_time_plan: PartTimePlanTable;
  readonly setting_roll: SettingRollTable;
  readonly timetable_event: TimetableEventTable;
  readonly register: RegisterTable;
  readonly register_entry: RegisterEntryTable;
  readonly amendment: AmendmentTable;
  readonly learner_total: LearnerTotalTable;
  readonly register_total: RegisterTotalTable;
  readonly period_total: PeriodTotalTable;
  readonly dual_gap: DualGapTable;
  readonly dual_answer: DualAnswerTable;
}

type Day = ColumnType<PlainDate, PlainDate, PlainDate>;
type NullableDay = ColumnType<PlainDate | null, PlainDate | null | undefined, PlainDate | null>;
type Instant = ColumnType<Date, Date, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** What kind of place keeps the register. */
export type KeeperKind =
  | 'primary'
  | 'secondary'
  | 'all-through'
  | 'special'
  | 'pupil-referral-unit'
  | 'alternative-provision'
  | 'hospital-school'
  | 'sixth-form-college'
  | 'fe-college'
  | 'local-authority';

/** How somebody is on a roll; the last two only on a local authority's own. */
export type EnrolmentStatus = 'single' | 'main' | 'subsidiary' | 'guest' | 'fe' | 'ehe' | 'eotas';

export interface TrustTable {
  trust_id: number;
  name: string;
  demonstration: boolean;
}

export interface RegisterKeeperTable {
  setting_id: number;
  kind: KeeperKind;
  unit: 'session' | 'event' | 'none';
  nation: NationName;
  nation_id: number;
  la_id: number;
  trust_id: number;
  am_due: string;
  pm_due: string;
  demonstration: boolean;
}

export interface TermTable {
  setting_id: number;
  starts_on: Day;
  ends_on: Day;
  name: string;
}

export interface ClosureTable {
  setting_id: number;
  day: Day;
  session: number;
  kind: 'holiday' | 'inset' | 'unplanned';
  reason: string;
  recorded_at: Instant;
  recorded_by: string;
}

export interface SupplierMappingTable {
  supplier: string;
  purpose: 'registers' | 'roll' | 'census';
  mapping: JSONColumnType<Readonly<Record<string, unknown>>>;
  changed_at: Instant;
}

export interface ActorTable {
  actor_id: GeneratedAlways<number>;
  label: string;
}

export interface LearnerTable {
  learner_id: number;
  upn: string | null;
  uln: string | null;
  home_la_id: number;
}

export interface LearnerEnrolmentTable {
  learner_id: number;
  setting_id: number;
  slot: number;
  status: EnrolmentStatus;
  entered_on: Day;
  left_on: NullableDay;
  la_id: number;
  trust_id: number;
}

export interface EnrolmentTable {
  setting_id: number;
  slot: number;
  learner_id: number;
  upn: string | null;
  uln: string | null;
  surname: string;
  given_name: string;
  born_on: Day;
  year_group: number;
  class: string;
  status: EnrolmentStatus;
  entered_on: Day;
  left_on: NullableDay;
  partner_setting_id: number | null;
  la_id: number;
  trust_id: number;
  /** Surname and given name in small letters, computed by the database. */
  name_key: GeneratedAlways<string>;
}

export interface CharacteristicTable {
  setting_id: number;
  slot: number;
  valid_from: Day;
  sex: string;
  sen: string;
  fsm: string;
  ethnicity: string;
  looked_after: string;
  social_worker: string;
  la_id: number;
  trust_id: number;
}

export interface PartTimePlanTable {
  setting_id: number;
  slot: number;
  starts_on: Day;
  ends_on: Day;
  review_on: Day;
  sessions_off: number;
  reason: string;
  agreed_with_parent: boolean;
  la_id: number;
  trust_id: number;
}

export interface SettingRollTable {
  setting_id: number;
  year: number;
  version: number;
  base: number;
  size: number;
  spells: Buffer;
  identifiers: Buffer;
  la_id: number;
  trust_id: number;
}

export interface TimetableEventTable {
  setting_id: number;
  day: Day;
  session: number;
  starts_at: string;
  minutes: number;
  title: string;
  roster: Buffer;
  la_id: number;
  trust_id: number;
}

export interface RegisterTable {
  setting_id: number;
  day: Day;
  la_id: number;
  trust_id: number;
  taken_at: Instant;
  version: number;
  actor_id: number;
  session: number;
  book: number;
  marks: Buffer;
}

export interface RegisterEntryTable {
  setting_id: number;
  day: Day;
  session: number;
  version: number;
  entered_at: Instant;
  actor_id: number;
  slots: number[];
  la_id: number;
  trust_id: number;
}

export interface AmendmentTable {
  setting_id: number;
  day: Day;
  session: number;
  slot: number;
  version: number;
  original: number;
  amended: number;
  amended_at: Instant;
  actor_id: number;
  reason: string;
  la_id: number;
  trust_id: number;
}

export interface LearnerTotalTable {
  setting_id: number;
  year: number;
  version: number;
  counts: Buffer;
  la_id: number;
  trust_id: number;
}

export interface RegisterTotalTable {
  setting_id: number;
  day: Day;
  session: number;
  counts: Buffer;
  la_id: number;
  trust_id: number;
  nation_id: number;
}

export interface PeriodTotalTable {
  setting_id: number;
  year: number;
  week: number;
  version: number;
  counts: Buffer;
  bands: Buffer | null;
  la_id: number;
  trust_id: number;
  nation_id: number;
}

export interface DualGapTable {
  setting_id: number;
  day: Day;
  session: number;
  slot: number;
  side: 'marked' | 'partner';
  learner_id: number;
  other_setting_id: number;
  found: string;
  raised_at: Instant;
  closed_at: NullableInstant;
  outcome: string | null;
  closed_by: string | null;
  la_id: number;
  trust_id: number;
}

export interface DualAnswerTable {
  setting_id: number;
  day: Day;
  session: number;
  slot: number;
  learner_id: number;
  other_setting_id: number;
  says: 'attended' | 'not-attended' | 'no-mark' | 'elsewhere';
  compared_at: Instant;
  la_id: number;
  trust_id: number;
}
