import { beforeAll, describe, expect, it } from 'vitest';
import type { ListedRoute } from '#app/server.ts';
import type { Answer } from './asking.ts';
import { addressOf, ask, attackedRoutes, bodyFor, parametersOf } from './asking.ts';
import type { AttackedWorld, Attacker, Target } from './attacked-world.ts';
import { absentIds, attackedWorld, markers } from './attacked-world.ts';

let world: AttackedWorld;
let routes: readonly ListedRoute[];
beforeAll(async () => {
  world = await attackedWorld();
  routes = attackedRoutes(world.routes).filter((route) => parametersOf(route).length > 0);
}, 120_000);

const attackers: readonly Attacker[] = [
  'classTeacher',
  'safeguardingLead',
  'head',
  'inclusionOfficer',
  'socialWorker',
  'nationalAnalyst',
  'child',
  'parent',
  'nobody',
  'demonstrationRole',
];

/** The inclusion officer’s authority is that of both schools of Exampleshire. */
function outOfReach(who: Attacker): readonly (keyof typeof markers)[] {
  return who === 'inclusionOfficer' ? ['foreign'] : ['sibling', 'foreign'];
}

/** Protected totals of an area are for every reader, and those of a nation’s settings and trusts for its analyst. */
function mayFollow(who: Attacker, { url }: ListedRoute): boolean {
  return who === 'nationalAnalyst' || url.includes('/areas/');
}

async function askAt(route: ListedRoute, who: Attacker, target: Target): Promise<Answer> {
  const url = addressOf(route, target);
  return await ask(world, who, { method: route.method, url, ...bodyFor(route, { q: 'x' }) });
}

/** An answer without what was asked for, which a page may repeat, and without what differs each time. */
function withoutIds({ status, body }: Answer, target: Target): string {
  let text = body;
  for (const id of Object.values(target).toSorted((a, b) => b.length - a.length))
    if (id.length > 2) text = text.replaceAll(id, '#');
  return `${status} ${text.replaceAll(/req-\w+/g, '#').replaceAll(/[\w-]{43}/g, '#')}`;
}

describe.each(attackers)('%s', (who) => {
  it('is shown nothing of a child out of reach, at any address that names something', async () => {
    const found: string[] = [];
    for (const place of outOfReach(who)) {
      for (const route of routes) {
        const { status, body } = await askAt(route, who, world.targets[place]);
        const where = `${route.method} ${route.url} (${place}): ${status}`;
        if (status >= 500 || body.includes(markers[place]) || (body === 'goes on' && !mayFollow(who, route)))
          found.push(where);
      }
    }
    expect(found).toEqual([]);
  }, 60_000);

  it('cannot tell what is not theirs from what is not there', async () => {
    const found: string[] = [];
    for (const place of outOfReach(who)) {
      const there = world.targets[place];
      for (const route of routes) {
        const named = parametersOf(route).filter((name) => name in absentIds && name !== 'version');
        for (const name of named) {
          const absent = { ...there, [name]: absentIds[name] ?? '' };
          const [one, other] = [await askAt(route, who, there), await askAt(route, who, absent)];
          if (withoutIds(one, there) === withoutIds(other, absent)) continue;
          found.push(`${route.method} ${route.url} by ${name} (${place}): ${one.status} and ${other.status}`);
        }
      }
    }
    expect(found).toEqual([]);
  }, 60_000);
});

describe('the attack itself', () => {
  it('would find them: the children are there, for whoever may see them', async () => {
    const roll = await ask(world, 'inclusionOfficer', { url: `/settings/${world.targets.sibling['urn']}/roll` });
    const own = await ask(world, 'head', { url: `/settings/${world.targets.own['urn']}/roll` });
    expect(`${roll.status} ${own.status}`).toMatch(/200/);
    expect(own.status).toBe(200);
    const listed = await ask(world, 'inclusionOfficer', { url: `/areas/E06000998/children?q=${markers.sibling}` });
    expect([roll.body, listed.body].some((body) => body.includes(markers.sibling))).toBe(true);
  });

  it('reaches every route with a parameter', () => {
    expect(routes.length).toBeGreaterThan(60);
  });
});
