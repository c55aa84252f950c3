import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleAgreements } from '#demo/exampleshire-agreements.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { drawnDocument } from '../../../test/agreement/drawn-agreements.ts';
import { canonicalJson, sha256Of } from './canonical.ts';
import { compareAgreements } from './diff.ts';
import type { AgreementDocument } from './document.ts';
import { AgreementDocument as Document, inOneOrder } from './document.ts';
import { checkAgreement, readAgreement, writeAgreement } from './file.ts';

const golden = path.join(import.meta.dirname, 'golden');

/** Holds a text against a golden file; with HEADWATER_GOLDEN=write it is written. */
function expectGolden(name: string, text: string): void {
  const file = path.join(golden, name);
  if (process.env['HEADWATER_GOLDEN'] === 'write') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

function example(): AgreementDocument {
  const [document] = exampleAgreements(plainDate('2026-01-15'));
  if (!document) throw new Error('there is none');
  return document;
}

describe('the file of an agreement', () => {
  it('is read and written again byte for byte', () => {
    fc.assert(
      fc.property(drawnDocument, (document) => {
        const text = writeAgreement(document);
        const read = readAgreement(text);
        expect(read.ok && writeAgreement(read.value)).toBe(text);
        const spaced = readAgreement(`\uFEFF${JSON.stringify(JSON.parse(text), undefined, 3)}\n`);
        expect(spaced.ok && writeAgreement(spaced.value)).toBe(text);
      }),
    );
  });

  it('is the same bytes in whatever order its parts were written', () => {
    const document = example();
    const turned = { ...document, shares: document.shares.toReversed(), parties: document.parties.toReversed() };
    expect(writeAgreement(turned)).toBe(writeAgreement(document));
    expectGolden('youth-justice.json', `${writeAgreement(document)}\n`);
    expectGolden('youth-justice.sha256', `${sha256Of(writeAgreement(document))}\n`);
  });

  it('writes numbers that RFC 8785 and JavaScript write alike, and no others', () => {
    expect(canonicalJson({ b: [1, null, 'é'], a: { d: true, c: -3 } })).toBe(
      '{"a":{"c":-3,"d":true},"b":[1,null,"é"]}',
    );
    expect(() => canonicalJson({ a: 1.5 })).toThrow(RangeError);
  });

  it.each([
    ['{', '', /not JSON/],
    ['[]', '', /expected object/i],
    ['"x"', '', /expected object/i],
    [`"${'x'.repeat(100_001)}"`, '', /longer than/],
  ])('says what is wrong with %.20s', (text, at, message) => {
    const read = readAgreement(text);
    expect(read.ok ? [] : read.failure).toEqual([{ path: at, message: expect.stringMatching(message) }]);
  });

  const broken: readonly (readonly [string, (document: AgreementDocument) => unknown, string, RegExp])[] = [
    ['an unknown key', (one) => ({ ...one, notes: 'x' }), '', /notes/],
    [
      'a child’s name as a key',
      (one) => ({ ...one, retention: { ...one.retention, child: 'x' } }),
      '/retention',
      /child/,
    ],
    ['a day that is none', (one) => ({ ...one, endsOn: '2026-02-30' }), '/endsOn', /date/i],
    ['a purpose that is none', (one) => ({ ...one, purpose: 'curiosity' }), '/purpose', /./],
    ['a control character', (one) => ({ ...one, title: 'a\u0007b' }), '/title', /control/],
    ['one party', (one) => ({ ...one, parties: one.parties.slice(0, 1) }), '/parties', /2/],
    ['another form', (one) => ({ ...one, format: 'headwater-agreement/2' }), '/format', /./],
    ['days the wrong way about', (one) => ({ ...one, endsOn: '2025-01-01' }), '/endsOn', /before/],
    [
      'too long without a review',
      (one) => ({ ...one, endsOn: addDays(one.startsOn, 800), reviewOn: addDays(one.startsOn, 700) }),
      '/reviewOn',
      /year/,
    ],
    ['a field that is none', (one) => withFields(one, { shoe: 'whole' }), '/shares/1/fields/shoe', /no such field/],
    [
      'an inherited name',
      (one) => withFields(one, { constructor: 'whole' }),
      '/shares/1/fields/constructor',
      /no such field/,
    ],
    [
      'a way that does not fit',
      (one) => withFields(one, { name: 'district' }),
      '/shares/1/fields/name',
      /whole or initials/,
    ],
    ['no field', (one) => withFields(one, {}), '/shares/1/fields', /name the fields/],
    [
      'a party that is none',
      (one) => ({ ...one, shares: [{ ...one.shares[0], to: 'nobody' }] }),
      '/shares/0/to',
      /no party/,
    ],
    ['a share said twice', (one) => ({ ...one, shares: [...one.shares, one.shares[0]] }), '/shares/2', /twice/],
    [
      'known of an area',
      (one) => ({ ...known(one), subjects: { kind: 'area', code: 'E06999999' } }),
      '/shares/0/grade',
      /by case/,
    ],
    [
      'law that is not in force',
      (one) => withBasis(one, { duties: ['ca-2004-16la'] }),
      '/lawfulBasis/duties/0',
      /not known to be in force/,
    ],
    [
      'law that is unknown',
      (one) => withBasis(one, { article6: ['6-1-z'] }),
      '/lawfulBasis/article6/0',
      /not known here/,
    ],
    [
      'law of another kind',
      (one) => withBasis(one, { article6: ['9-2-g'] }),
      '/lawfulBasis/article6/0',
      /not known here/,
    ],
    ['9(2)(g) without a paragraph', (one) => withBasis(one, { schedule1: [] }), '/lawfulBasis/schedule1', /paragraph/],
    [
      'no policy document',
      (one) => withBasis(one, { policyDocument: null }),
      '/lawfulBasis/policyDocument',
      /policy document/,
    ],
    [
      'special categories without a condition',
      (one) => withBasis(codes(one), { article9: [] }),
      '/lawfulBasis/article9',
      /Article 9/,
    ],
    [
      'what tells of offences',
      (one) => withBasis(codes(one), { article10: [] }),
      '/lawfulBasis/article10',
      /Article 10/,
    ],
    [
      'a child for prevention',
      (one) => ({ ...one, purpose: 'violence-reduction' }),
      '/shares/0/category',
      /only totals/,
    ],
  ];
  it.each(broken)('refuses %s, and says where', (_, broke, at, message) => {
    const checked = checkAgreement(broke(inOneOrder(example())));
    expect(checked.ok ? [] : checked.failure).toContainEqual({ path: at, message: expect.stringMatching(message) });
  });

  it('has no way past its form: nothing of a prototype is taken for a key', () => {
    const text = writeAgreement(example()).replace('{"dpia"', '{"__proto__":{"format":"x"},"dpia"');
    expect(readAgreement(text).ok).toBe(false);
    expect(Document.safeParse(JSON.parse(text)).success).toBe(false);
  });
});

function withFields(one: AgreementDocument, fields: Readonly<Record<string, string>>): unknown {
  return { ...one, shares: one.shares.map((share) => (share.category === 'identity' ? { ...share, fields } : share)) };
}

function withBasis(one: AgreementDocument, basis: Partial<AgreementDocument['lawfulBasis']>): AgreementDocument {
  return { ...one, lawfulBasis: { ...one.lawfulBasis, ...basis } };
}

function known(one: AgreementDocument): AgreementDocument {
  return { ...one, shares: one.shares.map((share) => ({ ...share, grade: 'known', fields: {} })) };
}

function codes(one: AgreementDocument): AgreementDocument {
  return {
    ...one,
    shares: one.shares.map((share) =>
      share.category === 'attendance' ? { ...share, fields: { code: 'whole' } } : share,
    ),
  };
}

describe('what changes between two agreements', () => {
  it('is nothing if, and only if, both say the same', () => {
    let same = 0;
    const pair = fc.tuple(drawnDocument, drawnDocument, fc.integer({ min: 0, max: 2 }));
    fc.assert(
      fc.property(pair, ([before, other, drawn]) => {
        const after =
          drawn === 0
            ? other
            : drawn === 1
              ? { ...before, shares: before.shares.toReversed() }
              : { ...before, shares: other.shares };
        const equal = writeAgreement(before) === writeAgreement(after);
        if (equal) same += 1;
        expect(compareAgreements(before, after).length === 0).toBe(equal);
        expect(compareAgreements(before, before)).toEqual([]);
      }),
      { numRuns: 400 },
    );
    expect(same).toBeGreaterThan(50);
  });

  it('is told the other way about from the other side', () => {
    const turned = { more: 'less', less: 'more', otherwise: 'otherwise' } as const;
    fc.assert(
      fc.property(drawnDocument, drawnDocument, (before, after) => {
        const there = compareAgreements(before, after).map(({ path: at, effect }) => `${at} ${turned[effect]}`);
        const back = compareAgreements(after, before).map(({ path: at, effect }) => `${at} ${effect}`);
        expect(there.toSorted()).toEqual(back.toSorted());
      }),
    );
  });

  it('is told in words', () => {
    const before = example();
    const [identity] = before.shares;
    if (!identity) throw new Error('there is none');
    const after: AgreementDocument = {
      ...before,
      endsOn: addDays(before.endsOn, 30),
      shares: [{ ...identity, fields: { name: 'initials', born: 'whole', upn: 'whole' } }],
      lawfulBasis: { ...before.lawfulBasis, duties: ['ca-2004-11', 'ea-1996-19'] },
      subjects: { kind: 'settings', urns: [990_041] },
    };
    const lines = compareAgreements(before, after).map(
      ({ about, before: was, after: is, effect }) =>
        `${about}: ${was ?? '(not there)'} -> ${is ?? '(not there)'} [${effect}]`,
    );
    expectGolden('youth-justice-changes.txt', `${lines.join('\n')}\n`);
  });
});
