import fc from 'fast-check';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { categories } from '#platform/access/categories.ts';
import { sha256Of } from '#platform/agreement/canonical.ts';
import type { AgreementDocument, Share } from '#platform/agreement/document.ts';
import { fieldsIn } from '#platform/agreement/fields.ts';
import { checkAgreement, writeAgreement } from '#platform/agreement/file.ts';
import type { AgreementEvent, History, Version } from '#platform/agreement/history.ts';

/** The first instant of drawn histories, in milliseconds since 1970. */
export const firstInstant = Date.parse('2026-01-05T08:00:00Z');
export const day = 86_400_000;
export const giver = 1;
export const receiver = 2;

const words = fc.stringMatching(/^[A-Za-zâé“][A-Za-z0-9 .’–é-]{0,40}$/).map((text) => text.trim());

const shareOf = (category: Share['category']): fc.Arbitrary<Share> => {
  const all = Object.entries(fieldsIn(category));
  const fields = fc
    .tuple(
      ...all.map(([name, field]) =>
        fc.tuple(fc.constant(name), fc.constantFrom(undefined, 'whole', ...field.degradations)),
      ),
    )
    .map((pairs) => Object.fromEntries(pairs.filter(([, how]) => how !== undefined)) as Share['fields']);
  const content = fields
    .filter((named) => Object.keys(named).length > 0)
    .map((named): Share => ({ from: 'council', to: 'service', category, grade: 'content', fields: named }));
  const known = fc.constant<Share>({ from: 'council', to: 'service', category, grade: 'known', fields: {} });
  return category === 'totals' ? content : fc.oneof({ weight: 4, arbitrary: content }, { weight: 1, arbitrary: known });
};

/** Documents that stand, of a council that tells a service, by case. */
export const drawnDocument: fc.Arbitrary<AgreementDocument> = fc
  .record({
    title: words,
    summary: words,
    purpose: fc.constantFrom('inclusion', 'health', 'youth-justice'),
    shares: fc
      .subarray([...categories], { minLength: 1 })
      .chain((chosen) => fc.tuple(...chosen.map(shareOf)))
      .chain((shares) => fc.shuffledSubarray(shares, { minLength: shares.length, maxLength: shares.length })),
    startsAfter: fc.integer({ min: -10, max: 10 }),
    lasts: fc.integer({ min: 1, max: 200 }),
    reviewAfter: fc.integer({ min: 0, max: 200 }),
    duties: fc.shuffledSubarray(['ca-2004-10', 'ca-2004-11', 'ea-1996-19']),
    months: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ startsAfter, lasts, reviewAfter, duties, months, ...said }) => {
    const startsOn = addDays(plainDate('2026-01-05'), startsAfter);
    return {
      format: 'headwater-agreement/1',
      reference: 'DRAWN-1',
      ...said,
      parties: [
        {
          party: 'service',
          name: 'A service',
          kind: 'health',
          externalId: null,
          role: 'receives',
          contact: 'The desk',
        },
        {
          party: 'council',
          name: 'A council',
          kind: 'local-authority',
          externalId: 'c',
          role: 'gives',
          contact: 'A desk',
        },
      ],
      lawfulBasis: {
        article6: ['6-1-e'],
        article9: ['9-2-g'],
        schedule1: ['schedule-1-18'],
        article10: ['article-10-18'],
        duties,
        policyDocument: 'On file',
      },
      subjects: { kind: 'case' },
      startsOn,
      endsOn: addDays(startsOn, lasts),
      reviewOn: addDays(startsOn, Math.min(lasts, reviewAfter)),
      retention: { months, afterwards: 'deleted', words: 'Deleted' },
      dpia: { reference: 'D-1', completedOn: addDays(startsOn, -30) },
    } satisfies AgreementDocument;
  });

/** A version of a drawn document, as stored. */
export function versionOf(document: AgreementDocument, version: number): Version {
  const checked = checkAgreement(document);
  if (!checked.ok) throw new Error(JSON.stringify(checked.failure));
  const canonical = writeAgreement(checked.value);
  const organisations = { council: giver, service: receiver };
  return { version, document: checked.value, canonical, sha256: sha256Of(canonical), organisations };
}

const deeds = ['signed', 'signed', 'signed', 'suspended', 'resumed', 'revoked', 'reviewed'] as const;

/** Histories of up to three versions with any deeds in any order, those that make no sense too. */
export const drawnHistory: fc.Arbitrary<History> = fc
  .record({
    documents: fc.array(drawnDocument, { minLength: 1, maxLength: 3 }),
    deeds: fc.array(
      fc.record({
        version: fc.integer({ min: 1, max: 3 }),
        did: fc.constantFrom(...deeds),
        party: fc.constantFrom('council', 'service'),
        after: fc.integer({ min: 0, max: 8 * day }),
        sameText: fc.integer({ min: 0, max: 9 }).map((drawn) => drawn > 0),
        review: fc.integer({ min: 1, max: 100 }),
      }),
      { maxLength: 8 },
    ),
    signedAtOnce: fc.integer({ min: 0, max: 5 }).map((drawn) => drawn > 0),
  })
  .map(({ documents, deeds: drawn, signedAtOnce }) => {
    const versions = documents.map((document, index) => versionOf(document, index + 1));
    let at = firstInstant;
    const drafts = versions.map(
      ({ version, sha256 }): AgreementEvent => ({
        eventNo: version,
        version,
        did: 'drafted',
        party: 'council',
        at: new Date(firstInstant),
        toldBy: 'a test',
        sha256,
      }),
    );
    // Most are signed at once, or hardly any would ever be in force.
    const plain = { version: 1, did: 'signed', after: 0, sameText: true, review: 1 } as const;
    const signing = signedAtOnce ? (['council', 'service'] as const).map((party) => ({ ...plain, party })) : [];
    const done = [...signing, ...drawn]
      .filter(({ version }) => version <= versions.length)
      .map((one, index): AgreementEvent => {
        at += one.after;
        return {
          eventNo: versions.length + index + 1,
          version: one.version,
          did: one.did,
          party: one.party,
          at: new Date(at),
          toldBy: 'a test',
          sha256: one.sameText ? (versions[one.version - 1]?.sha256 ?? '') : 'another text',
          nextReviewOn: one.did === 'reviewed' ? addDays(plainDate('2026-01-05'), one.review) : undefined,
        };
      });
    return { agreementId: 1, versions, events: [...drafts, ...done] };
  });

/** An instant within, before or after what is drawn. */
export const drawnInstant = fc.integer({ min: -5 * day, max: 70 * day }).map((after) => new Date(firstInstant + after));
