import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleAgreements } from '#demo/exampleshire-agreements.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { drawnDocument } from '../../../test/agreement/drawn-agreements.ts';
import type { AgreementDocument } from './document.ts';
import { layOut } from './draft-document.ts';
import { atFields, faultsIn } from './draft-faults.ts';
import type { Choosable, Typed } from './draft-form.ts';
import { blankTyped, typedOf } from './draft-form.ts';
import { checkAgreement, writeAgreement } from './file.ts';

const today = plainDate('2026-01-15');

function choosableOf({ parties }: AgreementDocument): readonly Choosable[] {
  return parties.map(({ name, kind, externalId }, index) => ({ organisationId: index + 1, name, kind, externalId }));
}

function formOf(document: AgreementDocument): Typed {
  return typedOf(document, Object.fromEntries(document.parties.map(({ party }, index) => [party, index + 1])));
}

function example(): AgreementDocument {
  const [document] = exampleAgreements(today);
  if (!document) throw new Error('there is none');
  return document;
}

/** What the form says is wrong: the ids of fields, with their words. */
function wrongIn(change: Typed, document = example()) {
  const laid = layOut({ ...formOf(document), ...change }, choosableOf(document));
  return atFields(laid, faultsIn(laid, today));
}

const giver = (document: AgreementDocument) => document.parties.findIndex(({ role }) => role === 'gives');

describe('the form of a draft', () => {
  it.each([...exampleAgreements(today)])('says $title as its file does', (document) => {
    const laid = layOut(formOf(document), choosableOf(document));
    const read = checkAgreement(laid.document);
    expect(read.ok && writeAgreement(read.value)).toBe(writeAgreement(document));
    expect(faultsIn(laid, today)).toEqual([]);
  });

  it('says any document as its file does, and finds in it what the file route finds', () => {
    fc.assert(
      fc.property(drawnDocument, (document) => {
        const laid = layOut(formOf(document), choosableOf(document));
        expect(JSON.parse(writeAgreement(laid.document as unknown as AgreementDocument))).toEqual(
          JSON.parse(writeAgreement(document)),
        );
      }),
    );
  });

  it('tells everything that is missing at once, each at a field', () => {
    const laid = layOut(blankTyped(1, today), choosableOf(example()));
    const ids = atFields(laid, faultsIn(laid, today)).map(({ id }) => id);
    const missing = ['title', 'reference', 'summary', 'purpose', 'article6', 'subjects', 'way-0-identity'];
    const more = ['party-0-contact', 'party-1-organisation', 'party-1-contact', 'retention-months', 'retention-words'];
    expect(ids.toSorted()).toEqual([...missing, ...more, 'dpia-reference', 'dpia-completedOn'].toSorted());
  });

  it('tells what cannot stand together with what is missing', () => {
    const ids = wrongIn({ title: ' ', article9: [], startsOn: '31/2/2026' }).map(({ id }) => id);
    expect(ids).toEqual(['title', 'startsOn', ...ids.slice(2)]);
    expect(wrongIn({ title: '', 'way-0-attendance-code': 'whole', article9: [], schedule1: [] })).toContainEqual(
      expect.objectContaining({ id: 'article9' }),
    );
  });

  const slot = giver(example());
  const at = { giver: `party-${slot}`, receiver: `party-${1 - slot}` };
  it.each<readonly [string, Typed]>([
    [`${at.receiver}-organisation`, { [`${at.receiver}-short`]: 'authority' }],
    [`${at.giver}-role`, { [`${at.giver}-role`]: 'receives' }],
    ['way-0-from', { 'way-0-from': '9' }],
    ['way-0-to', { 'way-0-to': '9' }],
    ['way-0-to', { 'way-0-to': String(slot) }],
    [
      'way-1-identity',
      { ways: '2', 'way-1-from': String(slot), 'way-1-to': String(1 - slot), 'way-1-identity-name': 'whole' },
    ],
    ['way-0-identity', { purpose: 'violence-reduction' }],
    ['way-0-identity', { 'way-0-identity': 'known' }],
    ['way-0-totals', { 'way-0-totals': 'known' }],
    ['way-0-identity-born', { 'way-0-identity-born': 'tens' }],
    ['way-0-identity-upn', { 'way-0-identity-upn': 'constructor' }],
    ['way-0-wellbeing', { 'way-0-wellbeing': 'known', subjects: 'area', code: 'E09000001' }],
    ['way-0-from', { 'way-0-from': String(1 - slot), 'way-0-to': String(slot) }],
    ['article6', { article6: ['none-such'] }],
    ['duties', { duties: ['ca-2004-16la'] }],
    ['article9', { article9: [], 'way-0-characteristics-sen': 'whole' }],
    ['schedule1', { article9: ['9-2-g'], schedule1: [] }],
    ['article10', { article10: [], 'way-0-attendance-code': 'whole' }],
    ['policyDocument', { policyDocument: '' }],
    ['endsOn', { endsOn: '1/1/2020' }],
    ['endsOn', { endsOn: '1/1/2040' }],
    ['reviewOn', { reviewOn: '1/1/2040' }],
    ['dpia-completedOn', { 'dpia-completedOn': '1/1/2040' }],
    ['endsOn', { endsOn: 'soon' }],
    ['urns', { subjects: 'settings', urns: 'none' }],
    ['yearGroups', { subjects: 'cohort', urns: '990003', yearGroups: [] }],
    ['code', { subjects: 'area', code: '' }],
    ['retention-months', { 'retention-months': 'long' }],
    ['retention-afterwards', { 'retention-afterwards': '' }],
  ])('puts what is wrong at %s', (id, change) => {
    const wrong = wrongIn(change);
    expect(wrong.map((one) => one.id)).toContain(id);
    for (const { words } of wrong) expect(words).not.toMatch(/Invalid|Too (?:small|big)|expected/);
  });

  it('reads days as they are typed here, and settings in any order', () => {
    const laid = layOut({ startsOn: '27/3/2026', subjects: 'settings', urns: '990004, 990003' }, []);
    expect(laid.document['startsOn']).toBe('2026-03-27');
    expect(laid.document['subjects']).toEqual({ kind: 'settings', urns: [990_003, 990_004] });
  });
});
