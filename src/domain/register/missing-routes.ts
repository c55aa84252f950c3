import { h } from 'preact';
import { z } from 'zod';
import { allAreas, areaByCode } from '#domain/area/store.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import { dayInShort } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { ParameterError, ProblemError } from '#foundation/kernel/problem.ts';
import { TypedDay } from '#foundation/kernel/typed-day.ts';
import type { ShellPage } from '#foundation/ui/page/shell.ts';
import { needCategories } from '#platform/access/allowed.ts';
import type { AskingRequest } from '#platform/access/ask-scope.ts';
import { needScope } from '#platform/access/ask-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import { whyForPrograms } from '#platform/access/why.ts';
import { askedFormat, sendCsv, sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { MissingDocument, MissingQuery, missingCsv, missingDocument } from './missing-documents.ts';
import { missingPicture } from './missing-picture.ts';
import type { RegisterPagesContext } from './page-routes.ts';
import { MissingPage, NobodyHere } from './pages/missing-page.tsx';
import { missingPath, missingRegistersPath } from './paths.ts';

interface Asked {
  readonly area?: string | undefined;
  readonly day?: PlainDate | undefined;
}

/** Registers that should be in and are not: the work list, and the same for programs. */
export function missingRoutes(app: RouteServer, context: RegisterPagesContext): void {
  missingApi(app, context);
  const querystring = z.object({ area: z.string().max(12).optional(), day: TypedDay.optional() });
  app.get(missingRegistersPath, { schema: { hide: true, querystring } }, async (request, reply) => {
    if (!(await context.askScope(request))) return sendPage(reply, context.shell, nobodyHere());
    const { scope, picture, now, area } = await readMissing(context, request, request.query);
    const areas = await allAreas(context.database);
    return sendPage(reply, context.shell, {
      title: `Missing registers, ${dayInShort(picture.day)}`,
      description: 'Registers that should be in by now, and are not.',
      path: missingPath(request.query),
      children: h(MissingPage, {
        picture,
        scope,
        now,
        today: context.clock.today(),
        area,
        areas: new Map(areas.map((one) => [one.areaId, one])),
      }),
    });
  });
}

/** To whoever has no role the page says what it would show, and to whom. */
function nobodyHere(): ShellPage {
  return { title: 'Missing registers', path: missingRegistersPath, children: h(NobodyHere, {}) };
}

function missingApi(app: RouteServer, context: RegisterPagesContext): void {
  const schema = {
    summary: 'Missing registers',
    description: 'Registers of a day that should be in by now and are not, or are there with somebody unmeasured.',
    tags: ['registers'],
    querystring: MissingQuery,
    response: { 200: MissingDocument },
  };
  app.get('/api/v1/registers/missing', { schema }, async (request, reply) => {
    const { scope, picture, now } = await readMissing(context, request, request.query);
    const document = missingDocument(picture, whyForPrograms(scope), now);
    return askedFormat(request, reply, request.query.format) === 'csv'
      ? sendCsv(reply, `missing-registers-${document.day}`, missingCsv(document))
      : document;
  });
}

async function readMissing({ database, clock, askScope }: RegisterPagesContext, request: AskingRequest, asked: Asked) {
  const scope = await needScope(askScope, request, ['totals']);
  // Of some children the registers themselves are read, because totals are of everybody.
  if (scope.kind === 'children') needCategories(scope, 'read', ['identity', 'attendance']);
  const now = clock.now();
  const day = asked.day ?? clock.today();
  // Refuses days of no academic year, whose neighbours are no days at all.
  academicYearOf(day);
  const area = asked.area === undefined ? undefined : (await areaByCode(database, asked.area))?.area;
  if (asked.area !== undefined && !area) throw noArea(asked.area);
  if (area && !mayAsk(scope, area.areaId, area.kind)) throw notYours(scope);
  const laId = area?.kind === 'local-authority' ? area.areaId : undefined;
  return { scope, now, area, picture: await missingPicture(database, scope, { day, laId }, now) };
}

/** A whole nation may be asked for by whoever looks at it; a local authority by itself and by its nation. */
function mayAsk(scope: Scope, areaId: number, kind: string): boolean {
  if (scope.kind === 'area') return scope.laId === areaId;
  if (scope.kind === 'nation') return kind === 'local-authority' || scope.nationId === areaId;
  return kind === 'local-authority';
}

function noArea(code: string): ParameterError {
  return new ParameterError('area', {
    code: 'area-unknown',
    message: `No area has the code “${code}”.`,
    nextStep: 'Search for it at /areas.',
  });
}

function notYours(scope: Scope): ProblemError {
  return new ProblemError({
    code: 'area-not-allowed',
    message: `That area is not yours to look at: you are here as ${scope.actor}.`,
    nextStep: 'Leave the area out, or choose a role there; see /scope.',
  });
}
