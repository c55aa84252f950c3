import type { ColumnType, Generated, Insertable, JSONColumnType, Selectable } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { AccessSchema } from './access-schema.ts';
import type { AgreementSchema } from './agreement-schema.ts';
import type { LedgerSchema } from './ledger-schema.ts';
import type { RegisterSchema } from './register-schema.ts';
import type { RightsSchema } from './rights-schema.ts';
import type { SignInSchema } from './sign-in-schema.ts';

/**
 * The tables of migrations/*.sql as TypeScript sees them; schema.test.ts holds the two against each other.
 * `date` is a `PlainDate`, `timestamptz` a `Date` (an instant), `bigint` a number, `double precision[]` numbers and nulls.
 */
export interface Schema
  extends RegisterSchema,
    AccessSchema,
    AgreementSchema,
    SignInSchema,
    LedgerSchema,
    RightsSchema {
  readonly area: AreaTable;
  readonly area_code: AreaCodeTable;
  readonly area_link: AreaLinkTable;
  readonly setting: SettingTable;
  readonly setting_link: SettingLinkTable;
  readonly vintage: VintageTable;
  readonly area_figure: AreaFigureTable;
  readonly setting_figure: SettingFigureTable;
}

/** A day, written as `PlainDate` only. */
type Day = ColumnType<PlainDate, PlainDate, PlainDate>;
type NullableDay = ColumnType<PlainDate | null, PlainDate | null | undefined, PlainDate | null>;

export interface AreaTable {
  area_id: number;
  kind: 'nation' | 'region' | 'sub-region' | 'local-authority';
  name: string;
  parent_id: number | null;
  valid_from: NullableDay;
  valid_to: NullableDay;
  source: string;
  verified: boolean;
}

export interface AreaCodeTable {
  area_id: number;
  scheme: 'gss' | 'dfe';
  code: string;
  valid_from: NullableDay;
  valid_to: NullableDay;
}

export interface AreaLinkTable {
  predecessor_id: number;
  successor_id: number;
  effective_on: Day;
  source: string;
  verified: boolean;
}

export interface SettingTable {
  setting_id: Generated<number>;
  urn: number;
  la_estab: number | null;
  area_id: number | null;
  name: string | null;
  type: string | null;
  phase: string | null;
  status: string | null;
  opened_on: NullableDay;
  closed_on: NullableDay;
  headcount: number | null;
  source: string;
}

export interface SettingLinkTable {
  urn: number;
  linked_urn: number;
  kind: string;
  linked_name: string | null;
  established_on: NullableDay;
  source: string;
}

export interface VintageTable {
  vintage_id: Generated<number>;
  dataset: string;
  published_on: Day;
  published_on_basis: 'given' | 'path' | 'archive' | 'received';
  file_name: string;
  content_sha256: string;
  /** Written as JSON text (`JSON.stringify`), read as objects. */
  columns: JSONColumnType<{ readonly column: string; readonly measure: string | null }[]>;
  undeclared_columns: string[];
  rows_read: number;
  rows_loaded: number;
  rows_known: number;
  rows_held: number;
  rows_rejected: number;
  imported_at: ColumnType<Date, Date, Date>;
  demonstration: boolean;
}

/** Columns that figures about areas and figures about settings share. */
interface FigureColumns {
  dataset: string;
  grain: 'day' | 'week' | 'month' | 'year-to-date' | 'term' | 'year';
  phase: string;
  breakdown: string;
  period_start: Day;
  period_end: Day;
  published_on: Day;
  vintage_id: number;
  area_id: number;
  line: number;
  numbers: (number | null)[];
  symbols: string | null;
  /** Written as JSON text, read as an object. */
  extra: JSONColumnType<Readonly<Record<string, string>>> | null;
}

export type AreaFigureTable = FigureColumns;

export interface SettingFigureTable extends FigureColumns {
  la_estab: number;
}

/** A row as read. */
export type Row<Table extends keyof Schema> = Selectable<Schema[Table]>;
/** A row to write. */
export type NewRow<Table extends keyof Schema> = Insertable<Schema[Table]>;
