import { addDays } from '#foundation/kernel/plain-date.ts';
import type { Category } from '#platform/access/categories.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import type { AgreementDocument, Share } from './document.ts';
import { shareKey } from './document.ts';
import { fieldsIn } from './fields.ts';
import type { LawfulBasis } from './lawful-bases.ts';
import { lawfulBasis } from './lawful-bases.ts';

/** Something a document says that cannot stand, and where: a JSON pointer (RFC 6901). */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** Purposes for which no child is shared, only counts. */
const totalsOnly: readonly Purpose[] = ['violence-reduction', 'national-picture'];
/** Categories of which even that there is something tells of health, beliefs or harm. */
const tellingByItself: readonly Category[] = ['circumstance', 'wellbeing', 'plan', 'safeguarding'];
/** Kinds of organisation that stand over settings, and so over the records that are kept of children there. */
export const keepersOfRecords: readonly OrganisationKind[] = ['setting', 'trust', 'local-authority'];
/** Longest between two reviews, and longest in all, in days. */
export const mostDaysToReview = 366;
const mostDays = 5 * 366;

/** What a well-formed document says that cannot stand; empty when it all can. */
export function faultsOf(document: AgreementDocument): readonly Fault[] {
  return [
    ...partyFaults(document),
    ...document.shares.flatMap((share, index) => shareFaults(document, share, `/shares/${index}`)),
    ...basisFaults(document),
    ...knownFaults(document),
    ...giverFaults(document),
    ...neededBases(document),
    ...dayFaults(document),
  ];
}

function partyFaults({ parties, shares }: AgreementDocument): readonly Fault[] {
  const names = parties.map(({ party }) => party);
  return parties.flatMap(({ party, role }, index) => {
    const path = `/parties/${index}`;
    const gives = shares.some(({ from }) => from === party);
    const receives = shares.some(({ to }) => to === party);
    const does = gives && receives ? 'both' : gives ? 'gives' : receives ? 'receives' : undefined;
    return [
      ...(names.indexOf(party) < index ? [{ path: `${path}/party`, message: `${party} is named twice` }] : []),
      ...(does === role
        ? []
        : [
            {
              path: `${path}/role`,
              message: `says ${role}, but by the shares ${party} ${does ?? 'neither gives nor receives'}`,
            },
          ]),
    ];
  });
}

function shareFaults({ parties, purpose, shares }: AgreementDocument, share: Share, path: string): readonly Fault[] {
  const names = parties.map(({ party }) => party);
  const faults: Fault[] = [];
  if (!names.includes(share.from)) faults.push({ path: `${path}/from`, message: `no party is called ${share.from}` });
  if (!names.includes(share.to)) faults.push({ path: `${path}/to`, message: `no party is called ${share.to}` });
  if (share.from === share.to) faults.push({ path: `${path}/to`, message: 'nobody shares with themselves' });
  if (shares.find((one) => shareKey(one) === shareKey(share)) !== share) {
    faults.push({ path, message: `${share.category} from ${share.from} to ${share.to} is said twice` });
  }
  if (totalsOnly.includes(purpose) && share.category !== 'totals') {
    faults.push({ path: `${path}/category`, message: 'for this purpose only totals are shared, never a child' });
  }
  return [...faults, ...fieldFaults(share, path)];
}

function fieldFaults({ category, grade, fields }: Share, path: string): readonly Fault[] {
  const named = Object.entries(fields);
  if (grade === 'known') {
    return [
      ...(named.length > 0 ? [{ path: `${path}/fields`, message: 'where only “known” is told, no field is' }] : []),
      ...(category === 'totals' ? [{ path: `${path}/grade`, message: 'totals know no child' }] : []),
    ];
  }
  if (named.length === 0) return [{ path: `${path}/fields`, message: 'name the fields that are shared' }];
  const all = fieldsIn(category);
  return named.flatMap(([name, how]) => {
    const at = `${path}/fields/${escaped(name)}`;
    const field = Object.hasOwn(all, name) ? all[name] : undefined;
    if (field === undefined) {
      return [{ path: at, message: `${category} has no such field: there are ${Object.keys(all).join(', ')}` }];
    }
    const ways: readonly string[] = ['whole', ...field.degradations];
    return ways.includes(how) ? [] : [{ path: at, message: `the ${field.words} is shared as ${ways.join(' or ')}` }];
  });
}

/** Whether a child is known somewhere is said of children who were named: by area it would be said of every child. */
function knownFaults({ subjects, shares }: AgreementDocument): readonly Fault[] {
  if (subjects.kind === 'case' || subjects.kind === 'consent') return [];
  return shares.flatMap(({ grade }, index) =>
    grade === 'known'
      ? [{ path: `/shares/${index}/grade`, message: '“known” is told only of children by case or by consent' }]
      : [],
  );
}

