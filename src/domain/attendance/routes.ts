import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { csvDocument } from '#foundation/formats/csv-writer.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import { reads } from '#platform/access/allowed.ts';
import type { AskScope } from '#platform/access/ask-scope.ts';
import { needScope } from '#platform/access/ask-scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { sendCsv, sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { addressKinds, addressOf } from './addresses.ts';
import { LiveDocument, liveDocument } from './api-model.ts';
import type { LiveEvents } from './events.ts';
import { liveEvents } from './events.ts';
import type { LivePicture } from './feed.ts';
import { takenWords } from './headline.ts';
import { liveCsv } from './live-table.ts';
import { livePageContent, noPictureContent } from './pages/live-page.tsx';
import type { LiveAddress } from './paths.ts';
import { attendancePath, livePath } from './paths.ts';
import type { PlacePicture } from './place-picture.ts';
import { geographyOf, ownAddress, placesOf, reachOf } from './places.ts';
import type { LiveQuery as LiveQueryType, LiveReading } from './reading.ts';
import { LiveApiQuery, LiveQuery, liveFigures, liveTableNames, querySearch, readLive } from './reading.ts';
import { mayBreakDown, mayGroup } from './tables-breakdown.ts';

export interface AttendanceRoutesOptions {
  readonly database: Database;
  readonly shell: Shell;
  readonly clock: Clock;
  readonly askScope: AskScope;
  readonly live: LivePicture;
}

/** The live picture: pages, CSV, API and events. */
export function attendanceRoutes(app: RouteServer, options: AttendanceRoutesOptions): void {
  ownPage(app, options);
  const events = liveEvents(options.live, options.clock);
  for (const kind of addressKinds) {
    placePages(app, options, kind);
    placeApi(app, options, { kind, events });
  }
}

type AddressKind = (typeof addressKinds)[number];

function ownPage(app: RouteServer, options: AttendanceRoutesOptions): void {
  const { database, shell, askScope, live } = options;
  app.get(attendancePath, { schema: { hide: true } }, async (request, reply) => {
    const state = live.state();
    if (!state || state.keepers.size === 0) {
      return sendPage(reply, shell, noPictureContent(state ? 'no-registers' : 'starting', attendancePath));
    }
    const scope = await needScope(askScope, request, ['totals']);
    const own = ownAddress(scope, state.keepers, await geographyOf(database));
    if (!own) return reply.callNotFound();
    return reply.redirect(livePath(own), 302);
  });
}

function placePages(app: RouteServer, options: AttendanceRoutesOptions, { path, params }: AddressKind): void {
  const { shell, askScope, live } = options;
  const pattern = `${attendancePath}${path}`;
  app.get(pattern, { schema: { hide: true, params, querystring: LiveQuery } }, async (request, reply) => {
    const address = addressOf(request.params);
    const state = live.state();
    if (!state || state.keepers.size === 0) {
      return sendPage(reply, shell, noPictureContent(state ? 'no-registers' : 'starting', livePath(address)));
    }
    const scope = await needScope(askScope, request, ['totals']);
    const reading = await readLive(options, scope, address, request.query);
    if (!reading) return sendPage(reply, shell, noPictureContent('starting', livePath(address)));
    const canonical = livePath(reading.picture.place.address);
    if (canonical !== livePath(address)) return reply.redirect(canonical + querySearch(request.query), 301);
    return sendPage(reply, shell, livePageContent(reading, scope));
  });
  const csvParams = z.object({ ...params.shape, table: z.enum(liveTableNames) });
  app.get(
    `${pattern}/:table.csv`,
    { schema: { hide: true, params: csvParams, querystring: LiveQuery } },
    async (request, reply) => {
      const address = addressOf(request.params);
      const reading = await needReading(options, request, address);
      const table = reading.tables[request.params.table];
      const { picture } = reading;
      refuseHidden(request.params.table, picture);
      if (!table) return reply.callNotFound();
      const about = [
        ['Place', picture.place.name],
        ['Day', picture.at.day],
        ['As at', takenWords(picture)],
      ] as const;
      return sendCsv(reply, `live-${request.params.table}`, csvDocument(liveCsv(table, about)));
    },
  );
}

