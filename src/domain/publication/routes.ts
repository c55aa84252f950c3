import { h } from 'preact';
import { z } from 'zod';
import type { Area } from '#domain/area/model.ts';
import { areaPath } from '#domain/area/paths.ts';
import { areaByCode, areaById, areaHistory } from '#domain/area/store.ts';
import type { LivePicture } from '#domain/attendance/feed.ts';
import { liveFront, liveOfArea } from '#domain/attendance/front.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { england } from '#foundation/nations/england-areas.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import type { AskScope } from '#platform/access/ask-scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { sendCsv, sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { publicationApi } from './api-routes.ts';
import { readAreaPicture } from './area-picture.ts';
import { ChoiceQuery, choiceFor, choiceSearch, phasesFor } from './choosing.ts';
import { pictureCsv } from './csv-answers.ts';
import { readGroups } from './groups.ts';
import { MapQuery, readMapPicture } from './map-picture.ts';
import { areaPageContent, frontPageContent, mapPageContent } from './pages/contents.tsx';
import { groupsPageContent } from './pages/groups-page.tsx';
import { MeasuresPage } from './pages/measures-page.tsx';
import { ReleasePage, ReleasesPage, shortName } from './pages/releases-pages.tsx';
import { areaGroupsPath, mapPath, measuresPath, pictureNames, releasePath, releasesPath } from './paths.ts';
import { readPictureTable } from './picture-csv.ts';
import { readVintage, readVintages } from './store.ts';

export interface PublicationRoutesOptions {
  readonly database: Database;
  readonly shell: Shell;
  readonly clock: Clock;
  readonly askScope: AskScope;
  readonly live: LivePicture;
}

type PageParts = Pick<PublicationRoutesOptions, 'database' | 'shell'>;

/** The pages and the API of published figures. */
export function publicationRoutes(app: RouteServer, options: PublicationRoutesOptions): void {
  const { database, shell } = options;
  publicationApi(app, database);
  frontPage(app, options);
  areaPages(app, options);
  groupsPage(app, { database, shell });
  csvPages(app, database);
  referencePages(app, { database, shell });
}

/** The live picture of the reader's own place where registers are kept; else the published picture of England. */
function frontPage(app: RouteServer, options: PublicationRoutesOptions): void {
  app.get('/', { schema: { hide: true, querystring: ChoiceQuery } }, async (request, reply) => {
    // A choice in the address is one of published figures.
    const live = Object.keys(request.query).length === 0 ? await liveFront(options, request) : undefined;
    if (live) return sendPage(reply, options.shell, live);
    const { database, shell } = options;
    const nation = await areaById(database, england.areaId);
    if (!nation) return reply.callNotFound();
    const picture = await readAreaPicture(database, await choiceFor(database, nation, request.query));
    return sendPage(reply, shell, frontPageContent(picture));
  });
}

function areaPages(app: RouteServer, { database, shell, live }: PublicationRoutesOptions): void {
  app.get(
    '/areas/:code',
    { schema: { hide: true, params: z.object({ code: z.string().max(12) }), querystring: ChoiceQuery } },
    async (request, reply) => {
      const area = await areaNamed(database, request.params.code);
      if (area.code !== request.params.code) return reply.redirect(areaPath(area.code) + search(request.query), 301);
      const picture = await readAreaPicture(database, await choiceFor(database, area, request.query));
      const [history, kept] = await Promise.all([
        areaHistory(database, area.areaId),
        liveOfArea({ database, live }, area.code),
      ]);
      return sendPage(reply, shell, areaPageContent(picture, history, kept));
    },
  );
  app.get(mapPath, { schema: { hide: true, querystring: MapQuery } }, async (request, reply) => {
    const picture = await readMapPicture(database, request.query);
    return sendPage(reply, shell, mapPageContent(picture));
  });
}

function groupsPage(app: RouteServer, { database, shell }: PageParts): void {
  app.get(
    '/areas/:code/groups',
    { schema: { hide: true, params: z.object({ code: z.string().max(12) }), querystring: ChoiceQuery } },
    async (request, reply) => {
      const area = await areaNamed(database, request.params.code);
      if (area.code !== request.params.code) {
        return reply.redirect(areaGroupsPath(area.code) + search(request.query), 301);
      }
      const choice = await choiceFor(database, area, request.query);
      const [phases, groups] = await Promise.all([phasesFor(database, area), readGroups(database, choice)]);
      return sendPage(reply, shell, groupsPageContent({ choice, phases, groups }));
    },
  );
}

function csvPages(app: RouteServer, database: Database): void {
  const params = z.object({ code: z.string().max(12), picture: z.enum(pictureNames) });
  app.get(
    '/areas/:code/:picture.csv',
    { schema: { hide: true, params, querystring: ChoiceQuery } },
    async (request, reply) => {
      const { code, picture } = request.params;
      const area = await areaNamed(database, code);
      const table = await readPictureTable(database, await choiceFor(database, area, request.query), picture);
      return sendCsv(reply, `${area.code}-${picture}`, pictureCsv(table));
    },
  );
  app.get('/map.csv', { schema: { hide: true, querystring: MapQuery } }, async (request, reply) => {
    const { table } = await readMapPicture(database, request.query);
    return sendCsv(reply, 'map', pictureCsv(table));
  });
}

function referencePages(app: RouteServer, { database, shell }: PageParts): void {
  app.get(measuresPath, { schema: { hide: true } }, async (_request, reply) =>
    sendPage(reply, shell, { title: 'Measures', path: measuresPath, children: h(MeasuresPage, {}) }),
  );
  app.get(releasesPath, { schema: { hide: true } }, async (_request, reply) => {
    const vintages = await readVintages(database);
    const children = h(ReleasesPage, { vintages });
    return sendPage(reply, shell, { title: 'Releases', path: releasesPath, children });
  });
  const params = z.object({ vintageId: z.coerce.number().int().positive().max(2_147_483_647) });
  app.get(`${releasesPath}/:vintageId`, { schema: { hide: true, params } }, async (request, reply) => {
    const vintage = await readVintage(database, request.params.vintageId);
    if (!vintage) return reply.callNotFound();
    const page = {
      title: shortName(vintage),
      path: releasePath(vintage.vintageId),
      breadcrumbs: [{ text: 'Releases', href: releasesPath }, { text: shortName(vintage) }],
      children: h(ReleasePage, { vintage }),
    };
    return sendPage(reply, shell, page);
  });
}

/** The area with any code, current or past. */
async function areaNamed(database: Database, code: string): Promise<Area> {
  const found = await areaByCode(database, code);
  if (found) return found.area;
  throw new ProblemError({
    code: 'area-not-found',
    message: `No area has the code “${code.slice(0, 12)}”.`,
    nextStep: 'Search for it by name.',
  });
}

function search({ phase, measure, asPublished }: ChoiceQuery): string {
  return choiceSearch({
    phase: phase || undefined,
    measure: measure || undefined,
    asPublished: asPublished || undefined,
  });
}
