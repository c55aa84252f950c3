import { academicYearOf, formatAcademicYear } from '#foundation/kernel/academic-year.ts';
import { dayInWords, monthInWords } from '#foundation/kernel/day-words.ts';
import type { Period } from './model.ts';

/** A period as a reader would say it: `Week of 15 January 2024`, `Autumn term 2023/24`, `2023/24 so far`. */
export function periodInWords(period: Period): string {
  const year = formatAcademicYear(academicYearOf(period.end));
  switch (period.grain) {
    case 'day':
      return dayInWords(period.start);
    case 'week':
      return `Week of ${dayInWords(period.start)}`;
    case 'month':
      return monthInWords(period.start);
    case 'year-to-date':
      return isWholeYear(period) ? `${year}, whole year` : `${year} so far`;
    case 'term':
      return `${termName(period)} ${year}`;
    case 'year':
      return year;
  }
}

/** Schools break up in the last days of July: a year so far that was known later has no weeks to come. */
function isWholeYear(period: Period): boolean {
  const monthDay = period.end.slice(5);
  return monthDay >= '07-25' && monthDay <= '08-31';
}

/** Which term a period is, by the months it starts and ends in (measures.md §3: autumn from August, spring to Easter). */
function termName(period: Period): string {
  const starts = Number(period.start.slice(5, 7));
  const ends = Number(period.end.slice(5, 7));
  if (starts >= 8) return ends >= 8 ? 'Autumn term' : 'Autumn and spring terms';
  return starts <= 2 ? 'Spring term' : 'Summer term';
}

/** A Map, because the phase is text from an address or a file: an object would answer for `constructor` too. */
const phaseWords: ReadonlyMap<string, string> = new Map([
  ['all', 'All schools'],
  ['primary', 'Primary'],
  ['secondary', 'Secondary'],
  ['special', 'Special'],
  ['pupil-referral-unit', 'Pupil referral units'],
  ['alternative-provision', 'Alternative provision'],
  ['nursery', 'Nursery'],
  ['independent', 'Independent'],
]);

/** A phase as a reader knows it; an undeclared phase shows the label its release printed. */
export function phaseInWords(phase: string): string {
  return phaseWords.get(phase) ?? phase.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase());
}

/** What follows a measure's number to make sense of it where its sign does not: ` per 100 pupils`, or nothing. */
export function unitInWords({ unit }: { readonly unit: string }): string {
  return unit === 'per-hundred-pupils' ? ' per 100 pupils' : '';
}

/** Whose figures a choice asks for, inside a sentence: `Leeds, secondary schools`. */
export function whose({ area, phase }: { readonly area: { readonly name: string }; readonly phase: string }): string {
  const words = phaseInWords(phase).toLowerCase();
  return `${area.name}, ${schoolPhases.has(phase) ? `${words} schools` : words}`;
}

const schoolPhases: ReadonlySet<string> = new Set(['primary', 'secondary', 'special', 'nursery', 'independent']);

/** Phases in the order a reader expects, undeclared ones last. */
export function inPhaseOrder(phases: readonly string[]): readonly string[] {
  const order = [...phaseWords.keys()];
  const place = (phase: string) => (order.includes(phase) ? order.indexOf(phase) : order.length);
  return phases.toSorted((left, right) => place(left) - place(right) || left.localeCompare(right));
}
