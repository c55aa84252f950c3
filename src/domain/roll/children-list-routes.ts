import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import type { Area } from '#domain/area/model.ts';
import { areaPath } from '#domain/area/paths.ts';
import { areaByCode, areaById } from '#domain/area/store.ts';
import { ParameterError, ProblemError } from '#foundation/kernel/problem.ts';
import type { AskingRequest } from '#platform/access/ask-scope.ts';
import { needScope } from '#platform/access/ask-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { AreaScope, Scope } from '#platform/access/scope.ts';
import { whyForPrograms } from '#platform/access/why.ts';
import type { Database } from '#platform/database/pool.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { ChildrenAsked } from './children-list-store.ts';
import { childrenOfArea, childrenOfPage } from './children-list-store.ts';
import { keepers } from './keeper-store.ts';
import { ChildrenPage } from './pages/children-page.tsx';
import { areaChildrenPath } from './paths.ts';
import type { RollPagesContext } from './roll-page-routes.ts';

const text = z
  .string()
  .max(100)
  .transform((one) => one.replaceAll('\0', '').trim());
const number = (least: number, most: number) => z.union([z.literal(''), z.coerce.number().int().min(least).max(most)]);
const params = z.object({ code: z.string().max(12) });

/** What a list is asked for. Where a page ended is said by the place, so that no child’s name stands in the next address. */
const ListQuery = z.object({
  name: text
    .default('')
    .describe(
      'The beginning of a surname, or of “surname, given name”. It stands in the address, and so in the logs of every proxy on the way: for names, ask page by page without it where that matters',
    ),
  year: number(-2, 14).optional().describe('Year group; 0 is reception'),
  setting: number(100_000, 999_999).optional().describe('URN of a setting of the area'),
  class: text.optional().describe('A class of that setting'),
  after: z
    .string()
    .regex(/^\d{1,9}-\d{1,9}$/)
    .optional()
    .describe('What the page before gave as `next`'),
});
type ListQuery = z.infer<typeof ListQuery>;
/** The same from the page’s form, whose fields that were left empty are sent too. */
const SearchForm = ListQuery.omit({ name: true, after: true }).extend({
  q: text.default(''),
  after: ListQuery.shape.after.or(z.literal('').transform(() => undefined)),
});

interface AskedPage {
  readonly code: string;
  readonly query: ListQuery;
}

const ListedChild = z.object({
  urn: z.number().nullable(),
  setting: z.string(),
  slot: z.number(),
  upn: z.string().nullable(),
  uln: z.string().nullable(),
  surname: z.string(),
  givenName: z.string(),
  bornOn: z.string(),
  yearGroup: z.number(),
  class: z.string(),
  status: z.string(),
  enteredOn: z.string(),
});
const ChildrenDocument = z.object({
  asAt: z.string().describe('The day of whose rolls the list is'),
  why: z.string().describe('Why the reader may see it'),
  children: z.array(ListedChild),
  next: z.string().nullable().describe('`after` of the next page; null on the last'),
});

/** The children on roll in a local authority’s settings, by name, a page at a time: for the people of the authority. */
export function areaChildrenRoutes(app: RouteServer, context: RollPagesContext): void {
  areaChildrenPages(app, context);
  const schema = {
    summary: 'The children on roll in a local authority’s settings',
    description:
      'By name, fifty at a time. For people of the authority, who read identity. The next page is asked for with `after`.',
    tags: ['registers'],
    params,
    querystring: ListQuery,
    response: { 200: ChildrenDocument },
  };
  app.get('/api/v1/areas/:code/children', { schema }, async (request) => {
    const { children, settings, next, today, scope } = await readChildren(context, request, {
      ...request.query,
      code: request.params.code,
    });
    return {
      asAt: today,
      why: whyForPrograms(scope),
      next: next ?? null,
      children: children.map((one) => ({
        ...one,
        upn: one.upn ?? null,
        uln: one.uln ?? null,
        urn: settings.get(one.settingId)?.urn ?? null,
        setting: settings.get(one.settingId)?.name ?? '',
      })),
    };
  });
}

