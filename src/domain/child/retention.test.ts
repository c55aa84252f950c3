import { beforeEach, describe, expect, it } from 'vitest';
import { verifyRegisters } from '#domain/register/verify.ts';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import type { SmallFamily } from '../../../test/families/small-family.ts';
import { enterRule, headScope, makeUpFamily, takeRegisters } from '../../../test/families/small-family.ts';
import { madeUpPlaces } from '../../../test/registers/made-up-setting.ts';
import { makeUpArea, makeUpSchool } from '../../../test/registers/small-school.ts';
import { keysDigest, runRetention } from './retention.ts';
import { lastDayDue, lastYearDue, retentionSchedules } from './retention-schedules.ts';
import { insertHold, proofsOf } from './retention-store.ts';

const clock = stoppedClock(new Date('2032-09-02T03:00:00Z'));
const due = plainDate('2032-09-01');
let database: Database;
let family: SmallFamily;

beforeEach(async () => {
  database = await freshDatabase();
  await makeUpArea(database);
  family = await makeUpFamily(database, await makeUpSchool(database, 1, 30));
  await takeRegisters(database, family);
});

const run = (mode: 'delete' | 'rehearse', asAt = due) => runRetention({ database, clock }, { asAt, mode });

/** How many rows each table has. */
async function counts(...tables: readonly string[]): Promise<Readonly<Record<string, number>>> {
  return await inScope(database, steward('verify'), async ({ client }) => {
    const found: Record<string, number> = {};
    for (const table of tables) {
      const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
      found[table] = rows[0]?.n ?? 0;
    }
    return found;
  });
}

const registerTables = [
  'register',
  'amendment',
  'register_total',
  'period_total',
  'learner_total',
  'setting_roll',
] as const;

async function hold(learnerId: number | null, heldUntil: string | null = null): Promise<void> {
  const { laId, trustId } = madeUpPlaces;
  await inScope(database, headScope(1), (scoped) =>
    insertHold(scoped, {
      settingId: 1,
      learnerId,
      reason: 'A claim before the tribunal',
      heldFrom: plainDate('2026-01-01'),
      heldUntil: heldUntil === null ? null : plainDate(heldUntil),
      enteredBy: 'the head',
      laId,
      trustId,
      now: clock.now(),
    }),
  );
}

describe('when something is due', () => {
  it.each([
    ['2032-08-31', 2024],
    ['2032-09-01', 2025],
    ['2033-01-15', 2025],
  ])('on %s the last year of registers to go is %i', (asAt, year) => {
    expect(lastYearDue(plainDate(asAt))).toBe(year);
  });

  it('is counted back in years from the day', () => {
    expect(lastDayDue('roll', plainDate('2032-09-01'))).toBe('2026-08-31');
    expect(lastDayDue('contacts', plainDate('2028-02-29'))).toBe('2027-02-27');
  });

  it('is said with its source, and what was not checked says so', () => {
    const registers = retentionSchedules.filter(({ verified }) => verified).map(({ name, years }) => [name, years]);
    expect(registers).toEqual([['registers', 6]]);
    for (const { source } of retentionSchedules) expect(source).not.toBe('');
  });
});

describe('registers', () => {
  it('are deleted by whole years with all their totals, and what stays adds up', async () => {
    expect((await run('delete', plainDate('2032-08-31'))).filter(({ rule }) => rule === 'registers')).toEqual([]);
    expect(await counts('register')).toEqual({ register: 2 });
    const done = await run('delete');
    expect(await counts(...registerTables)).toEqual(Object.fromEntries(registerTables.map((table) => [table, 0])));
    const verified = await verifyRegisters(database, { threads: 1, interrupted: new AbortController().signal });
    expect(verified).toMatchObject({ found: 0, registers: 0 });
    expect(done.find(({ rule }) => rule === 'registers')).toMatchObject({ settingId: 1, span: '2025/26' });
  });

  it('that are kept add up beside those that were deleted', async () => {
    await inScope(database, steward('load'), ({ client }) =>
      client.query(
        `INSERT INTO setting_roll SELECT setting_id, 2020, 1, base, 0, '', '', la_id, trust_id FROM setting_roll`,
      ),
    );
    await run('delete', plainDate('2027-09-01'));
    expect(await counts('setting_roll', 'register')).toEqual({ setting_roll: 1, register: 2 });
    const verified = await verifyRegisters(database, { threads: 1, interrupted: new AbortController().signal });
    expect(verified).toMatchObject({ found: 0, registers: 2 });
  });

  it('leave a proof: rows, and a digest that whoever has the keys can check', async () => {
    await run('delete');
    const proofs = await inScope(database, headScope(1), (scoped) => proofsOf(scoped, 1));
    expect(proofs.find(({ table }) => table === 'register')).toMatchObject({
      rows: 2,
      keysSha256: keysDigest(['1/2026-01-13/1', '1/2026-01-13/2']),
      span: '2025/26',
      deletedBy: 'headwater retention run',
    });
    expect(proofs.map(({ rule }) => rule).join()).toContain('source checked');
    // A second run finds nothing more to do, and proves nothing twice.
    expect(await run('delete')).toEqual([]);
  });

  it('are rehearsed without a row being lost, and come to the same', async () => {
    const before = await counts(...registerTables, 'enrolment', 'deletion_proof');
    const rehearsed = await run('rehearse');
    expect(await counts(...registerTables, 'enrolment', 'deletion_proof')).toEqual(before);
    const years = (pieces: typeof rehearsed) => pieces.filter(({ rule }) => rule === 'registers');
    expect(years(rehearsed)).toEqual(years(await run('delete')));
  });
});

