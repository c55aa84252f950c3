import type { Database } from '#platform/database/pool.ts';
import { askedFormat, sendCsv } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
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
    const wanted = askedFormat(request, reply, request.query.format);
    return wanted === 'csv' ? sendCsv(reply, 'figures', figuresCsv(figures)) : { figures };
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
    const { group, format } = request.query;
    const found = measures.filter((measure) => group === undefined || measure.group === group);
    if (askedFormat(request, reply, format) === 'csv') {
      sendCsv(reply, 'measures', measuresCsv(found));
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
    return askedFormat(request, reply, request.query.format) === 'csv'
      ? sendCsv(reply, 'releases', releasesCsv(vintages))
      : { releases: vintages.map(releaseDocument) };
  });
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
