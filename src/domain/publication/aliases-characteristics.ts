import { labelKey, slug } from './aliases.ts';
import { characteristicLabels, dimensionGroups } from './aliases-characteristic-labels.ts';

/** A breakdown as stored: empty for all pupils, otherwise `sex=male`, combined as `ethnicity=irish+sex=male`. */
export interface BreakdownReading {
  readonly breakdown: string;
  /** False when part of the label was in no alias table and became a slug. */
  readonly declared: boolean;
}

const everybody: BreakdownReading = { breakdown: '', declared: true };

const totals: ReadonlySet<string> = new Set([
  '',
  'total',
  'all',
  'all pupils',
  'total pupils',
  'total all pupils',
  'all characteristics',
  'all enrolments',
]);

const sexes: ReadonlyMap<string, string> = new Map([
  ['male', 'male'],
  ['female', 'female'],
  ['boys', 'male'],
  ['girls', 'female'],
  ['boy', 'male'],
  ['girl', 'female'],
]);

const dimensionByGroup = new Map(
  Object.entries(dimensionGroups).flatMap(([dimension, groups]) =>
    groups.map((group) => [labelKey(group), dimension] as const),
  ),
);

const valueByLabel = new Map(
  characteristicLabels.map(({ dimension, label, value }) => [`${dimension}|${labelKey(label)}`, value] as const),
);

/** Whether a label stands for everybody, so that it narrows nothing. */
export function isTotalLabel(label: string): boolean {
  return totals.has(labelKey(label));
}

/**
 * The breakdown that a group (a column's heading, or the value of `characteristic_group`) and a label mean.
 * Labels renamed between releases give the same breakdown; a label in no table becomes a slug and is said not declared.
 */
export function breakdownOf(group: string, label: string): BreakdownReading {
  if (isTotalLabel(label)) return everybody;
  const groupKey = labelKey(group);
  const labelText = labelKey(label);
  const withSex = /^(.*) (?:and|by) (?:gender|sex)$/.exec(groupKey)?.[1];
  if (withSex === undefined || dimensionByGroup.has(groupKey)) return partOf(groupKey, labelText);
  const [, rest = labelText, sex] = /^(.*) (male|female|boys?|girls?)$/.exec(labelText) ?? [];
  if (sex === undefined) return partOf(groupKey, labelText);
  return combine([partOf(withSex, rest), { breakdown: `sex=${sexes.get(sex)}`, declared: true }]);
}

/** Several breakdowns of one row as one, in alphabetical order so that two tables agree. */
export function combine(parts: readonly BreakdownReading[]): BreakdownReading {
  return {
    breakdown: parts
      .flatMap((part) => (part.breakdown === '' ? [] : part.breakdown.split('+')))
      .sort()
      .join('+'),
    declared: parts.every((part) => part.declared),
  };
}

function partOf(groupKey: string, label: string): BreakdownReading {
  const dimension = dimensionByGroup.get(groupKey);
  const bare = withoutGroup(groupKey, label);
  if (totals.has(bare)) return everybody;
  if (dimension === undefined) return { breakdown: `${slug(groupKey)}=${slug(bare)}`, declared: false };
  const value = labelValue(dimension, label) ?? labelValue(dimension, bare);
  return value === undefined
    ? { breakdown: `${dimension}=${slug(bare)}`, declared: false }
    : { breakdown: `${dimension}=${value}`, declared: true };
}

/** Labels repeat their group: `Ethnicity Minor Irish`, `SEN primary need Visual impairment`, `NC Year 7`. */
function withoutGroup(groupKey: string, label: string): string {
  const bare = label.replace(repeatedGroup, '');
  return bare === label && label.startsWith(`${groupKey} `) ? label.slice(groupKey.length + 1) : bare;
}

const repeatedGroup =
  /^(?:ethnicity|ethnic group|gender|sex|age|nc ?year(?: group)?|national curriculum year(?: group)?|year(?: group)?|fsm(?: status| provision)?|free school meals|sen (?:primary need|provision|status|type)|idaci decile|first language|reason)(?: |$)/;

function labelValue(dimension: string, bare: string): string | undefined {
  switch (dimension) {
    case 'age':
    case 'year-group':
      return numberedValue(bare) ?? valueByLabel.get(`${dimension}|${bare}`);
    case 'idaci-decile':
      return decileOf(bare);
    case 'ethnicity':
      return ethnicityOf(bare);
    default:
      return valueByLabel.get(`${dimension}|${bare}`) ?? fromPlainWords(dimension, bare);
  }
}

/** `7`, `4 and under`, `19 and over`, `12 and above`. */
function numberedValue(bare: string): string | undefined {
  const [, number, open] = /^(?:year |age )?(\d{1,2})( and (?:under|over|above|below)|\+)?$/.exec(bare) ?? [];
  if (number === undefined) return undefined;
  return open === undefined ? String(Number(number)) : slug(`${number} ${open === '+' ? 'and over' : open}`);
}

/** Deciles are 1 (most deprived) to 10, printed as `0 to 10pc most deprived` or `Decile 1`. */
function decileOf(bare: string): string | undefined {
  const from = /^(\d{1,2})(?: to|)(?: \d+) ?(?:pc|%)/.exec(bare)?.[1];
  if (from !== undefined) return String(Math.floor(Number(from) / 10) + 1);
  const named = /^(?:decile )?(\d{1,2})\b/.exec(bare)?.[1];
  if (named !== undefined && Number(named) >= 1 && Number(named) <= 10) return String(Number(named));
  return /^(?:unclassified|unknown)$/.test(bare) ? 'unknown' : undefined;
}

function ethnicityOf(bare: string): string | undefined {
  const group = bare.replace(/^(?:major|minor) /, '').replace(/ total$/, '');
  if (group.startsWith('minority ethnic')) return 'minority-ethnic';
  const known = valueByLabel.get(`ethnicity|${group}`);
  if (known !== undefined) return known;
  // `Asian or Asian British - Indian`, `White - Irish`: the larger group goes before the smaller one.
  if (!/^(?:white|mixed|asian|black|chinese) /.test(group)) return undefined;
  const words = group.split(' ');
  return words
    .map((_, from) => valueByLabel.get(`ethnicity|${words.slice(from).join(' ')}`))
    .find((value) => value !== undefined);
}

/** Male and female need no table of their own; plans and statements are worded anew in every other release. */
function fromPlainWords(dimension: string, bare: string): string | undefined {
  if (dimension === 'sex') return sexes.get(bare);
  if (dimension !== 'sen-provision' || !/\b(?:statements?|ehcp?|plans?)\b/.test(bare)) return undefined;
  return /\b(?:without|no)\b/.test(bare) ? 'sen-support' : 'ehc-plan';
}
