import { beforeAll, describe, expect, it } from 'vitest';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { AreaScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { serveAs } from '../../../test/access/serve-as.ts';
import { freshDatabase } from '../../../test/database/fresh-database.ts';
import { madeUpPlaces } from '../../../test/registers/made-up-setting.ts';
import { makeUpArea, makeUpSchool } from '../../../test/registers/small-school.ts';
import type { ChildrenAsked } from './children-list-store.ts';
import { areaChildren, childrenOfArea, childrenOfPage } from './children-list-store.ts';
import type { Enrolment } from './model.ts';

const { laId } = madeUpPlaces;
const today = plainDate('2026-01-15');
const scope: AreaScope = {
  kind: 'area',
  laId,
  categories: ['identity'],
  changes: [],
  actor: 'An officer',
  purpose: 'to see who misses education, and help',
};
let database: Database;
let ask: Awaited<ReturnType<typeof serveAs>>;

beforeAll(async () => {
  database = await freshDatabase();
  await makeUpArea(database);
  await makeUpSchool(database, 1, 60);
  await makeUpSchool(database, 2, 12);
  const code = { area_id: laId, scheme: 'gss', code: 'X99000001' } as const;
  await database.insertInto('area_code').values(code).execute();
  ask = await serveAs(database, {
    officer: scope,
    elsewhere: { ...scope, laId: laId + 1 },
    totals: { ...scope, categories: ['totals'] },
    trust: { ...scope, kind: 'trust', trustId: madeUpPlaces.trustId },
  });
});

async function listed(asked: Partial<ChildrenAsked>, as = scope) {
  return await inScope(database, as, (scoped) => childrenOfArea(scoped, { name: '', ...asked }, today));
}

/** Every page one after another. */
async function everybody(asked: Partial<ChildrenAsked>) {
  const all: Enrolment[] = [];
  let page = await listed(asked);
  for (;;) {
    all.push(...page.slice(0, childrenOfPage));
    const last = page[childrenOfPage - 1];
    if (page.length <= childrenOfPage || !last) return all;
    page = await listed({ ...asked, after: last });
  }
}

describe('the children of an area', () => {
  it('are listed by name, page after page, each once, on roll that day', async () => {
    const all = await everybody({});
    const stored = await inScope(database, steward('verify'), (scoped) =>
      scoped.selectFrom('enrolment').selectAll().where('left_on', 'is', null).execute(),
    );
    const key = (one: { surname: string; givenName: string }) => `${one.surname}, ${one.givenName}`.toLowerCase();
    expect(all.map(key)).toEqual(all.map(key).toSorted());
    const placed = (settingId: number, slot: number) => `${settingId} ${slot}`;
    expect(new Set(all.map((one) => placed(one.settingId, one.slot)))).toEqual(
      new Set(stored.map((one) => placed(one.setting_id, one.slot))),
    );
    expect(all).toHaveLength(stored.length);
  });

  it('are found by the beginning of a name in any letters, by year group, setting and class', async () => {
    expect(new Set((await everybody({ name: 'aB' })).map(({ surname }) => surname))).toEqual(new Set(['Abara']));
    expect(new Set((await everybody({ name: 'Abara, b' })).map(({ givenName }) => givenName))).toEqual(
      new Set(['Ben']),
    );
    expect(await everybody({ name: 'bara' })).toEqual([]);
    expect(await everybody({ name: '%' })).toEqual([]);
    expect(await everybody({ yearGroup: 9 })).toEqual([]);
    const ofClass = await everybody({ settingId: 2, class: '5K' });
    expect(ofClass).toHaveLength(3);
    expect(ofClass.every((one) => one.settingId === 2 && one.class === '5K')).toBe(true);
    expect((await everybody({ settingId: 2 })).every(({ settingId }) => settingId === 2)).toBe(true);
  });

  it('are nobody of another area, and nobody without identity', async () => {
    expect(await listed({}, { ...scope, laId: laId + 1 })).toEqual([]);
    expect(await listed({}, { ...scope, categories: ['totals', 'attendance'] })).toEqual([]);
  });

  it('are looked up in an index under row-level security, and not filtered row by row', async () => {
    const after = (await listed({})).at(-2);
    for (const [asked, looked] of [
      [{}, /Index Cond: \(\(?la_id = /],
      [{ name: 'ab', yearGroup: 4 }, /Index Cond: \(.*la_id = .*name_key >= .*name_key < /],
      [{ after }, /Index Cond: \(.*la_id = .*ROW\(name_key, setting_id, slot\) > /],
      [{ settingId: 2 }, /Index Cond: \(.*setting_id = /],
    ] as const) {
      const plan = await inScope(database, scope, async (scoped) => {
        const { sql: text, parameters } = (await areaChildren(scoped, { name: '', ...asked }, today)).compile(scoped);
        // A test’s tables are so small that reading them whole is cheaper.
        await scoped.client.query('SET LOCAL enable_seqscan = off');
        const { rows } = await scoped.client.query({ text: `EXPLAIN ${text}`, values: [...parameters] });
        return rows.map((row) => String(row['QUERY PLAN'])).join('\n');
      });
      expect(plan).toMatch(looked);
    }
  });

  it('are answered to programs and on a page, whose address of the next page holds no name', async () => {
    const first = await ask({ as: 'officer', url: '/api/v1/areas/X99000001/children?year=4' });
    expect(first.status).toBe(200);
    const document = JSON.parse(first.body);
    expect(document.children).toHaveLength(childrenOfPage);
    expect(document).toMatchObject({ asAt: today, next: expect.stringMatching(/^\d+-\d+$/) });
    expect(document.children[0]).toMatchObject({ setting: expect.stringMatching(/^Setting/), surname: 'Abara' });
    const second = await ask({ as: 'officer', url: `/api/v1/areas/X99000001/children?after=${document.next}` });
    expect(JSON.parse(second.body).next).toBeNull();
    const page = await ask({ as: 'officer', url: '/areas/X99000001/children?setting=990001&class=4B' });
    expect(page.status).toBe(200);
    expect(page.body).toContain('You see this as An officer');
    expect(page.body).toMatch(/href="\/areas\/X99000001\/children\?setting=990001&amp;class=4B&amp;after=1-\d+"/);
  });

  it('are looked for by name by POST, page after page, and no address holds the name', async () => {
    const url = '/areas/X99000001/children/search';
    const first = await ask({ as: 'officer', method: 'POST', url, body: 'year=4&setting=&class=&q=ab' });
    expect(first.status).toBe(200);
    expect(first.body).toMatch(/<input[^>]*name="q"[^>]*value="ab"/);
    expect(first.body).not.toMatch(/(?:href|action)="[^"]*[?&](?:q|name)=/);
    // Where the page before ended, as its button sends it.
    const last = (await everybody({ name: 'ab', yearGroup: 4 })).at(-2);
    const after = `${last?.settingId}-${last?.slot}`;
    const rest = { as: 'officer', method: 'POST', url, body: `year=4&setting=&class=&q=ab&after=${after}` } as const;
    const second = await ask(rest);
    expect(second.status).toBe(200);
    expect(second.body).toContain('That is the last of them.');
    const named = async (q: string) =>
      (await ask({ as: 'officer', method: 'POST', url, body: `q=${q}` })).body.match(/\/roll\/\d+"/g)?.length ?? 0;
    expect(await named('ab')).toBeGreaterThan(0);
    expect(await named('zzz')).toBe(0);
    expect((await ask({ as: 'elsewhere', method: 'POST', url, body: 'q=ab' })).status).toBe(403);
    expect((await ask({ as: 'officer', url })).headers['location']).toBe('/areas/X99000001/children');
  });

  it.each([
    ['elsewhere', 'X99000001/children', 403],
    ['totals', 'X99000001/children', 403],
    ['trust', 'X99000001/children', 403],
    ['nobody', 'X99000001/children', 403],
    ['officer', 'X00000000/children', 404],
    ['officer', `${laId}/children`, 200],
    ['officer', 'X99000001/children?setting=123456', 400],
    ['officer', 'X99000001/children?class=4B', 400],
    ['officer', 'X99000001/children?after=1%27--', 400],
  ])('are answered or refused to %s at %s', async (as, url, status) => {
    for (const prefix of ['/areas/', '/api/v1/areas/']) {
      expect((await ask({ as, url: `${prefix}${url}` })).status).toBe(status);
    }
  });
});
