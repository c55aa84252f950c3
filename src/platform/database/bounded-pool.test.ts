import { beforeAll, describe, expect, it } from 'vitest';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { BoundedPool } from './bounded-pool.ts';
import type { Database } from './pool.ts';

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});

function poolOfOne(patience: number): BoundedPool {
  const { password, ...options } = database.pool.options;
  return new BoundedPool({
    ...options,
    password: database.pool.options.password,
    max: 1,
    connectionTimeoutMillis: patience,
  });
}

const code = (reason: unknown): string => (reason instanceof ProblemError ? reason.problem.code : String(reason));
const ask = (pool: BoundedPool): Promise<string> => pool.query('SELECT 1').then(() => 'answered', code);

describe('a pool whose connections are all taken', () => {
  it('lets a hundred wait for each, refuses whoever comes then, and answers all who waited', async () => {
    const pool = poolOfOne(30_000);
    const held = await pool.connect();
    const waiting = Array.from({ length: 100 }, () => ask(pool));
    expect([await ask(pool), await pool.connect().then(() => 'lent', code)]).toEqual([
      'connections-busy',
      'connections-busy',
    ]);
    held.release();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['answered']));
    expect(await ask(pool)).toBe('answered');
    await pool.end();
  });

  it('says the same to whoever has waited too long', async () => {
    const pool = poolOfOne(200);
    const held = await pool.connect();
    expect([await ask(pool), await pool.connect().then(() => 'lent', code)]).toEqual([
      'connections-busy',
      'connections-busy',
    ]);
    held.release();
    await pool.end();
  });
});
