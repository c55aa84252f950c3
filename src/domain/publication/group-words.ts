/** Characteristics as a reader knows them. Keys are those of the breakdowns (aliases-characteristic-labels.ts). */
const dimensionWords: Readonly<Record<string, string>> = {
  sex: 'Sex',
  age: 'Age',
  ethnicity: 'Ethnicity',
  fsm: 'Free school meals',
  'fsm-ever-6': 'Free school meals in the last six years',
  'sen-provision': 'Special educational needs provision',
  'sen-primary-need': 'Primary special educational need',
  'year-group': 'Year group',
  'idaci-decile': 'Income deprivation of the neighbourhood (IDACI decile, 1 most deprived)',
  'first-language': 'First language',
};

const valueWords: Readonly<Record<string, string>> = {
  'ehc-plan': 'Education, health and care plan',
  'sen-support': 'SEN support',
  none: 'No special educational need',
  'minority-ethnic': 'All minority ethnic groups',
};

/** The name of a characteristic, as a heading. */
export function dimensionInWords(dimension: string): string {
  return dimensionWords[dimension] ?? capitalised(dimension);
}

/** One group, as a row's name: `ethnicity=black-caribbean` is `Black Caribbean`. */
export function breakdownInWords(breakdown: string): string {
  const [dimension = '', value = breakdown] = breakdown.split('=', 2);
  if (dimension === 'ethnicity') return value.split('-').map(namePart).join(' ');
  return valueWords[value] ?? capitalised(value);
}

/** Groups by number where they are numbered, then by name, with `unknown` last: never by their figures. */
export function inBreakdownOrder<Row extends { readonly breakdown: string }>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted(
    (left, right) =>
      Number(isUnknown(left)) - Number(isUnknown(right)) ||
      left.breakdown.localeCompare(right.breakdown, 'en-GB', { numeric: true }),
  );
}

function isUnknown({ breakdown }: { readonly breakdown: string }): boolean {
  return breakdown.endsWith('=unknown');
}

/** Names of peoples have capitals; the words that join them do not. */
function namePart(part: string, position: number): string {
  const joining = ['and', 'other', 'ethnic', 'mixed', 'minority', 'unknown', 'background'];
  return joining.includes(part) && position > 0 ? part : capitalised(part);
}

function capitalised(text: string): string {
  return text.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase());
}
