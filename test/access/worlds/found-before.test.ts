import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { freshDatabase } from '../../database/fresh-database.ts';
import { askingOf } from './ask-pages.ts';
import type { Compared } from './compare.ts';
import { compareWorlds, noTally } from './compare.ts';
import { removeWorlds } from './enter-worlds.ts';
import type { SetClock } from './run-worlds.ts';
import { programOver, serverAt, setClock } from './run-worlds.ts';
import type { World } from './world.ts';

const now = new Date('2026-01-15T10:00:00Z');
const today = plainDate('2026-01-15');
const always = { from: addDays(today, -30), to: null } as const;
const whole = { category: 'identity', how: 'whole' } as const;

let database: Database;
let clock: SetClock;
let app: RouteServer;
let program: Compared;
let number = 0;

beforeAll(async () => {
  database = await freshDatabase();
  clock = setClock();
  clock.set(now);
  app = await serverAt(database, clock);
  program = await programOver(database, askingOf(app));
});
afterAll(() => app.close());

/** A head of the first of two schools, where a child is on both rolls. */
function world(more: Partial<World>): World {
  return {
    now,
    today,
    yearStart: plainDate('2025-09-01'),
    settings: [
      { la: 0, trust: 0, nation: 0 },
      { la: 0, trust: 0, nation: 0 },
    ],
    learners: [{ homeLa: 0 }],
    enrolments: [
      { learner: 0, setting: 0, class: '4A', yearGroup: 4, ...always },
      { learner: 0, setting: 1, class: '5A', yearGroup: 5, ...always },
    ],
    organisations: [
      { kind: 'setting', setting: 0, la: 0, trust: null, nation: 0 },
      { kind: 'social-care', setting: null, la: 0, trust: null, nation: null },
      { kind: 'local-authority', setting: null, la: 0, trust: null, nation: null },
      { kind: 'local-authority', setting: null, la: 1, trust: null, nation: null },
    ],
    persons: [{ closed: null, learner: null }],
    memberships: [
      { person: 0, organisation: 0, role: 'head', classes: [], yearGroups: [], ended: null, ...always },
      { person: 0, organisation: 1, role: 'social-worker', classes: [], yearGroups: [], ended: null, ...always },
    ],
    teams: [],
    guardians: [],
    rules: [],
    contacts: [],
    agreements: [],
    glasses: [],
    decisions: [],
    requests: [],
    ...more,
  };
}

async function disagreements(one: World): Promise<readonly string[]> {
  number += 1;
  await removeWorlds(database, program.catalogue.tables);
  const found = await compareWorlds(program, [{ number, world: one }], noTally());
  return found.map(({ layer, what }) => `${layer}: ${what}`);
}

const agreement = {
  purpose: 'social-care',
  giver: 2,
  receiver: 1,
  starts: always.from,
  ends: today,
  review: today,
  deeds: (['giver', 'receiver'] as const).map(
    (by) => ({ did: 'signed', by, at: new Date('2026-01-01T00:00:00Z'), nextReview: null, sameText: true }) as const,
  ),
  named: [],
} as const satisfies Partial<World['agreements'][number]>;
const worker = { as: 'member', person: 0, membership: 1, steppedUp: null, agreement: 0, glass: null } as const;

describe('what random worlds found', () => {
  it('a cohort’s child is seen whole at every setting of the agreement, though in the group at one alone', async () => {
    const shares = [whole, { category: 'attendance', how: 'whole' } as const];
    const cohort = { ...agreement, shares, subjects: { kind: 'cohort', settings: [0, 1], yearGroups: [4] } } as const;
    const asks = { ...worker, purpose: 'social-care' } as const;
    expect(await disagreements(world({ agreements: [cohort], decisions: [asks] }))).toEqual([]);
  });

  it('an agreement’s page is shown for the purpose that was signed in for, and for no other', async () => {
    const area = { ...agreement, shares: [whole], subjects: { kind: 'area', la: 0 } } as const;
    const decisions = (['social-care', 'safeguarding'] as const).map((purpose) => ({ ...worker, purpose }));
    const requests = [0, 1].map(
      (decision) => ({ decision, route: 'agreement-page', enrolment: 0, la: 0, agreement: 0 }) as const,
    );
    expect(await disagreements(world({ agreements: [area], decisions, requests }))).toEqual([]);
  });

  it.each([
    ['a whole area, by a school of it', 0, { kind: 'area', la: 0 }],
    ['a whole area, by another authority', 3, { kind: 'area', la: 0 }],
    ['a setting, by another setting', 0, { kind: 'settings', settings: [1] }],
    ['a setting, by another authority', 3, { kind: 'settings', settings: [0, 1] }],
    ['a child of a case, by an authority where they are not', 3, { kind: 'case' }],
    ['a child of a case, by a school, at another school', 0, { kind: 'case' }],
  ] as const)('nobody gives what is not theirs: %s', async (_, giver, subjects) => {
    const named = [{ learner: 0, by: 'case', entered: new Date('2026-01-02T00:00:00Z'), ended: null }] as const;
    const given = { ...agreement, giver, shares: [whole], subjects, named } as const;
    const asks = { ...worker, purpose: 'social-care' } as const;
    const requests = [{ decision: 0, route: 'agreement-page', enrolment: 0, la: 0, agreement: 0 }] as const;
    expect(await disagreements(world({ agreements: [given], decisions: [asks], requests }))).toEqual([]);
  });

  it('a head whose role ends within the hour still sees who has looked', async () => {
    const ended = new Date(now.getTime() + 3_600_000);
    const one = world({
      decisions: [{ ...worker, membership: 0, purpose: 'leadership', agreement: null }],
      requests: [{ decision: 0, route: 'who-looked', enrolment: 0, la: 0, agreement: 0 }],
    });
    const ending = one.memberships.map((membership) => ({ ...membership, ended }));
    expect(await disagreements({ ...one, memberships: ending })).toEqual([]);
  });

  it('a head is shown who has looked at children of the own roll, and of no other by an agreement', async () => {
    const settings = { ...agreement, giver: 2, receiver: 0, purpose: 'leadership', shares: [whole] } as const;
    const one = world({
      enrolments: [{ learner: 0, setting: 1, class: '5A', yearGroup: 5, ...always }],
      agreements: [{ ...settings, subjects: { kind: 'settings', settings: [1] } }],
      decisions: [{ ...worker, membership: 0, purpose: 'leadership' }],
      requests: [{ decision: 0, route: 'who-looked', enrolment: 0, la: 0, agreement: 0 }],
    });
    expect(await disagreements(one)).toEqual([]);
  });
});
