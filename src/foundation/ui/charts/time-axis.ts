import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { daysBetween, plainDate } from '#foundation/kernel/plain-date.ts';

/** A tick of a time axis: one or two short lines of text under a day. */
export interface TimeTick {
  readonly at: PlainDate;
  readonly lines: readonly string[];
}

/** A day that has a figure, and what the period is called. */
export interface NamedDay {
  readonly at: PlainDate;
  readonly label: string;
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

/**
 * No more than `most` ticks for days in order. Yearly figures are named by their own labels (`2016/17`), a few weeks by
 * their days, anything longer by months or years.
 */
export function timeTicks(days: readonly NamedDay[], most: number): readonly TimeTick[] {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) return [];
  const span = daysBetween(first.at, last.at);
  if (days.length > 1 && span / (days.length - 1) > 200 && days.every((day) => day.label.length <= 9)) {
    return thin(
      days.map((day) => ({ at: day.at, lines: [day.label] })),
      most,
    );
  }
  if (span <= 62)
    return thin(
      days.map((day) => ({ at: day.at, lines: [dayName(day.at)] })),
      most,
    );
  return monthTicks(first.at, last.at, most);
}

function thin(ticks: readonly TimeTick[], most: number): readonly TimeTick[] {
  const every = Math.ceil(ticks.length / Math.max(1, most));
  return ticks.filter((_, index) => (ticks.length - 1 - index) % every === 0);
}

function dayName(day: PlainDate): string {
  return `${Number(day.slice(8))} ${monthNames[Number(day.slice(5, 7)) - 1]}`;
}

function monthTicks(first: PlainDate, last: PlainDate, most: number): readonly TimeTick[] {
  for (const step of monthSteps) {
    const months = monthsBetween(first, last, step);
    if (months.length <= most) return months.map((month, index) => monthTick(month, step, index));
  }
  return [];
}

/** Months counted from year 0 whose first day lies between two days and whose number divides by `step`. */
function monthsBetween(first: PlainDate, last: PlainDate, step: number): readonly number[] {
  const start = monthNumber(first) + (first.endsWith('-01') ? 0 : 1);
  const from = Math.ceil(start / step) * step;
  const count = Math.max(0, Math.floor((monthNumber(last) - from) / step) + 1);
  return Array.from({ length: count }, (_, index) => from + index * step);
}

function monthNumber(day: PlainDate): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

function monthTick(month: number, step: number, index: number): TimeTick {
  const year = String(Math.floor(month / 12));
  const ordinal = month % 12;
  const at = plainDate(`${year.padStart(4, '0')}-${String(ordinal + 1).padStart(2, '0')}-01`);
  if (step >= 12) return { at, lines: [year] };
  const name = monthNames[ordinal] ?? '';
  return { at, lines: index === 0 || ordinal < step ? [name, year] : [name] };
}
