import { codeBooks } from '#foundation/nations/code-books.ts';

/**
 * What registers come to, reckoned the long way from a list of rows, a row a mark: no packed roll, no tally, no bytes'
 * bits. It shares nothing with src/domain/register but its question.
 */
export interface NaiveEnrolment {
  readonly place: number;
  /** Days from 1 September, both included. */
  readonly from: number;
  readonly to: number;
  readonly status: 'single' | 'main' | 'subsidiary' | 'guest' | 'fe';
  /** What is known from a day on; the first is known from the beginning. */
  readonly known: readonly { readonly from: number; readonly groups: Readonly<Record<string, string>> }[];
}

export interface NaiveRegister {
  readonly day: number;
  readonly session: number;
  /** Code by place; nothing where there is no mark. */
  readonly codes: readonly (string | undefined)[];
  /** Whom an event expects and how long it is. */
  readonly event?: { readonly minutes: number; readonly places: readonly number[] } | undefined;
}

/** Numbers by name, such as `sex F authorised`; those that are nought are left out. */
export type Named = Readonly<Record<string, number>>;

export interface NaiveTotals {
  readonly registers: Readonly<Record<string, Named>>;
  readonly weeks: Readonly<Record<string, Named>>;
  readonly year: Named;
  readonly bands: Named;
  readonly learners: Named;
}

interface Row {
  readonly register: NaiveRegister;
  readonly enrolment: NaiveEnrolment;
  readonly code: string | undefined;
}

const england = codeBooks.find(({ nation }) => nation === 'england');

/** Every total of one setting's year. `firstMonday` is the Monday on or before 1 September, in days from it. */
export function naiveTotals(
  enrolments: readonly NaiveEnrolment[],
  registers: readonly NaiveRegister[],
  firstMonday: number,
): NaiveTotals {
  const rows = registers.flatMap((register) =>
    enrolments
      .filter((one) => one.status !== 'guest' && one.from <= register.day && register.day <= one.to)
      .filter((one) => register.event === undefined || register.event.places.includes(one.place))
      .map((enrolment): Row => ({ register, enrolment, code: register.codes[enrolment.place] })),
  );
  const weekOf = (row: Row): string => String(1 + Math.floor((row.register.day - firstMonday) / 7));
  const keyOf = ({ register }: Row): string => `${register.day} ${register.session}`;
  const none = Object.fromEntries(registers.map((one) => [`${one.day} ${one.session}`, {}]));
  const weeks = Object.fromEntries(registers.map(({ day }) => [1 + Math.floor((day - firstMonday) / 7), {}]));
  return {
    registers: { ...none, ...tables(rows, keyOf) },
    weeks: { ...weeks, ...tables(rows, weekOf) },
    year: table(rows),
    bands: bands(rows),
    learners: learners(rows),
  };
}

function tables(rows: readonly Row[], keyOf: (row: Row) => string): Record<string, Named> {
  const keys = [...new Set(rows.map(keyOf))];
  return Object.fromEntries(keys.map((key) => [key, table(rows.filter((row) => keyOf(row) === key))]));
}

function table(rows: readonly Row[]): Named {
  return named(
    rows.flatMap((row) => {
      const counted = countsAs(row.code);
      const groups = groupsOn(row.enrolment, row.register.day);
      return [
        ...groups.map((group) => [`${group} ${counted}`, 1] as const),
        ...(row.code === undefined ? [] : [[`code ${row.code}`, 1] as const]),
        [`minutes ${counted}`, row.register.event?.minutes ?? 0] as const,
      ];
    }),
  );
}

/** What a mark counts as, by the facts of its code. */
function countsAs(code: string | undefined): string {
  if (code === undefined) return 'unmeasured';
  const category = england?.facts.find((fact) => fact.code === code)?.category;
  return category === 'not-counted' ? 'not-required' : String(category);
}

function groupsOn({ known }: NaiveEnrolment, day: number): readonly string[] {
  const held = known.filter(({ from }) => from <= day).at(-1) ?? known[0];
  return ['all all', ...Object.entries(held?.groups ?? {}).map(([dimension, code]) => `${dimension} ${code}`)];
}

function learners(rows: readonly Row[]): Named {
  return named(
    rows.flatMap(({ enrolment, code }) => {
      const counted = countsAs(code);
      const isLate = england?.facts.some((fact) => fact.code === code && fact.late) ?? false;
      return [
        [`${enrolment.place} ${counted}`, counted === 'unmeasured' || counted === 'not-required' ? 0 : 1] as const,
        [`${enrolment.place} late`, Number(isLate)] as const,
      ];
    }),
  );
}

/** Persistent: a tenth of the possible sessions missed; severe: half (measures.md §2). By the groups last known. */
function bands(rows: readonly Row[]): Named {
  const enrolled = [...new Set(rows.map(({ enrolment }) => enrolment))];
  return named(
    enrolled.flatMap((enrolment) => {
      const counted = rows.filter((row) => row.enrolment === enrolment).map(({ code }) => countsAs(code));
      const missed = counted.filter((one) => one === 'authorised' || one === 'unauthorised').length;
      const possible = missed + counted.filter((one) => one === 'attending').length;
      if (possible === 0) return [];
      const names = ['enrolments'];
      if (missed / possible >= 0.1 - 1e-9) names.push('persistent');
      if (missed / possible >= 0.5 - 1e-9) names.push('severe');
      return groupsOn(enrolment, enrolment.to).flatMap((group) =>
        names.map((name) => [`${group} ${name}`, 1] as const),
      );
    }),
  );
}

function named(entries: readonly (readonly [string, number])[]): Named {
  const sums: Record<string, number> = {};
  for (const [name, count] of entries) if (count !== 0) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}
