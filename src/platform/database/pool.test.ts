import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import type { Database } from './pool.ts';
import { inTransaction, openDatabase } from './pool.ts';
import type { NewRow } from './schema.ts';

const nowhere = { dataFolder: '/nonexistent', notify: () => undefined };
const england: NewRow<'area'> = { area_id: 1, kind: 'nation', name: 'England', source: 'test', verified: true };

describe('what columns become', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
  });

  it('keeps a day as text, whatever the time zone', async () => {
    const { rows } = await sql`SELECT date '2024-03-31' AS day, ARRAY[date '2024-08-19', NULL] AS days`.execute(
      database,
    );
    expect(rows).toEqual([{ day: '2024-03-31', days: ['2024-08-19', null] }]);
  });

  it('reads bigints as numbers and refuses one that would be rounded', async () => {
    const { rows } = await sql`SELECT 9007199254740991::bigint AS most, ARRAY[1, NULL]::bigint[] AS some`.execute(
      database,
    );
    expect(rows).toEqual([{ most: Number.MAX_SAFE_INTEGER, some: [1, null] }]);
    await expect(sql`SELECT 9007199254740992::bigint AS more`.execute(database)).rejects.toThrow(/too large/);
  });

  it('reads arrays of double precision exactly', async () => {
    const { rows } = await sql`
      SELECT ARRAY[0.1, NULL, 1e300, '-0', 'NaN']::float8[] AS numbers, '{}'::float8[] AS none`.execute(database);
    expect(rows).toEqual([{ numbers: [0.1, null, 1e300, -0, Number.NaN], none: [] }]);
  });

  it('gives typed rows', async () => {
    await database
      .insertInto('area')
      .values({ ...england, valid_from: plainDate('1927-01-01') })
      .execute();
    const row = await database.selectFrom('area').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ area_id: 1, valid_from: '1927-01-01', valid_to: null, parent_id: null });
  });
});

describe('a unit of work', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  const areas = () => database.selectFrom('area').select('area_id').execute();

  it('commits typed queries and raw ones together', async () => {
    const outcome = await inTransaction(database, async (transaction) => {
      await transaction.insertInto('area').values(england).execute();
      await transaction.client.query("INSERT INTO area_code (area_id, scheme, code) VALUES (1, 'gss', 'E92000001')");
      return 'done';
    });
    expect(outcome).toBe('done');
    expect(await areas()).toHaveLength(1);
  });

  it('undoes everything when the work throws, and goes on working', async () => {
    const work = inTransaction(database, async (transaction) => {
      await transaction
        .insertInto('area')
        .values({ ...england, area_id: 2 })
        .execute();
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await areas()).toHaveLength(1);
  });

  it('gives back its connections', async () => {
    const works = Array.from({ length: 40 }, (_, index) =>
      inTransaction(database, (transaction) => sql`SELECT ${index}::int`.execute(transaction)),
    );
    expect(await Promise.all(works)).toHaveLength(40);
    expect(database.pool.waitingCount).toBe(0);
  });
});

describe('a connection that dies', () => {
  it('fails its own transaction and nothing else', async () => {
    const database = await freshDatabase();
    const work = inTransaction(database, async ({ client }) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await setTimeout(50);
      await client.query('SELECT 1');
    });
    await expect(work).rejects.toThrow();
    expect((await sql`SELECT 1 AS one`.execute(database)).rows).toEqual([{ one: 1 }]);
  });
});

describe('a database that cannot be opened', () => {
  const problemAt = async (databaseUrl: string) => {
    const opened = await openDatabase({ ...nowhere, databaseUrl });
    return opened.ok ? undefined : opened.failure;
  };

  it('refuses what is no address, without repeating it', async () => {
    const problem = await problemAt('mysql://root:secret@localhost/headwater');
    expect(problem?.code).toBe('database-url-invalid');
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it('says that nothing answers', async () => {
    expect(await problemAt('postgresql://nobody@127.0.0.1:1/headwater')).toMatchObject({
      code: 'database-unreachable',
    });
  });

  it('says that the host is unknown', async () => {
    const problem = await problemAt('postgresql://nobody@no-such-host.invalid/headwater');
    expect(problem?.code).toBe('database-host-unknown');
  });
});

describe('a server that is too old', () => {
  it('is refused, saying which version it is', async () => {
    const server = createServer((socket) =>
      socket.on('data', (message) => socket.write(answerAsVersion(140_011, message))),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const opened = await openDatabase({ ...nowhere, databaseUrl: `postgresql://me@127.0.0.1:${port}/headwater` });
    expect(opened).toMatchObject({ ok: false, failure: { code: 'database-too-old' } });
    expect(opened.ok ? '' : opened.failure.message).toContain('14.11');
    server.close();
  });
});

/** Just enough of PostgreSQL's wire protocol (version 3.0, message formats) to answer one query with one number. */
function answerAsVersion(version: number, message: Buffer): Buffer {
  const ready = frame('Z', Buffer.from('I'));
  // Only the first message has no kind: it begins with its length, whose first byte is 0.
  if (message[0] === 0) return Buffer.concat([frame('R', Buffer.alloc(4)), ready]);
  if (message.toString('latin1', 0, 1) !== 'Q') return Buffer.alloc(0);
  const column = Buffer.concat([Buffer.from('version\0'), Buffer.alloc(18)]);
  column.writeInt32BE(23, 'version\0'.length + 6);
  const text = Buffer.from(String(version));
  const counted = (rest: Buffer) => Buffer.concat([Buffer.from([0, 1]), rest]);
  const length = Buffer.from([0, 0, 0, text.length]);
  return Buffer.concat([
    frame('T', counted(column)),
    frame('D', counted(Buffer.concat([length, text]))),
    frame('C', Buffer.from('SELECT 1\0')),
    ready,
  ]);
}

function frame(kind: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(kind), length, body]);
}
