import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { canonicalRow, chainedHash } from './chain.ts';
import type { Noted } from './ledger.ts';
import { openLedger } from './ledger.ts';
import { verifyLedger } from './verify.ts';

const perDay = 20;
const days = ['2026-01-14', '2026-01-15', '2026-01-16'].map(plainDate);
const [monday, tuesday, wednesday] = days as [(typeof days)[0], (typeof days)[0], (typeof days)[0]];
let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  for (const day of days) {
    const ledger = openLedger(database, { clock: stoppedClock(new Date(`${day}T10:00:00Z`)) });
    for (let at = 1; at <= perDay; at += 1) ledger.note(notedAs(at));
    await ledger.close();
  }
  // As somebody with the owner's password can.
  await database.pool.query('ALTER TABLE ledger_entry NO FORCE ROW LEVEL SECURITY');
});

/** Every column has something, and none is the same in all rows. */
function notedAs(at: number): Noted {
  const optional = at % 2 === 0 ? {} : { personId: at, organisationId: at, membershipId: at, agreementId: at };
  return {
    ...optional,
    actor: `Teacher ${at}`,
    scopeKind: 'setting',
    purpose: 'Taking registers',
    breakGlassId: at,
    action: 'read',
    route: 'GET /settings/:urn/roll',
    status: 200,
    reads: ['identity'],
    changes: ['attendance'],
    subjects: 'learners',
    learners: [at, at + 1],
    settings: [at],
    laId: at,
    trustId: at,
  };
}

/** What somebody with the owner's password does, and what is found; then it is undone. */
async function tampered(statements: string, heads?: Parameters<typeof verifyLedger>[1]) {
  const undo = await keepAll();
  try {
    await database.pool.query(statements);
    const verified = await verifyLedger(database, heads);
    return verified.findings;
  } finally {
    await undo();
  }
}

async function keepAll(): Promise<() => Promise<void>> {
  await database.pool.query(
    'CREATE TABLE IF NOT EXISTS kept_entry AS TABLE ledger_entry; CREATE TABLE IF NOT EXISTS kept_day AS TABLE ledger_day',
  );
  return async () => {
    await database.pool.query(
      'TRUNCATE ledger_entry, ledger_day; INSERT INTO ledger_entry TABLE kept_entry; INSERT INTO ledger_day TABLE kept_day',
    );
  };
}