describe('a hold', () => {
  it('of a setting wins over every schedule', async () => {
    await hold(null);
    const done = await run('delete', plainDate('2060-01-01'));
    expect(done.flatMap(({ proofs }) => proofs)).toEqual([]);
    expect(done[0]?.heldBecause).toBe('A hold on the setting: A claim before the tribunal');
    expect(await counts('register', 'contact_detail')).toEqual({ register: 2, contact_detail: 4 });
  });

  it('of one child keeps the whole years of registers the child is in, and everything of the child', async () => {
    await hold(family.learnerId);
    const done = await run('delete', plainDate('2060-01-01'));
    expect(done[0]?.heldBecause).toBe('A hold on a child who is in these registers');
    expect(await counts('register', 'contact_detail', 'guardian')).toEqual({
      register: 2,
      contact_detail: 4,
      guardian: 2,
    });
  });

  it('ends with its last day', async () => {
    await hold(null, '2032-08-31');
    expect((await run('delete')).filter(({ rule }) => rule === 'registers')[0]?.heldBecause).toBeUndefined();
    expect(await counts('register')).toEqual({ register: 0 });
  });
});

describe('what hangs on children', () => {
  it('who left goes once their registers are gone, with the child of whom nothing is left; the others stay', async () => {
    const before = await counts('enrolment', 'learner');
    const done = await run('delete');
    const roll = done.find(({ rule }) => rule === 'roll');
    // The one of 4B who left in December 2025: slot 30.
    expect(roll?.proofs.find(({ table }) => table === 'enrolment')).toMatchObject({
      rows: 1,
      keysSha256: keysDigest(['1/30']),
    });
    const { enrolment = 0, learner = 0 } = before;
    expect(await counts('enrolment', 'learner')).toEqual({ enrolment: enrolment - 1, learner: learner - 1 });
  });

  it('protects until the 25th birthday, and not a day longer', async () => {
    await enterRule(database, family, { withholds: 'whereabouts' });
    await run('delete', plainDate('2041-12-01'));
    expect(await counts('contact_rule', 'guardian')).toEqual({ contact_rule: 1, guardian: 2 });
    await run('delete', plainDate('2041-12-02'));
    expect(await counts('contact_rule', 'guardian')).toEqual({ contact_rule: 0, guardian: 0 });
  });

  it('closes the accounts of those who left a year ago, and of their adults, and of nobody who has a child here', async () => {
    const closed = async () => {
      const { rows } = await inScope(database, steward('verify'), ({ client }) =>
        client.query<{ name: string }>('SELECT name FROM person WHERE closed_at IS NOT NULL ORDER BY name'),
      );
      return rows.map(({ name }) => name);
    };
    await inScope(database, steward('load'), async ({ client }) => {
      await client.query({
        text: "UPDATE learner_enrolment SET left_on = '2026-07-20' WHERE learner_id = $1",
        values: [family.learnerId],
      });
      // The father brings up another child too, who is still here.
      await client.query({
        text: `INSERT INTO guardian (learner_id, person_id, relationship, parental_responsibility, valid_from, entered_at, entered_by)
               SELECT e.learner_id, $2, 'father', true, '2020-01-01', '2025-09-01T09:00:00Z', 'a test'
                 FROM learner_enrolment AS e WHERE e.learner_id <> $1 AND e.left_on IS NULL LIMIT 1`,
        values: [family.learnerId, family.father],
      });
    });
    await run('delete', plainDate('2027-07-20'));
    expect(await closed()).toEqual([]);
    const done = await run('delete', plainDate('2027-07-21'));
    expect(await closed()).toEqual(['Amina Abara', 'Imogen Quillfeather']);
    expect(done.find(({ rule }) => rule === 'accounts')?.proofs).toMatchObject([
      { table: 'person (closed)', rows: 2, keysSha256: keysDigest([String(family.mother), String(family.child)]) },
    ]);
  });

  it('forgets sign-ins and held forms whose time is over, with a proof, and keeps those that hold', async () => {
    await inScope(database, steward('load'), async ({ client }) => {
      for (const [serial, day] of ['2026-01-13', '2026-01-15'].entries()) {
        await client.query({
          text: `INSERT INTO sign_in_session (token_hash, person_id, via, organisation_claims, signed_in_at, expires_at, last_seen_at, device)
                 VALUES ($1, $2, 'a test', '{}', $3, $3, $3, 'a test')`,
          values: [Buffer.alloc(32, serial), family.mother, `${day}T10:00:00Z`],
        });
        await client.query({
          text: `INSERT INTO held_form (key_hash, person_id, sealed, held_at, expires_at) VALUES ($1, $2, '', $3, $3)`,
          values: [Buffer.alloc(32, serial), family.mother, `${day}T10:00:00Z`],
        });
      }
    });
    const done = await run('delete', plainDate('2026-01-15'));
    expect(await counts('sign_in_session', 'held_form')).toEqual({ sign_in_session: 1, held_form: 1 });
    const proofs = done.find(({ rule }) => rule === 'sign-ins')?.proofs ?? [];
    expect(proofs.map(({ table, rows }) => [table, rows])).toEqual([
      ['held_form', 1],
      ['sign_in_session', 1],
    ]);
  });
});
