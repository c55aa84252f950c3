import { dayOf } from '#domain/roll/enrolment-fields.ts';
import { session } from '#domain/roll/model.ts';
import type { SourceRecord } from '#foundation/formats/record-table.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, isoWeekday } from '#foundation/kernel/plain-date.ts';
import type { RegisterField, RegisterLayout } from './files-headings.ts';
import { sessionOf } from './files-headings.ts';

/** One mark as it stands in a file. */
export interface FileMark {
  readonly line: number;
  readonly column: string;
  readonly pupil: string;
  readonly day: PlainDate;
  readonly session: number;
  readonly code: string;
  /** The sender's version of the register, where the file gives one. */
  readonly version: number | undefined;
}

/** A mark, or marks, that cannot be read: how many there were, and what is wrong. */
export interface UnreadMark {
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
  readonly marks: number;
}

/** Reads a row's marks; `headings` are as printed. */
export function marksOfRow(
  layout: RegisterLayout,
  headings: readonly string[],
  record: SourceRecord,
): readonly (FileMark | UnreadMark)[] {
  switch (layout.kind) {
    case 'long':
      return longMark(layout, headings, record);
    case 'daily':
      return dailyMarks(layout, headings, record);
    case 'weekly':
      return weeklyMarks(layout, headings, record);
    case 'wide':
      return wideMarks(layout, record);
  }
}

function cell(layout: RegisterLayout, field: RegisterField, { values }: SourceRecord): string {
  const at = layout.columns[field];
  return at === undefined ? '' : (values[at] ?? '').trim();
}

function pupilOf({ pupils }: RegisterLayout, { values }: SourceRecord): string {
  const filled = pupils.find((at) => (values[at] ?? '').trim() !== '');
  return filled === undefined ? '' : (values[filled] ?? '').trim();
}

function headingOf(layout: RegisterLayout, field: RegisterField, headings: readonly string[]): string {
  return headings[layout.columns[field] ?? -1] ?? '';
}

function longMark(layout: RegisterLayout, headings: readonly string[], record: SourceRecord) {
  const code = cell(layout, 'code', record);
  if (code === '') return [];
  const { line } = record;
  const unread = (field: RegisterField, reason: string): UnreadMark[] => {
    return [{ line, column: headingOf(layout, field, headings), value: cell(layout, field, record), reason, marks: 1 }];
  };
  const day = dayOf(cell(layout, 'date', record));
  if (!day.ok) return unread('date', day.failure);
  const key = sessionOf(cell(layout, 'session', record));
  if (key === undefined) return unread('session', 'A session is AM, PM, or the number of a timetabled event');
  const written = cell(layout, 'version', record);
  if (written !== '' && !/^[1-9]\d{0,8}$/.test(written)) return unread('version', 'A version is a whole number from 1');
  const version = written === '' ? undefined : Number(written);
  const pupil = pupilOf(layout, record);
  return [{ line, column: headingOf(layout, 'code', headings), pupil, day: day.value, session: key, code, version }];
}

function dailyMarks(layout: RegisterLayout, headings: readonly string[], record: SourceRecord) {
  const written = (['am', 'pm'] as const).filter((half) => cell(layout, half, record) !== '');
  if (written.length === 0) return [];
  const { line } = record;
  const text = cell(layout, 'date', record);
  const day = dayOf(text);
  if (!day.ok) {
    const column = headingOf(layout, 'date', headings);
    return [{ line, column, value: text, reason: day.failure, marks: written.length }];
  }
  return written.map((half): FileMark => {
    const key = half === 'am' ? session.morning : session.afternoon;
    const column = headingOf(layout, half, headings);
    const pupil = pupilOf(layout, record);
    return { line, column, pupil, day: day.value, session: key, code: cell(layout, half, record), version: undefined };
  });
}

const halfDaysOfWeek = 10;

/** Ten characters, Monday morning first: `/\/\I\/\//`; a dash or a space is no mark. */
function weeklyMarks(layout: RegisterLayout, headings: readonly string[], record: SourceRecord) {
  const at = layout.columns.marks ?? 0;
  const marks = record.values[at] ?? '';
  const written = [...marks].flatMap((code, index) => (/[-\s]/.test(code) ? [] : [{ code, index }]));
  if (written.length === 0) return [];
  const { line } = record;
  const column = headingOf(layout, 'marks', headings);
  if ([...marks].length > halfDaysOfWeek) {
    const reason = 'A week has ten half days, and there are more marks than that';
    return [{ line, column, value: marks, reason, marks: written.length }];
  }
  const text = cell(layout, 'week', record);
  const begins = dayOf(text);
  if (!begins.ok || isoWeekday(begins.value) !== 1) {
    const reason = begins.ok ? `${begins.value} is no Monday, and a week begins on one` : begins.failure;
    return [{ line, column: headingOf(layout, 'week', headings), value: text, reason, marks: written.length }];
  }
  const pupil = pupilOf(layout, record);
  return written.map(({ code, index }): FileMark => {
    const day = addDays(begins.value, Math.floor(index / 2));
    return { line, column, pupil, day, session: 1 + (index % 2), code, version: undefined };
  });
}

function wideMarks(layout: RegisterLayout, record: SourceRecord): readonly FileMark[] {
  const pupil = pupilOf(layout, record);
  return layout.dated.flatMap(({ at, heading, day, session: key }) => {
    const code = (record.values[at] ?? '').trim();
    if (code === '') return [];
    return [{ line: record.line, column: heading, pupil, day, session: key, code, version: undefined }];
  });
}