describe('verifying the ledger', () => {
  beforeEach(async () => {
    expect(await verifyLedger(database)).toMatchObject({ found: 0, findings: [], entries: 3 * perDay, days: 3 });
  });

  it.each([
    ['who', "actor = 'Somebody else'"],
    ['a child taken out', 'learners = learners[2:2]'],
    ['all of them', "learners = '{}'"],
    ['a NULL in place of a number', 'la_id = NULL'],
    ['the time, by a microsecond', "at = at + interval '1 microsecond'"],
    ['a space at the end of a word', "purpose = purpose || ' '"],
    ['where one word ends', "scope_kind = 'settin', purpose = 'gTaking registers'"],
    ['a category moved', "reads = '{}', changes = '{identity,attendance}'"],
  ])('finds a row altered: %s', async (_what, change) => {
    const findings = await tampered(`UPDATE ledger_entry SET ${change} WHERE day = '${tuesday}' AND seq = 7`);
    expect(findings).toEqual([{ kind: 'altered', day: tuesday, seq: 7 }]);
  });

  it('finds any one bit that is flipped, in any column of any row, the hash too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: perDay }),
        fc.constantFrom(...flips),
        fc.nat(),
        async (seq, flip, bit) => {
          const findings = await tampered(
            `UPDATE ledger_entry SET ${flip(bit)} WHERE day = '${tuesday}' AND seq = ${seq}`,
          );
          expect(findings).toEqual([{ kind: 'altered', day: tuesday, seq }]);
        },
      ),
      { numRuns: 150 },
    );
  }, 120_000);

  it('finds rows deleted in the middle, and says which', async () => {
    const findings = await tampered(`DELETE FROM ledger_entry WHERE day = '${tuesday}' AND seq BETWEEN 3 AND 5`);
    expect(findings).toEqual([{ kind: 'deleted', day: tuesday, from: 3, to: 5 }]);
  });

  it('finds a tail deleted, and a whole day’s rows', async () => {
    expect(await tampered(`DELETE FROM ledger_entry WHERE day = '${wednesday}' AND seq > 18`)).toEqual([
      { kind: 'deleted', day: wednesday, from: 19, to: 20 },
    ]);
    expect(await tampered(`DELETE FROM ledger_entry WHERE day = '${tuesday}'`)).toEqual([
      { kind: 'deleted', day: tuesday, from: 1, to: 20 },
    ]);
  });

  it('finds a tail deleted with the count and head made to fit, by the day after', async () => {
    const fitted = `DELETE FROM ledger_entry WHERE day = '${tuesday}' AND seq > 18;
      UPDATE ledger_day SET count = 18, head = (SELECT hash FROM ledger_entry WHERE day = '${tuesday}' AND seq = 18) WHERE day = '${tuesday}'`;
    expect(await tampered(fitted)).toEqual([{ kind: 'day-altered', day: wednesday }]);
  });

  it('finds a day deleted with its rows', async () => {
    const statements = `DELETE FROM ledger_entry WHERE day = '${tuesday}'; DELETE FROM ledger_day WHERE day = '${tuesday}'`;
    expect(await tampered(statements)).toEqual([{ kind: 'day-deleted', after: monday, before: wednesday }]);
  });

  it('finds a day renumbered into a gap, because it does not stand on the day before', async () => {
    const statements = `DELETE FROM ledger_entry WHERE day = '${tuesday}'; DELETE FROM ledger_day WHERE day = '${tuesday}';
      UPDATE ledger_day SET number = 2 WHERE day = '${wednesday}'`;
    expect(await tampered(statements)).toEqual([{ kind: 'day-altered', day: wednesday }]);
  });

  it('finds a row inserted at the end, between, and on a day without a chain', async () => {
    const copy = (day: string, seq: string) => `INSERT INTO ledger_entry SELECT ${day}, ${seq}, at, mark, person_id,
      organisation_id, membership_id, actor, scope_kind, purpose, agreement_id, break_glass_id, action, route, status, reads,
      changes, subjects, learners, settings, la_id, trust_id, hash FROM ledger_entry WHERE day = '${tuesday}' AND seq = 4`;
    expect(await tampered(copy('day', '21'))).toEqual([{ kind: 'inserted', day: tuesday, seq: 21 }]);
    expect(await tampered(copy("'2026-01-17'", '1'))).toEqual([
      { kind: 'inserted', day: plainDate('2026-01-17'), seq: 1 },
    ]);
    const between = `UPDATE ledger_entry SET seq = seq + 100 WHERE day = '${tuesday}' AND seq > 4;
      UPDATE ledger_entry SET seq = seq - 99 WHERE day = '${tuesday}' AND seq > 100;
      ${copy('day', '5')}; UPDATE ledger_day SET count = 21 WHERE day = '${tuesday}'`;
    expect((await tampered(between))[0]).toEqual({ kind: 'altered', day: tuesday, seq: 5 });
  });

  it('finds two rows that changed places', async () => {
    const swapped = `UPDATE ledger_entry SET seq = 99 WHERE day = '${tuesday}' AND seq = 4;
      UPDATE ledger_entry SET seq = 4 WHERE day = '${tuesday}' AND seq = 9;
      UPDATE ledger_entry SET seq = 9 WHERE day = '${tuesday}' AND seq = 99`;
    const findings = await tampered(swapped);
    expect(findings).toContainEqual({ kind: 'altered', day: tuesday, seq: 4 });
    expect(findings).toContainEqual({ kind: 'altered', day: tuesday, seq: 9 });
  });

  it('finds a head or a count of a day altered', async () => {
    const flipped = `UPDATE ledger_day SET head = set_bit(head, 5, 1 - get_bit(head, 5)) WHERE day = '${wednesday}'`;
    expect(await tampered(flipped)).toEqual([{ kind: 'day-altered', day: wednesday }]);
    expect(await tampered(`UPDATE ledger_day SET count = 19 WHERE day = '${wednesday}'`)).toContainEqual({
      kind: 'inserted',
      day: wednesday,
      seq: 20,
    });
  });

  it('finds a whole chain written anew, and the last days taken out, by the heads that were published', async () => {
    const { rows } = await database.pool.query('SELECT day, count, head FROM ledger_day ORDER BY day');
    const heads = rows.map(({ day, count, head }) => ({ day, count, head: head.toString('hex') }));
    expect((await verifyLedger(database, { heads })).findings).toEqual([]);
    const last = `DELETE FROM ledger_entry WHERE day = '${wednesday}'; DELETE FROM ledger_day WHERE day = '${wednesday}'`;
    expect(await tampered(last), 'without heads it cannot be known').toEqual([]);
    expect(await tampered(last, { heads })).toEqual([{ kind: 'head-differs', day: wednesday, count: 20 }]);
    const anew = await rewritten();
    expect(await tampered(anew), 'without heads it cannot be known').toEqual([]);
    expect(await tampered(anew, { heads })).toEqual([{ kind: 'head-differs', day: wednesday, count: 20 }]);
  });

  it('looks at the days asked for alone, and knows on what the first of them stands', async () => {
    const altered = `UPDATE ledger_entry SET actor = 'x' WHERE day = '${monday}' AND seq = 1`;
    expect(await tampered(altered, { from: tuesday })).toEqual([]);
    expect(await tampered(altered, { to: monday })).toHaveLength(1);
    expect(await verifyLedger(database, { from: tuesday, to: tuesday })).toMatchObject({ entries: perDay, days: 1 });
  });
});