/** Breakdowns that the page does not show this reader are not sent as a file either. Throws `table-not-allowed` (403). */
function refuseHidden(table: (typeof liveTableNames)[number], picture: PlacePicture): void {
  if (table !== 'reasons' && table !== 'groups') return;
  if (table === 'groups' ? mayGroup(picture) : mayBreakDown(picture)) return;
  if (mayBreakDown(picture)) throw groupsOfPastDay(picture);
  throw new ProblemError({
    code: 'table-not-allowed',
    message: `Reasons and groups of ${picture.place.name} alone are for people of the setting, its trust and its local authority: in one setting they are about few children.`,
    nextStep: 'Fetch those of its area, or choose a role there; see /scope.',
  });
}

function groupsOfPastDay({ place }: PlacePicture): ProblemError {
  return new ProblemError({
    code: 'table-not-allowed',
    message: `Groups in ${place.name} on a day gone by are for people of ${place.name}.`,
    nextStep: 'Fetch those of today or of the year to date, or choose a role there; see /scope.',
  });
}

/** The reading for the scope of a request. Throws `live-picture-not-ready`, answered with 503, while there is none. */
async function needReading(
  options: AttendanceRoutesOptions,
  request: Pick<FastifyRequest, 'headers'> & { readonly query: LiveQueryType },
  address: LiveAddress,
): Promise<LiveReading> {
  const scope = await needScope(options.askScope, request, ['totals']);
  const reading = await readLive(options, scope, address, request.query);
  if (reading) return reading;
  throw new ProblemError({
    code: 'live-picture-not-ready',
    message: 'The live picture is being put together.',
    nextStep: 'Ask again in a few seconds.',
  });
}

interface ApiParts {
  readonly kind: AddressKind;
  readonly events: LiveEvents;
}

function placeApi(app: RouteServer, options: AttendanceRoutesOptions, { kind, events }: ApiParts): void {
  const { api, params } = kind;
  const what = api.split('/')[1]?.replace(/s$/, '') ?? '';
  app.get(
    `/api/v1/attendance${api}`,
    {
      schema: {
        summary: `The live picture of ${what === 'area' ? 'an area' : `a ${what}`}`,
        description:
          'Today by session, this week and the year to date, with breakdowns and the places below. Answered under the scope of whoever asks.',
        tags: ['attendance'],
        params,
        querystring: LiveApiQuery,
        response: { 200: LiveDocument },
      },
    },
    async (request) => liveDocument(await needReading(options, request, addressOf(request.params))),
  );
  app.get(
    `/api/v1/attendance${api}/events`,
    {
      schema: {
        summary: `What changes in the live picture of ${what === 'area' ? 'an area' : `a ${what}`}, as it changes`,
        description:
          'Server-sent events named `figures`, at most four a second: a JSON object with the local time and the printed figures that changed, by the names that the page gives them. The first has them all.',
        tags: ['attendance'],
        params,
        querystring: LiveApiQuery,
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => joinEvents(options, events, request, reply),
  );
}

type EventsRequest = Pick<FastifyRequest, 'headers' | 'params'> & { readonly query: LiveQueryType };

async function joinEvents(
  options: AttendanceRoutesOptions,
  events: LiveEvents,
  request: EventsRequest,
  reply: FastifyReply,
): Promise<void> {
  const address = addressOf(request.params as Parameters<typeof addressOf>[0]);
  const { picture } = await needReading(options, request, address);
  const scope = await needScope(options.askScope, request, ['totals']);
  const among = new Set(picture.place.keepers.map(({ settingId }) => settingId));
  const lastEventId = request.headers['last-event-id'];
  await events.join(
    reply,
    {
      key: JSON.stringify([address, request.query, scope]),
      read: async () => {
        const reading = await readLive(options, scope, address, request.query);
        return reading && liveFigures(reading);
      },
      concerns: (touched) => touched.some((settingId) => among.has(settingId)),
    },
    {
      lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
      mayStay: () => mayStay(options, request, address),
    },
  );
}

/** Asked anew with every heartbeat: a scope can end while a page is open. */
async function mayStay(
  options: AttendanceRoutesOptions,
  request: EventsRequest,
  address: LiveAddress,
): Promise<boolean> {
  const scope = await options.askScope(request);
  const state = options.live.state();
  if (!scope || !reads(scope, 'totals') || !state) return false;
  reachOf(scope, placesOf(state.keepers, await geographyOf(options.database)).at(address));
  return true;
}
