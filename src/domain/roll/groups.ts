/**
 * The groups that figures about registers are broken down by. A group's place in this list is its place in every packed
 * tally that was ever stored: groups are only ever added at the end.
 */
export const dimensions = [
  'all',
  'year-group',
  'sex',
  'sen',
  'fsm',
  'ethnicity',
  'looked-after',
  'social-worker',
] as const;
export type Dimension = (typeof dimensions)[number];

/** One group: `code` is as `enrolment` and `characteristic` store it. */
export interface Group {
  readonly place: number;
  readonly dimension: Dimension;
  readonly code: string;
  readonly label: string;
}

const yearGroups: readonly (readonly [string, string])[] = [
  ['-2', 'Nursery, first year'],
  ['-1', 'Nursery, second year'],
  ['0', 'Reception'],
  ...Array.from({ length: 14 }, (_, year) => [`${year + 1}`, `Year ${year + 1}`] as const),
  ['99', 'Year group not known'],
];

/** The Department's ethnicity codes, main groups together. */
const ethnicities: readonly (readonly [string, string])[] = [
  ['WBRI', 'White British'],
  ['WIRI', 'White Irish'],
  ['WIRT', 'Traveller of Irish heritage'],
  ['WROM', 'Gypsy or Roma'],
  ['WOTH', 'Any other White background'],
  ['MWBC', 'White and Black Caribbean'],
  ['MWBA', 'White and Black African'],
  ['MWAS', 'White and Asian'],
  ['MOTH', 'Any other mixed background'],
  ['AIND', 'Indian'],
  ['APKN', 'Pakistani'],
  ['ABAN', 'Bangladeshi'],
  ['AOTH', 'Any other Asian background'],
  ['CHNE', 'Chinese'],
  ['BCRB', 'Black Caribbean'],
  ['BAFR', 'Black African'],
  ['BOTH', 'Any other Black background'],
  ['OOTH', 'Any other ethnic group'],
  ['REFU', 'Refused'],
  ['NOBT', 'Not obtained'],
];

const yesNo = (yes: string, no: string) =>
  [
    ['Y', yes],
    ['N', no],
    ['U', 'Not known'],
  ] as const;

const listed: readonly (readonly [Dimension, readonly (readonly [string, string])[]])[] = [
  ['all', [['all', 'Everyone']]],
  ['year-group', yearGroups],
  [
    'sex',
    [
      ['F', 'Girls and women'],
      ['M', 'Boys and men'],
      ['U', 'Not known'],
    ],
  ],
  [
    'sen',
    [
      ['N', 'No special educational need recorded'],
      ['K', 'SEN support'],
      ['E', 'Education, health and care plan'],
      ['U', 'Not known'],
    ],
  ],
  ['fsm', yesNo('Eligible for free school meals', 'Not eligible for free school meals')],
  ['ethnicity', ethnicities],
  ['looked-after', yesNo('Looked after', 'Not looked after')],
  ['social-worker', yesNo('Has a social worker', 'Has no social worker')],
];

export const groups: readonly Group[] = listed
  .flatMap(([dimension, members]) => members.map(([code, label]) => ({ dimension, code, label })))
  .map((group, place) => ({ place, ...group }));

/** How many groups there are. */
export const groupCount = groups.length;

const placeByCode = new Map(groups.map(({ dimension, code, place }) => [`${dimension} ${code}`, place]));
const unknownCode: Readonly<Record<Dimension, string>> = {
  all: 'all',
  'year-group': '99',
  sex: 'U',
  sen: 'U',
  fsm: 'U',
  ethnicity: 'NOBT',
  'looked-after': 'U',
  'social-worker': 'U',
};

/** The place of a group; that of “not known” for a code nobody declared. */
export function groupPlace(dimension: Dimension, code: string): number {
  return placeByCode.get(`${dimension} ${code}`) ?? placeByCode.get(`${dimension} ${unknownCode[dimension]}`) ?? 0;
}

/** The groups of one dimension, in order. */
export function groupsOf(dimension: Dimension): readonly Group[] {
  return groups.filter((group) => group.dimension === dimension);
}
