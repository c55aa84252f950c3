import { beforeAll, describe, expect, it } from 'vitest';
import type { ListedRoute } from '#app/server.ts';
import { addressOf, ask, attackedRoutes, bodyFor, fieldsOf, parametersOf } from './asking.ts';
import type { AttackedWorld } from './attacked-world.ts';
import { attackedWorld } from './attacked-world.ts';

let world: AttackedWorld;
let routes: readonly ListedRoute[];

beforeAll(async () => {
  world = await attackedWorld();
  routes = attackedRoutes(world.routes);
}, 120_000);

/** What must never be logged, wherever somebody writes it: a name, a note, an identifier. */
const planted = ['Zqxplantedname', 'Zqxplantednote', 'A823432123071'] as const;
const together = planted.join(' ');

describe('the log', () => {
  it('says nothing that stood in an address, a query, a header or a body, whatever is answered', async () => {
    for (const route of routes) {
      const own = addressOf(route, world.targets.own);
      const asked = new URLSearchParams(
        ['q', 'name', 'reason', ...fieldsOf(route.schema?.querystring)].map((name) => [name, together]),
      );
      const fields = Object.fromEntries(fieldsOf(route.schema?.body).map((name) => [name, together]));
      const sent = { method: route.method, headers: { 'x-note': together, referer: `http://localhost/?q=${asked}` } };
      await ask(world, 'head', { ...sent, url: `${own}?${asked}`, ...bodyFor(route, fields) });
      for (const name of parametersOf(route)) {
        const target = { ...world.targets.own, [name]: encodeURIComponent(together) };
        await ask(world, 'parent', { ...sent, url: addressOf(route, target), ...bodyFor(route, fields) });
      }
    }
    await ask(world, 'nobody', { url: `/${encodeURIComponent(together)}` });
    await ask(world, 'nobody', { method: 'POST', url: '/api/v1/registers', json: { [together]: together } });
    const text = () => JSON.stringify(world.log.lines);
    expect(text()).toContain('"msg":"request"');
    expect(planted.filter((one) => text().includes(one))).toEqual([]);
  }, 120_000);

  it('keeps what PostgreSQL says of a row to itself when a statement fails', async () => {
    await world.database.pool.query(
      'ALTER TABLE organisation ADD CONSTRAINT planted CHECK (name <> $$Zqxplantedname$$)',
    );
    const before = world.log.lines.length;
    world.app.log.error(
      {
        err: await world.database.pool
          .query("UPDATE organisation SET name = 'Zqxplantedname'")
          .catch((reason: unknown) => reason),
      },
      'A request failed',
    );
    const logged = JSON.stringify(world.log.lines.slice(before));
    expect(logged).toContain('23514');
    expect(logged).not.toContain('Zqxplantedname');
  });
});