/** The pages, of which a search for a name is asked by POST. */
function areaChildrenPages(app: RouteServer, context: RollPagesContext): void {
  const send = async (request: AskingRequest, reply: FastifyReply, { code, query }: AskedPage) => {
    const listed = await readChildren(context, request, { ...query, code });
    const { area } = listed;
    return sendPage(reply, context.shell, {
      title: `Children, ${area.name}`,
      path: areaChildrenPath(code),
      breadcrumbs: [{ text: area.name, href: areaPath(code) }, { text: 'Children' }],
      children: h(ChildrenPage, { ...listed, code, query }),
    });
  };
  const page = { schema: { hide: true, params, querystring: ListQuery.omit({ name: true }) } };
  app.get('/areas/:code/children', page, async (request, reply) =>
    send(request, reply, { code: request.params.code, query: { ...request.query, name: '' } }),
  );
  // A name in an address would stand in the browser’s history and in the logs of every proxy on the way.
  const search = { schema: { hide: true, params, body: SearchForm } };
  app.post('/areas/:code/children/search', search, (request, reply) => {
    const { q: name, ...query } = request.body;
    return send(request, reply, { code: request.params.code, query: { ...query, name } });
  });
  // Whoever asks for the address of a search again, without what was looked for.
  app.get('/areas/:code/children/search', { schema: { hide: true, params } }, async (request, reply) =>
    reply.redirect(areaChildrenPath(encodeURIComponent(request.params.code)), 303),
  );
}

async function readChildren(
  { database, clock, askScope }: RollPagesContext,
  request: AskingRequest,
  query: ListQuery & { readonly code: string },
) {
  const scope = await needScope(askScope, request, ['identity']);
  const area = await areaAt(database, query.code);
  if (!area) {
    throw new ProblemError({
      code: 'area-not-found',
      message: `No area has the code “${query.code}”.`,
      nextStep: 'Search for it at /areas.',
    });
  }
  const own = ofTheArea(scope, area.areaId);
  const kept = await keepers(database, { laIds: [area.areaId] });
  const settings = new Map(kept.map((keeper) => [keeper.settingId, keeper]));
  const asked = askedOf(query, kept);
  const today = clock.today();
  const found = await inScope(database, own, (scoped) => childrenOfArea(scoped, asked, today));
  const children = found.slice(0, childrenOfPage);
  scope.trail?.about({ kind: 'learners', learners: children.map(({ learnerId }) => learnerId) });
  const last = children.at(-1);
  const next = found.length > childrenOfPage && last ? `${last.settingId}-${last.slot}` : undefined;
  return { area, scope: own, settings, children, next, today };
}

/** The area of a code, or, where an area has none, of its id. */
async function areaAt(database: Database, code: string): Promise<Area | undefined> {
  const found = await areaByCode(database, code);
  return found?.area ?? (/^\d{1,9}$/.test(code) ? await areaById(database, Number(code)) : undefined);
}

function askedOf(
  { name, year, setting, class: inClass, after }: ListQuery,
  kept: readonly { readonly settingId: number; readonly urn: number }[],
): ChildrenAsked {
  const keeper = typeof setting === 'number' ? kept.find(({ urn }) => urn === setting) : undefined;
  if (typeof setting === 'number' && !keeper) {
    throw new ParameterError('setting', {
      code: 'setting-unknown',
      message: `No setting with the URN ${setting} keeps its registers in this area.`,
      nextStep: 'Choose one of the list, or leave it out.',
    });
  }
  if (inClass && !keeper) {
    throw new ParameterError('class', {
      code: 'class-of-no-setting',
      message: 'A class is of a setting.',
      nextStep: 'Say of which, or leave the class out.',
    });
  }
  const [settingId, slot] = (after ?? '').split('-').map(Number);
  return {
    name,
    yearGroup: typeof year === 'number' ? year : undefined,
    settingId: keeper?.settingId,
    class: inClass || undefined,
    after: settingId !== undefined && slot !== undefined ? { settingId, slot } : undefined,
  };
}

function ofTheArea(scope: Scope, areaId: number): AreaScope {
  if (scope.kind === 'area' && scope.laId === areaId) return scope;
  throw new ProblemError({
    code: 'area-not-allowed',
    message: `The children of this area are listed for people of its local authority, and you are here as: ${scope.actor}.`,
    nextStep: 'Open the roll of your own setting instead.',
  });
}
