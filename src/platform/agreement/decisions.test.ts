import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import { categories } from '#platform/access/categories.ts';
import {
  drawnDocument,
  drawnHistory,
  drawnInstant,
  firstInstant,
  giver,
  receiver,
  versionOf,
} from '../../../test/agreement/drawn-agreements.ts';
import type { Question } from './compiled.ts';
import { compileAgreement, decide, decisionRecord, freshFor, letOut } from './compiled.ts';
import type { FieldName } from './fields.ts';
import { fieldsIn } from './fields.ts';
import type { AgreementEvent, History, Version } from './history.ts';
import { inForceAt, standingAt } from './history.ts';

const allFields = categories.flatMap((category) =>
  Object.keys(fieldsIn(category)).map((name) => `${category}.${name}` as FieldName),
);
const child = { learnerId: 7, reachedBy: 'case', from: new Date(0) } as const;
const withheld = { learnerId: 8, reachedBy: 'withheld', from: new Date(0) } as const;

/** How a version stood, reckoned another way: by walking the events once, in their order. */
function inForceByWalking(history: History, at: Date): number | undefined {
  const alive = history.versions.filter(({ version }) => walked(history, version, at));
  return alive.length === 0 ? undefined : Math.max(...alive.map(({ version }) => version));
}

function walked(history: History, version: number, at: Date): boolean {
  const own = history.versions.find((one) => one.version === version);
  if (!own) return false;
  const done = history.events.filter(
    (event) => event.at <= at && event.version === version && event.sha256 === own.sha256,
  );
  const last = (party: string, ...kinds: readonly string[]) =>
    done.findLast((event) => event.party === party && kinds.includes(event.did));
  const today = londonDay(at);
  const { parties, startsOn, endsOn, reviewOn } = own.document;
  const willing = parties.every(
    ({ party }) =>
      last(party, 'signed') !== undefined &&
      last(party, 'suspended', 'resumed')?.did !== 'suspended' &&
      today <= (last(party, 'reviewed')?.nextReviewOn ?? reviewOn),
  );
  const replaced = history.versions.some((later) => later.version > version && signedByAll(history, later.version, at));
  const revoked = done.some(({ did }) => did === 'revoked');
  return willing && !revoked && !replaced && startsOn <= today && today <= endsOn;
}

function signedByAll({ versions, events }: History, version: number, at: Date): boolean {
  const own = versions.find((one) => one.version === version);
  return ['council', 'service'].every((party) =>
    events.some(
      (one) =>
        one.version === version &&
        one.did === 'signed' &&
        one.party === party &&
        one.at <= at &&
        one.sha256 === own?.sha256,
    ),
  );
}

/** What a version’s document says of a field, looked up in the plainest way. */
function saidOf(version: Version | undefined, name: FieldName) {
  const [category, short = ''] = name.split('.');
  const share = version?.document.shares.find((one) => one.category === category);
  const how = share?.fields[short];
  if (share?.grade === 'known') return { show: 'existence', degradation: undefined };
  if (how === undefined) return { show: 'nothing', degradation: undefined };
  return how === 'whole' ? { show: how, degradation: undefined } : { show: 'degraded', degradation: how };
}

function ask(history: History, at: Date, field: FieldName, rest: Partial<Question> = {}): Question {
  const purpose = inForceAt(history, at)?.document.purpose ?? 'inclusion';
  return { field, purpose, from: giver, to: receiver, at: at.getTime(), learnerId: child.learnerId, ...rest };
}