/** One bit of a column, by what PostgreSQL can do to each kind of it. */
const flips: readonly ((bit: number) => string)[] = [
  ...['person_id', 'organisation_id', 'membership_id', 'agreement_id', 'break_glass_id', 'la_id', 'trust_id'].map(
    (column) => (bit: number) =>
      `${column} = CASE WHEN ${column} IS NULL THEN 0 ELSE ${column} # ${1 << (bit % 30)} END`,
  ),
  (bit) => `status = status # ${1 << (bit % 14)}`,
  (bit) => `at = at + interval '${2 ** (bit % 40)} microseconds'`,
  (bit) =>
    `mark = overlay(mark::text placing CASE WHEN substr(mark::text, ${36 - (bit % 12)}, 1) = '0' THEN '1' ELSE '0' END from ${36 - (bit % 12)})::uuid`,
  ...['actor', 'scope_kind', 'purpose', 'route'].map(
    (column) => (bit: number) =>
      `${column} = overlay(${column} placing chr(ascii(substr(${column}, 1 + ${bit} % length(${column}), 1)) # 1) from 1 + ${bit} % length(${column}))`,
  ),
  () => `action = 'list'`,
  () => `subjects = 'area'`,
  () => `reads = '{voice}'`,
  () => `changes = changes || '{identity}'`,
  (bit) => `learners[2] = learners[2] # ${1 << (bit % 30)}`,
  (bit) => `settings[1] = settings[1] # ${1 << (bit % 30)}`,
  (bit) => `hash = set_bit(hash, ${bit % 256}, 1 - get_bit(hash, ${bit % 256}))`,
];

/** The last day with one row altered, and every hash after it computed again, as only somebody with the program could. */
async function rewritten(): Promise<string> {
  const { rows } = await database.pool.query(
    `SELECT d.opening, e.seq, e.at, e.mark FROM ledger_entry AS e JOIN ledger_day AS d USING (day) WHERE day = '${wednesday}' ORDER BY seq`,
  );
  let head: Buffer = rows[0].opening;
  const statements = rows.map(({ seq, at, mark }) => {
    const actor = seq === 12 ? 'Nobody' : `Teacher ${seq}`;
    head = chainedHash(head, canonicalRow({ day: wednesday, seq, note: { ...notedAs(seq), actor, at, mark } }));
    return `UPDATE ledger_entry SET actor = '${actor}', hash = '\\x${head.toString('hex')}' WHERE day = '${wednesday}' AND seq = ${seq}`;
  });
  return [...statements, `UPDATE ledger_day SET head = '\\x${head.toString('hex')}' WHERE day = '${wednesday}'`].join(
    ';',
  );
}