/** Who keeps no record here has none to give; and an area is its authority’s to give. Whose exactly is asked of what is stored. */
function giverFaults({ parties, shares, subjects }: AgreementDocument): readonly Fault[] {
  return shares.flatMap(({ from, grade }, index): readonly Fault[] => {
    const giver = parties.find(({ party }) => party === from);
    if (giver === undefined || grade === 'known') return [];
    const path = `/shares/${index}/from`;
    if (!keepersOfRecords.includes(giver.kind)) {
      const message = `${giver.name} keeps no record of children here, so it can share no field of one: let their setting, its trust or its authority give it, or share only “known”`;
      return [{ path, message }];
    }
    if (subjects.kind !== 'area' || giver.kind === 'local-authority') return [];
    const message = `only its authority gives a whole area, and ${giver.name} is none: name its own settings, as subjects of the kind “settings”`;
    return [{ path, message }];
  });
}

const lists = [
  ['article6', 'article-6'],
  ['article9', 'article-9'],
  ['schedule1', 'schedule-1'],
  ['article10', 'article-10'],
  ['duties', 'duty'],
] as const;

function basisFaults({ lawfulBasis: named, startsOn }: AgreementDocument): readonly Fault[] {
  return lists.flatMap(([list, kind]) =>
    named[list].flatMap((code, index) => {
      const why = whyNotBasis(lawfulBasis(code), kind, startsOn);
      return why === undefined ? [] : [{ path: `/lawfulBasis/${list}/${index}`, message: `${code} ${why}` }];
    }),
  );
}

function whyNotBasis(basis: LawfulBasis | undefined, kind: LawfulBasis['kind'], startsOn: string): string | undefined {
  if (basis?.kind !== kind) return 'is not known here';
  if (basis.notYetInForce) return 'is not known to be in force';
  if (basis.validFrom !== undefined && startsOn < basis.validFrom) return `is in force from ${basis.validFrom}`;
  return basis.validTo !== undefined && startsOn > basis.validTo ? `was in force to ${basis.validTo}` : undefined;
}

/** What the shares need: special category data a condition, some conditions a paragraph, some paragraphs a policy document. */
function neededBases({ lawfulBasis: named, shares }: AgreementDocument): readonly Fault[] {
  const sensitive = new Set(shares.flatMap(sensitivityOf));
  const policy = [...named.schedule1, ...named.article10].some((code) => lawfulBasis(code)?.needsPolicyDocument);
  const needed: readonly (readonly [boolean, string, string])[] = [
    [
      sensitive.has('article-9') && named.article9.length === 0,
      'article9',
      'special category data is shared: name the condition of Article 9',
    ],
    [
      named.article9.includes('9-2-g') && named.schedule1.length === 0,
      'schedule1',
      'Article 9(2)(g) needs a paragraph of Schedule 1',
    ],
    [
      sensitive.has('article-10') && named.article10.length === 0,
      'article10',
      'what is shared can tell of offences: name the basis under Article 10',
    ],
    [policy && named.policyDocument === null, 'policyDocument', 'say where the appropriate policy document is kept'],
  ];
  return needed.filter(([missing]) => missing).map(([, list, message]) => ({ path: `/lawfulBasis/${list}`, message }));
}

function sensitivityOf({ category, grade, fields }: Share): readonly string[] {
  if (grade === 'known') return tellingByItself.includes(category) ? ['article-9'] : [];
  const all = fieldsIn(category);
  return Object.entries(fields).flatMap(([name, how]) =>
    how === 'whole' && Object.hasOwn(all, name) ? [...(all[name]?.sensitive ?? [])] : [],
  );
}

function dayFaults({ startsOn, endsOn, reviewOn, dpia }: AgreementDocument): readonly Fault[] {
  const wrong: readonly (readonly [boolean, string, string])[] = [
    [endsOn < startsOn, 'endsOn', 'is before the first day'],
    [endsOn > addDays(startsOn, mostDays), 'endsOn', 'is more than five years after the first day'],
    [reviewOn < startsOn || reviewOn > endsOn, 'reviewOn', 'is not within the agreement’s days'],
    [reviewOn > addDays(startsOn, mostDaysToReview), 'reviewOn', 'is more than a year after the first day'],
    [dpia.completedOn > startsOn, 'dpia/completedOn', 'is after the first day'],
  ];
  return wrong.filter(([is]) => is).map(([, path, message]) => ({ path: `/${path}`, message }));
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 60);
}