describe('a decision at any instant', () => {
  it('is made by the one version that is in force, and shows nothing while none is', () => {
    let shown = 0;
    fc.assert(
      fc.property(drawnHistory, drawnInstant, (history, at) => {
        const compiled = compileAgreement(history, [child], at);
        const version = history.versions.find((one) => one.version === inForceByWalking(history, at));
        expect(inForceAt(history, at)?.version).toBe(version?.version);
        for (const field of allFields) {
          const decision = decide(compiled, ask(history, at, field));
          const wanted = saidOf(version, field);
          expect({ field, show: decision.show, degradation: decision.degradation }).toEqual({ field, ...wanted });
          if (wanted.show !== 'nothing') shown += 1;
        }
      }),
      { numRuns: 400 },
    );
    expect(shown).toBeGreaterThan(300);
  });

  it('depends on nothing that happened later, and on no order of reading', () => {
    fc.assert(
      fc.property(drawnHistory, drawnInstant, fc.nat(), (history, at, turn) => {
        const later = new Date(Math.max(at.getTime(), ...history.events.map((event) => event.at.getTime())) + 1000);
        const turned = [...history.events.slice(turn % 7), ...history.events.slice(0, turn % 7)].toReversed();
        const then = compileAgreement(history, [child], at);
        const now = compileAgreement({ ...history, events: turned }, [child], later);
        for (const field of allFields) {
          const question = ask(history, at, field);
          expect(decide(now, question)).toEqual(decide(then, question));
        }
        const early = { ...history, events: history.events.filter((event) => event.at <= at) };
        const question = ask(history, at, 'identity.born');
        expect(decisionRecord({ ...history, events: turned }, [child], question)).toBe(
          decisionRecord(early, [child], question),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('never shows more after a new draft, until every party has signed it', () => {
    fc.assert(
      fc.property(drawnHistory, drawnDocument, drawnInstant, fc.boolean(), (history, wider, at, halfSigned) => {
        const version = history.versions.length + 1;
        const draft = versionOf(wider, version);
        const last = Math.max(...history.events.map(({ eventNo }) => eventNo));
        const told = { version, at: new Date(firstInstant), toldBy: 'a test', sha256: draft.sha256, party: 'council' };
        const added: AgreementEvent[] = [
          { ...told, eventNo: last + 1, did: 'drafted' },
          ...(halfSigned ? [{ ...told, eventNo: last + 2, did: 'signed' } as const] : []),
        ];
        const drafted = { ...history, versions: [...history.versions, draft], events: [...history.events, ...added] };
        for (const field of allFields) {
          const question = ask(history, at, field);
          const before = decide(compileAgreement(history, [child], at), question);
          const after = decide(compileAgreement(drafted, [child], at), question);
          expect(after.show).toBe(before.show);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('shows nothing in the other direction, for another purpose, to another organisation, or of an unknown field', () => {
    fc.assert(
      fc.property(drawnHistory, drawnInstant, (history, at) => {
        const compiled = compileAgreement(history, [child], at);
        const others: readonly Partial<Question>[] = [
          { from: receiver, to: giver },
          { purpose: 'teaching' },
          { to: 3 },
          { from: 3 },
          { field: 'identity.constructor' as FieldName },
          { field: 'identity.nobody' as FieldName },
          { learnerId: 9 },
        ];
        for (const other of others) {
          expect(decide(compiled, ask(history, at, 'identity.name', other)).show).toBe('nothing');
        }
      }),
      { numRuns: 100 },
    );
  });
});

const inForce: History = (() => {
  const [document] = fc.sample(
    drawnDocument.filter(({ shares }) =>
      shares.some(({ category, grade }) => category === 'identity' && grade === 'content'),
    ),
    { numRuns: 1, seed: 4 },
  );
  if (!document) throw new Error('nothing was drawn');
  const version = versionOf(document, 1);
  const told = { version: 1, at: new Date(firstInstant), toldBy: 'a test', sha256: version.sha256 };
  const events: AgreementEvent[] = [
    { ...told, eventNo: 1, did: 'drafted' },
    { ...told, eventNo: 2, did: 'signed', party: 'council' },
    { ...told, eventNo: 3, did: 'signed', party: 'service' },
  ];
  return { agreementId: 1, versions: [version], events };
})();
const inside = new Date(Math.max(firstInstant, Date.parse(`${inForce.versions[0]?.document.startsOn}T12:00:00Z`)));
const named = Object.keys(
  inForce.versions[0]?.document.shares.find(({ category }) => category === 'identity')?.fields ?? {},
);
const field = `identity.${named[0]}` as FieldName;

describe('an agreement in force', () => {
  it('shows what it names', () => {
    expect(decide(compileAgreement(inForce, [child], inside), ask(inForce, inside, field)).grade).toBe('content');
  });

  it('is not believed when it was read too long ago', () => {
    const compiled = compileAgreement(inForce, [child], inside);
    const late = (after: number) =>
      decide(compiled, ask(inForce, inside, field, { at: inside.getTime() + after })).show;
    expect(late(freshFor - 1)).not.toBe('nothing');
    expect(late(freshFor)).toBe('nothing');
    expect(late(Number.NaN)).toBe('nothing');
  });

  it('lets out nothing of a child who is withheld, not even that the child is known', () => {
    const both = [child, withheld, { ...child, learnerId: 8 }];
    const compiled = compileAgreement(inForce, both, inside);
    expect(decide(compiled, ask(inForce, inside, field, { learnerId: 8 })).show).toBe('nothing');
    expect(decide(compiled, ask(inForce, inside, field, { learnerId: 7 })).show).not.toBe('nothing');
  });

  it('lets out nothing of a child whose case has ended, from that instant on', () => {
    const ended = { ...child, to: inside };
    const question = ask(inForce, inside, field);
    expect(decide(compileAgreement(inForce, [ended], inside), question).show).toBe('nothing');
    const before = { ...question, at: inside.getTime() - 1 };
    const then = compileAgreement(inForce, [ended], inside);
    const wasInForce = standingAt(inForce, inForce.versions[0] as never, new Date(before.at)).state === 'in-force';
    expect(decide(then, before).show === 'nothing').toBe(!wasInForce);
  });

  it('is nothing when its text was changed in the database', () => {
    const [version] = inForce.versions;
    if (!version) throw new Error('there is none');
    const altered = { ...inForce, versions: [{ ...version, canonical: version.canonical.replace('DRAWN', 'OTHER') }] };
    expect(decide(compileAgreement(altered, [child], inside), ask(altered, inside, field)).show).toBe('nothing');
  });

  it('lets a value out only whole or made coarser, and never what cannot be', () => {
    const base = { grade: 'content', because: '' } as const;
    expect(letOut({ ...base, show: 'whole' }, 'x')).toBe('x');
    expect(letOut({ ...base, show: 'degraded', degradation: 'year' }, '2011-04-05')).toBe('2011');
    expect(letOut({ ...base, show: 'degraded', degradation: 'year' }, '5 April 2011')).toBeUndefined();
    expect(letOut({ ...base, show: 'degraded' }, 'x')).toBeUndefined();
    expect(letOut({ ...base, show: 'existence' }, 'x')).toBeUndefined();
    expect(letOut({ ...base, show: 'nothing' }, 'x')).toBeUndefined();
  });
});
