import type { AttendanceCodeFact, StatisticalClass } from '#foundation/nations/attendance-code.ts';

/** Codes that do the same to every rate, under one heading. */
export interface CodeGroup {
  readonly id: string;
  readonly title: string;
  /** What one mark does to rates. */
  readonly effect: string;
  readonly holds: (fact: AttendanceCodeFact) => boolean;
}

const changesNoRate =
  'in neither attendance, absence nor possible, so it changes no rate. It is measured, not missing.';

/** The groups, in the order a page shows them; each code is in one. */
export const codeGroups: readonly CodeGroup[] = [
  {
    id: 'present',
    title: 'Present',
    effect: 'Adds one to attendance, and one to the sessions possible that every rate is over.',
    holds: (fact) => counted(fact, 'attending') && fact.statisticalMeaning === 'attending',
  },
  {
    id: 'approved-activity',
    title: 'At an approved educational activity',
    effect: 'Counts as attendance: adds one to attendance, and one to the sessions possible.',
    holds: (fact) => counted(fact, 'attending') && fact.statisticalMeaning !== 'attending',
  },
  {
    id: 'authorised',
    title: 'Authorised absence',
    effect: 'Adds one to absence and to authorised absence, and one to the sessions possible.',
    holds: (fact) => counted(fact, 'authorised'),
  },
  {
    id: 'unauthorised',
    title: 'Unauthorised absence',
    effect: 'Adds one to absence and to unauthorised absence, and one to the sessions possible.',
    holds: (fact) => counted(fact, 'unauthorised'),
  },
  {
    id: 'not-possible',
    title: 'Not possible here',
    effect: `The child was not expected here: ${changesNoRate}`,
    holds: (fact) =>
      counted(fact, 'not-counted') && !isOf(fact, 'unable-to-attend-administrative', 'administrative-not-a-session'),
  },
  {
    id: 'unable',
    title: 'Unable to attend',
    effect: `Something that could not be avoided prevented it: ${changesNoRate}`,
    holds: (fact) => counted(fact, 'not-counted') && isOf(fact, 'unable-to-attend-administrative'),
  },
  {
    id: 'no-session',
    title: 'No session',
    effect: `There was none to attend: ${changesNoRate}`,
    holds: (fact) => counted(fact, 'not-counted') && isOf(fact, 'administrative-not-a-session'),
  },
  {
    id: 'supplier',
    title: 'Marks that only files hold',
    effect:
      'No register holds these. A file from a school’s system may, and each is read as a code above, or leaves the session unmeasured: in no rate, and counted as missing.',
    holds: ({ supplierOnly }) => supplierOnly !== undefined,
  },
];

/** The group of a code. */
export function groupOf(fact: AttendanceCodeFact): CodeGroup | undefined {
  return codeGroups.find((group) => group.holds(fact));
}

function counted(fact: AttendanceCodeFact, category: AttendanceCodeFact['category']): boolean {
  return fact.supplierOnly === undefined && fact.category === category;
}

function isOf(fact: AttendanceCodeFact, ...classes: readonly StatisticalClass[]): boolean {
  return classes.includes(fact.statisticalMeaning);
}
