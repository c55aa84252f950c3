import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '#platform/database/pool.ts';
import { findFigures } from './api-figures.ts';
import {
  FiguresDocument,
  FiguresQuery,
  MeasuresDocument,
  MeasuresQuery,
  ReleasesDocument,
  ReleasesQuery,
} from './api-model.ts';
import { figuresCsv, measuresCsv, releasesCsv } from './csv-answers.ts';
import { measures } from './measures.ts';
import type { Vintage } from './model.ts';
import type { RouteServer } from './routes.ts';
import { readVintages } from './store.ts';

/** Published figures, what they mean and where they come from, as JSON and CSV. */
export function publicationApi(app: RouteServer, database: Database): void {
  figuresRoute(app, database);
  measuresRoute(app);
  releasesRoute(app, database);
}

function figuresRoute(app: RouteServer, database: Database): void {
  const schema = {
    summary: 'Published figures',
    description: 'Measures of areas. Each figure is a cell with its counts, its coverage and the vintage it is from.',
    tags: ['figures'],
    querystring: FiguresQuery,
    response: { 200: FiguresDocument },
  };
  app.get('/api/v1/figures', { schema }, async (request, reply) => {
    const figures = [...(await findFigures(database, request.query))];
    return wantsCsv(request) ? sendCsv(reply, figuresCsv(figures), 'figures') : { figures };
  });
}

function measuresRoute(app: RouteServer): void {
  const schema = {
    summary: 'What can be asked for',
    tags: ['figures'],
    querystring: MeasuresQuery,
    response: { 200: MeasuresDocument },
  };
  app.get('/api/v1/measures', { schema }, (request, reply) => {
    const { group } = request.query;
    const found = measures.filter((measure) => group === undefined || measure.group === group);
    if (wantsCsv(request)) {
      sendCsv(reply, measuresCsv(found), 'measures');
      return;
    }
    reply.send({ measures: found.map((measure) => ({ numerator: null, denominator: null, ...measure })) });
  });
}

function releasesRoute(app: RouteServer, database: Database): void {
  const schema = {
    summary: 'The files that were imported',
    tags: ['figures'],
    querystring: ReleasesQuery,
    response: { 200: ReleasesDocument },
  };
  app.get('/api/v1/releases', { schema }, async (request, reply) => {
    const vintages = await readVintages(database);
    return wantsCsv(request)
      ? sendCsv(reply, releasesCsv(vintages), 'releases')
      : { releases: vintages.map(releaseDocument) };
  });
}

/** Whether CSV is asked for: `format` decides, and without it the Accept header. */
function wantsCsv(request: FastifyRequest): boolean {
  const { format } = request.query as { readonly format?: string };
  return format ? format === 'csv' : (request.headers.accept ?? '').startsWith('text/csv');
}

/** Past the JSON serialiser: the declared answer is JSON, and a CSV document is already text. */
function sendCsv(reply: FastifyReply, text: string, name: string): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .serializer((payload: unknown) => String(payload))
    .send(text);
}

function releaseDocument(vintage: Vintage) {
  return {
    id: vintage.vintageId,
    dataset: vintage.dataset,
    publishedOn: vintage.publishedOn,
    publishedOnBasis: vintage.publishedOnBasis,
    file: vintage.fileName,
    rowsRead: vintage.rowsRead,
    rowsLoaded: vintage.rowsLoaded,
    rowsAlreadyKnown: vintage.rowsKnown,
    rowsHeld: vintage.rowsHeld,
    rowsRejected: vintage.rowsRejected,
    undeclaredColumns: [...vintage.undeclaredColumns],
    demonstration: vintage.demonstration,
  };
}
