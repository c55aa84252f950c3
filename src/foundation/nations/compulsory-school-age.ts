import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, isoWeekday, plainDate } from '#foundation/kernel/plain-date.ts';
import type { NationName } from './attendance-code.ts';

/** First and last day on which somebody is of compulsory school age, both included. */
export interface CompulsoryBounds {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** How a nation says when a child is of compulsory school age. */
export interface CompulsoryAgeRule {
  readonly nation: NationName;
  /** In plain words. */
  readonly rule: string;
  readonly source: string;
  readonly verified: boolean;
  /** Left out where the days are not established: then no age is held against a code. */
  readonly boundsOf?: (bornOn: PlainDate) => CompulsoryBounds;
}

const rule =
  'From the 31 August, 31 December or 31 March on or next after the fifth birthday, until the last Friday in June of the school year (from 1 September) in which the child turns 16.';

export const compulsoryAgeRules: Readonly<Record<NationName, CompulsoryAgeRule>> = {
  england: {
    nation: 'england',
    rule,
    source:
      'Education Act 1996, section 8 (read in its version of 2009); the days as the London Borough of Newham and IPSEA print them, for the Orders of 1997 and 1998 were not found',
    verified: true,
    boundsOf: section8,
  },
  wales: {
    nation: 'wales',
    rule,
    source: 'Education Act 1996, section 8; that the days are the same in Wales is background knowledge',
    verified: false,
    boundsOf: section8,
  },
  scotland: {
    nation: 'scotland',
    rule: 'The leaving dates are the last day of May and a day in December that depends on the school’s holidays; when school age begins was not established.',
    source: 'Education (Scotland) Act 1980, section 33',
    verified: false,
  },
  'northern-ireland': {
    nation: 'northern-ireland',
    rule: 'Not established.',
    source: 'No source was found',
    verified: false,
  },
};

/** The bounds for a child born on a day, or `undefined` where the nation’s rule is not established. */
export function compulsoryBounds(nation: NationName, bornOn: PlainDate): CompulsoryBounds | undefined {
  return compulsoryAgeRules[nation].boundsOf?.(bornOn);
}

function section8(bornOn: PlainDate): CompulsoryBounds {
  const fifth = birthday(bornOn, 5);
  const year = Number(fifth.slice(0, 4));
  const prescribed = [`${year}-03-31`, `${year}-08-31`, `${year}-12-31`].map(plainDate);
  // A fifth birthday is on one of the three or before the last of its year.
  const from = prescribed.find((day) => day >= fifth) ?? plainDate(`${year}-12-31`);
  const sixteenth = birthday(bornOn, 16);
  const endsIn = Number(sixteenth.slice(0, 4)) + (sixteenth.slice(5) >= '09-01' ? 1 : 0);
  return { from, to: lastFridayInJune(endsIn) };
}

/** Whoever was born on 29 February attains an age on 1 March of a year without one. */
function birthday(bornOn: PlainDate, age: number): PlainDate {
  const year = Number(bornOn.slice(0, 4)) + age;
  const rest = bornOn.slice(4);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return plainDate(rest === '-02-29' && !isLeap ? `${year}-03-01` : `${year}${rest}`);
}

function lastFridayInJune(year: number): PlainDate {
  const last = plainDate(`${year}-06-30`);
  return addDays(last, -((isoWeekday(last) + 2) % 7));
}
