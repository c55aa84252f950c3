import { z } from 'zod';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import { categories } from '#platform/access/categories.ts';
import { organisationKinds } from '#platform/access/organisation.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import { purposeNames } from '#platform/access/purposes.ts';
import { degradationNames } from './degrade.ts';

/** Words without control characters, which a page and a printed sheet can show. */
function words(most: number, least = 1): z.ZodString {
  return z
    .string()
    .trim()
    .min(least)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, 'has a control character');
}

const ShortName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,29}$/, 'is lower-case letters, digits and hyphens, such as youth-justice');
const BasisCode = z.string().regex(/^[a-z0-9-]{1,40}$/);
const Days = { startsOn: PlainDate, endsOn: PlainDate, reviewOn: PlainDate };

const Party = z.strictObject({
  party: ShortName.describe('What the rest of the document calls it'),
  name: words(200).describe('The organisation’s name'),
  kind: z.enum(organisationKinds),
  externalId: words(100).nullable().describe('As a sign-in provider names it; finds it here before its name does'),
  role: z.enum(['gives', 'receives', 'both']),
  contact: words(300).describe('Whom to ask: a desk or a role, never a person’s name'),
});

const Share = z.strictObject({
  from: ShortName,
  to: ShortName,
  category: z.enum(categories),
  grade: z
    .enum(['known', 'content'])
    .describe('known: that the child is known, and whom to ask. content: the fields named'),
  fields: z
    .record(z.string(), z.enum(['whole', ...degradationNames]))
    .describe('Each field that leaves, whole or as what it is made coarser. A field that is not named does not leave'),
});

const Subjects = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('area'), code: words(9).describe('The code of a local authority') }),
  z.strictObject({ kind: z.literal('settings'), urns: z.array(z.int().positive()).min(1).max(500) }),
  z.strictObject({
    kind: z.literal('cohort'),
    urns: z.array(z.int().positive()).min(1).max(500),
    yearGroups: z.array(z.int().min(-2).max(14)).min(1).max(17),
  }),
  z.strictObject({ kind: z.literal('consent') }),
  z.strictObject({ kind: z.literal('case') }),
]);

/** What an agreement says. It names organisations and desks, never a child and never a person. */
export const AgreementDocument = z.strictObject({
  format: z.literal('headwater-agreement/1'),
  reference: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{1,39}$/, 'is letters, digits and hyphens'),
  title: words(150),
  summary: words(1500).describe('For families: what is shared, with whom, why'),
  parties: z.array(Party).min(2).max(12),
  purpose: z.enum(purposeNames as [Purpose, ...Purpose[]]),
  lawfulBasis: z.strictObject({
    article6: z.array(BasisCode).min(1).max(5),
    article9: z.array(BasisCode).max(5),
    schedule1: z.array(BasisCode).max(5),
    article10: z.array(BasisCode).max(5),
    duties: z.array(BasisCode).max(20),
    policyDocument: words(300).nullable().describe('Where the appropriate policy document is kept'),
  }),
  subjects: Subjects,
  shares: z.array(Share).min(1).max(60),
  ...Days,
  retention: z.strictObject({
    months: z.int().min(0).max(1200),
    afterwards: z.enum(['deleted', 'returned']),
    words: words(500),
  }),
  dpia: z.strictObject({ reference: words(100), completedOn: PlainDate }),
});
export type AgreementDocument = z.infer<typeof AgreementDocument>;
export type Party = AgreementDocument['parties'][number];
export type Share = AgreementDocument['shares'][number];

/**
 * The same document in the one order it is kept in: parties by their short names, shares by whom, to whom and what, lists of
 * codes and numbers ascending and once each. Two documents say the same if, and only if, these are equal.
 */
export function inOneOrder(document: AgreementDocument): AgreementDocument {
  const { lawfulBasis, subjects } = document;
  return {
    ...document,
    parties: document.parties.toSorted((one, other) => (one.party < other.party ? -1 : 1)),
    shares: document.shares.toSorted((one, other) => (shareKey(one) < shareKey(other) ? -1 : 1)),
    lawfulBasis: {
      ...lawfulBasis,
      article6: once(lawfulBasis.article6),
      article9: once(lawfulBasis.article9),
      schedule1: once(lawfulBasis.schedule1),
      article10: once(lawfulBasis.article10),
      duties: once(lawfulBasis.duties),
    },
    subjects: subjectsInOrder(subjects),
  };
}

/** What tells one share from another: whose, to whom, of which category. */
export function shareKey({ from, to, category }: Share): string {
  return `${from}>${to} ${category}`;
}

function subjectsInOrder(subjects: AgreementDocument['subjects']): AgreementDocument['subjects'] {
  if (subjects.kind === 'settings') return { ...subjects, urns: ascending(subjects.urns) };
  if (subjects.kind !== 'cohort') return subjects;
  return { ...subjects, urns: ascending(subjects.urns), yearGroups: ascending(subjects.yearGroups) };
}

function once(codes: readonly string[]): string[] {
  return [...new Set(codes)].toSorted();
}

function ascending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].toSorted((one, other) => one - other);
}
