import { dayInWords } from '#foundation/kernel/day-words.ts';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Category } from '#platform/access/categories.ts';
import { categoryWords } from '#platform/access/categories.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import { purposes } from '#platform/access/purposes.ts';
import type { Degradation } from './degrade.ts';
import { degradations } from './degrade.ts';
import type { AgreementDocument } from './document.ts';
import { inOneOrder, shareKey } from './document.ts';
import { fieldsIn } from './fields.ts';
import { lawfulBasis } from './lawful-bases.ts';

/** One thing that two documents say differently. */
export interface Change {
  /** Where, as a machine keeps it: `shares/authority>yjs identity/fields/born`. */
  readonly path: string;
  /** What it is about, in words. */
  readonly about: string;
  /** What each says, in words; `undefined` where it says nothing. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Whether more leaves, or less; `otherwise` where it is neither, or cannot be told. */
  readonly effect: 'more' | 'less' | 'otherwise';
}

/** What changes from one document to another. Empty if, and only if, both say the same. */
export function compareAgreements(before: AgreementDocument, after: AgreementDocument): readonly Change[] {
  const [was, is] = [leavesOf(inOneOrder(before)), leavesOf(inOneOrder(after))];
  const paths = [...new Set([...was.keys(), ...is.keys()])];
  return paths.flatMap((path) => {
    const [old, now] = [was.get(path), is.get(path)];
    if (old === now) return [];
    const change = {
      path,
      about: aboutOf(path, { before, after }),
      before: valueWords(path, old),
      after: valueWords(path, now),
    };
    return [{ ...change, effect: effectOf(path, old, now) }];
  });
}

/** Every value of a document by a path that does not depend on order. */
function leavesOf(document: AgreementDocument): ReadonlyMap<string, string> {
  const { parties, shares, ...rest } = document;
  const leaves = new Map<string, string>();
  for (const { party, ...one } of parties) addLeaves(leaves, `parties/${party}`, one);
  for (const share of shares) {
    const { grade, fields } = share;
    addLeaves(leaves, `shares/${shareKey(share)}`, { grade, fields });
  }
  addLeaves(leaves, '', rest);
  return leaves;
}

function addLeaves(leaves: Map<string, string>, path: string, value: unknown): void {
  if (Array.isArray(value)) {
    for (const one of value) leaves.set(`${path}/${String(one)}`, String(one));
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) addLeaves(leaves, path === '' ? name : `${path}/${name}`, one);
  } else if (value !== null) {
    leaves.set(path, String(value));
  }
}

const aboutWords: Readonly<Record<string, string>> = {
  format: 'Format',
  reference: 'Reference',
  title: 'Title',
  summary: 'What families are told',
  purpose: 'Purpose',
  'lawfulBasis/policyDocument': 'Appropriate policy document',
  'subjects/kind': 'Which children',
  'subjects/code': 'Area',
  startsOn: 'First day',
  endsOn: 'Last day',
  reviewOn: 'To be reviewed by',
  'retention/months': 'Months it is kept',
  'retention/afterwards': 'What happens then',
  'retention/words': 'How long it is kept, in words',
  'dpia/reference': 'Data protection impact assessment',
  'dpia/completedOn': 'Day of the assessment',
};

interface Both {
  readonly before: AgreementDocument;
  readonly after: AgreementDocument;
}

function aboutOf(path: string, both: Both): string {
  const known = aboutWords[path];
  if (known !== undefined) return known;
  const [head = '', second = '', third = '', fourth = ''] = path.split('/');
  if (head === 'parties') return `${nameOf(second, both)}: ${third === 'externalId' ? 'identifier' : third}`;
  if (head === 'shares') {
    const [from = '', to = '', category = ''] = second.split(/[> ]/);
    const what = fourth === '' ? categoryWords[category as Category] : fieldWords(category as Category, fourth);
    return `From ${nameOf(from, both)} to ${nameOf(to, both)}: ${what}`;
  }
  if (head === 'lawfulBasis') return second === 'duties' ? 'Duty' : 'Lawful basis';
  return second === 'urns' ? 'Setting (URN)' : 'Year group';
}

function nameOf(party: string, { before, after }: Both): string {
  return [...after.parties, ...before.parties].find((one) => one.party === party)?.name ?? party;
}

function fieldWords(category: Category, name: string): string {
  return fieldsIn(category)[name]?.words ?? name;
}

function valueWords(path: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (path === 'purpose') return purposes[value as Purpose];
  if (path.startsWith('lawfulBasis/') && !path.endsWith('policyDocument')) return lawfulBasis(value)?.title ?? value;
  if (path.startsWith('shares/')) return sharedWords(value);
  if (path === 'subjects/kind') return subjectKindWords[value as AgreementDocument['subjects']['kind']];
  return PlainDate.safeParse(value).success ? dayInWords(PlainDate.parse(value)) : value;
}

const subjectKindWords: Readonly<Record<AgreementDocument['subjects']['kind'], string>> = {
  area: 'every child of an area',
  settings: 'every child of some settings',
  cohort: 'year groups of some settings',
  consent: 'children who, or whose parents, agreed',
  case: 'children both sides work with',
};

function sharedWords(value: string): string {
  if (value === 'known') return 'only that the child is known, and whom to ask';
  if (value === 'content') return 'the fields that are named';
  return value === 'whole' ? 'shared whole' : `shared as ${degradations[value as Degradation].words}`;
}

function effectOf(path: string, old: string | undefined, now: string | undefined): Change['effect'] {
  if (path.startsWith('shares/')) return shareEffect(old, now);
  if (/^subjects\/(?:urns|yearGroups)\//.test(path)) return old === undefined ? 'more' : 'less';
  const grows = growing[path];
  if (old === undefined || now === undefined || grows === undefined) return 'otherwise';
  return grows(old, now) ? 'more' : grows(now, old) ? 'less' : 'otherwise';
}

/** Where a value that is later, earlier or greater lets more out. */
const growing: Readonly<Record<string, (old: string, now: string) => boolean>> = {
  'subjects/kind': (old, now) => reachesMore(now) > reachesMore(old),
  startsOn: (old, now) => now < old,
  endsOn: (old, now) => now > old,
  reviewOn: (old, now) => now > old,
  'retention/months': (old, now) => Number(now) > Number(old),
};

/** From children who are named one by one to every child of an area. */
function reachesMore(kind: string): number {
  return ['cohort', 'settings', 'area'].indexOf(kind);
}

/** From one way of making coarser to another cannot be told: a month and a year can, but not initials. */
function shareEffect(old: string | undefined, now: string | undefined): Change['effect'] {
  const weight = (value: string | undefined): number =>
    value === undefined ? 0 : value === 'known' ? 1 : value === 'whole' || value === 'content' ? 3 : 2;
  const [was, is] = [weight(old), weight(now)];
  return is > was ? 'more' : is < was ? 'less' : 'otherwise';
}
