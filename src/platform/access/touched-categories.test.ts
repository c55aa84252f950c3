import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeColumns } from '#platform/database/data-dictionary.ts';
import type { Database } from '#platform/database/pool.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import type { Category } from './categories.ts';
import { keepingRegisters } from './categories.ts';
import { inScope } from './in-scope.ts';
import type { SettingScope } from './scope.ts';
import { tableHolds } from './table-categories.ts';
import { touchedBy } from './touched-categories.ts';
import type { Trail } from './trail.ts';

describe('the categories a statement touches', () => {
  it.each([
    ['SELECT * FROM learner WHERE learner_id = $1', ['identity'], []],
    ['select "surname" from "learner" as "l" inner join "characteristic" on true', ['identity', 'characteristics'], []],
    ['SELECT 1 FROM setting, register WHERE true', ['attendance'], []],
    ['SELECT (SELECT count(*) FROM ONLY public.amendment)', ['attendance'], []],
    ['TABLE learner', ['identity'], []],
    ['WITH w AS (SELECT * FROM period_total) SELECT * FROM w', ['totals'], []],
    ['COPY (SELECT marks FROM register) TO STDOUT (FORMAT binary)', ['attendance'], []],
    ['COPY learner TO STDOUT', ['identity'], []],
    ['COPY learner (surname) FROM STDIN', [], ['identity']],
    [
      'INSERT INTO register (marks) VALUES ($1) ON CONFLICT DO UPDATE SET version = register.version + 1',
      [],
      ['attendance'],
    ],
    ['INSERT INTO characteristic SELECT * FROM enrolment', ['identity'], ['characteristics']],
    ['DELETE FROM ONLY part_time_plan USING learner WHERE true', ['identity'], ['attendance']],
    ['UPDATE enrolment SET class = $1', [], ['identity']],
    ['SELECT * FROM register FOR UPDATE', ['attendance'], []],
    ["SELECT 'learner', name FROM setting -- not of a learner\n/* nor a register */", [], []],
    ['SELECT register_entry.at FROM register_entry', ['attendance'], []],
    ['SELECT name FROM person', [], []],
    ['BEGIN', [], []],
  ])('%s', (statement, read, changed) => {
    expect(touchedBy(statement)).toEqual({ read, changed });
    expect(touchedBy(statement), 'when it is remembered').toEqual({ read, changed });
  });
});

describe('a transaction under a scope with a trail', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
  });

  function watched(): { readonly scope: SettingScope; readonly noted: Category[] } {
    const noted: Category[] = [];
    const trail: Trail = {
      mayTouch: () => undefined,
      touched: ({ read, changed }) => void noted.push(...read, ...changed),
      about: () => undefined,
      within: () => undefined,
    };
    const asker = { ...keepingRegisters, actor: 'a test', purpose: 'to test', trail };
    return { scope: { kind: 'setting', settings: [1], ...asker }, noted };
  }

  it('notes what a builder, a text, a named statement and a COPY ask, and nothing after it is over', async () => {
    const { scope, noted } = watched();
    await inScope(database, scope, async (scoped) => {
      await scoped.selectFrom('enrolment').select('surname').execute();
      await scoped.client.query('SELECT 1 FROM characteristic');
      await scoped.client.query({ name: 'one', text: 'SELECT 1 FROM period_total' });
    });
    const trust = { ...scope, kind: 'trust', trustId: 1 } as const;
    // COPY cannot be pipelined, and only a setting's connections are.
    await inScope(database, { ...trust, changes: [] }, async ({ client }) => {
      const rows = client.query(copyTo('COPY (SELECT 1 FROM register) TO STDOUT'));
      await pipeline(rows, async (source) => void (await Readable.from(source).toArray()));
    });
    expect(noted).toEqual(['identity', 'characteristics', 'totals', 'attendance']);
    const { noted: other, scope: next } = watched();
    await inScope(database, { ...next, trail: undefined }, ({ client }) => client.query('SELECT 1 FROM enrolment'));
    expect([noted.length, other]).toEqual([4, []]);
  });

  it('sends nothing when the ledger cannot be written', async () => {
    const { scope, noted } = watched();
    const trail: Trail = {
      ...(scope.trail as Trail),
      mayTouch: () => {
        throw new Error('cannot be written');
      },
    };
    const asked: string[] = [];
    const refused = inScope(database, { ...scope, trail }, async () => asked.push('asked'));
    await expect(refused).rejects.toThrow('cannot be written');
    expect([asked, noted]).toEqual([[], []]);
  });

  it('can tell tables from columns: none is named like a table about children', async () => {
    const columns = await describeColumns(database.pool);
    const about = Object.entries(tableHolds).filter(([, holds]) => holds !== 'people');
    const tables = new Set(about.map(([table]) => table));
    expect(columns.filter(({ column }) => tables.has(column))).toEqual([]);
  });
});
