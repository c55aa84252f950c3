import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import swagger from '@fastify/swagger';
import type { FastifySchema } from 'fastify';
import fastify, { LogController } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Shell } from '#foundation/ui/page/shell.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { Assets } from './assets.ts';
import type { Config } from './config.ts';
import { answerErrors, answerUnreadable } from './error-answers.ts';
import { readForms } from './form-body.ts';
import { loggedError, routeOf } from './logged.ts';
import { ProblemDocument, problemMediaType } from './problem-document.ts';
import { limitRates } from './rate-limits.ts';
import { answering } from './scope-asking.ts';
import type { ScopeDependence } from './security.ts';
import { answerConditionally, keepAnswersApart, refuseForeignChanges, sendSecurityHeaders } from './security.ts';

export interface ServerOptions {
  readonly version: string;
  readonly config: Pick<Config, 'publicUrl' | 'logLevel' | 'hardening'>;
  /** Where log lines go, one JSON object each. */
  readonly log: { write(line: string): void };
  readonly shell: Shell;
  readonly assets: Assets;
  /** Which answers depend on who asks; none unless given. */
  readonly scopes?: ScopeDependence | undefined;
}

/** One route, as the route table lists it. */
export interface ListedRoute {
  readonly method: string;
  readonly url: string;
  /** What it takes; attacks put something wrong into each of it. */
  readonly schema?: FastifySchema | undefined;
  /** Most bytes of a body; the server’s unless the route has its own. */
  readonly bodyLimit?: number | undefined;
}

/** A server and the list, growing as they are registered, of its routes. */
export interface ServerWithTable {
  readonly app: RouteServer;
  readonly routes: readonly ListedRoute[];
}

/** A server with everything but its routes: headers, compression, errors, OpenAPI, and the list its routes are entered in. */
export function createServer(options: ServerOptions): ServerWithTable {
  const { trustedProxies, requestsPerMinute } = options.config.hardening;
  const app: RouteServer = fastify({
    logger: { level: options.config.logLevel, stream: options.log, base: null, serializers: { err: loggedError } },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    return503OnClosing: true,
    // Whoever is not named here can write what they like into X-Forwarded-For.
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    frameworkErrors: answerUnreadable(options.shell, options.config.publicUrl),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
  const routes: ListedRoute[] = [];
  logRequests(app);
  knowWhatIsAnswered(app);
  sendSecurityHeaders(app, options.config.publicUrl);
  limitRates(app, { perMinute: requestsPerMinute });
  refuseForeignChanges(app, options.config.publicUrl);
  refuseNul(app);
  readForms(app);
  keepAnswersApart(app, options.scopes ?? { wasAsked: () => false });
  answerConditionally(app);
  app.register(compress, { threshold: 1024, brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } } });
  refuseUnknownParameters(app);
  app.addHook('onRoute', ({ method, url, schema, bodyLimit }) => {
    for (const one of [method].flat()) routes.push({ method: one, url, schema, bodyLimit });
  });
  describeApi(app, options);
  answerErrors(app, options.shell);
  return { app, routes };
}

/** PostgreSQL keeps no NUL in a text: whoever sends one means to break something, and is told before a statement is. */
function refuseNul(app: RouteServer): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const nul = request.url.includes('%00');
    done(nul ? Object.assign(new Error('The address has a character that is none'), { statusCode: 400 }) : undefined);
  });
}

/** For the banner of a page. Twice, because reading a body leaves what was entered before it. */
function knowWhatIsAnswered(app: RouteServer): void {
  app.addHook('onRequest', (request, _reply, done) => answering.run(request, done));
  app.addHook('preValidation', (request, _reply, done) => answering.run(request, done));
}

/** Method, route, status and time of each request: never the address, in whose path and query anything can stand. */
function logRequests(app: RouteServer): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    request.log.info(
      { method, path: routeOf(request), status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    );
    done();
  });
}

/**
 * Under /api/ a parameter nobody declared is an error, not a silence: `fase=primary` must not answer for all phases.
 * Done here for every route, so that no route can forget it. Their problem answers are documented here too.
 */
function refuseUnknownParameters(app: RouteServer): void {
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/') || !route.schema) return;
    const { querystring, response } = route.schema;
    const query = querystring instanceof z.ZodObject ? querystring : z.object({});
    route.schema = {
      ...route.schema,
      querystring: query.strict(),
      ...(typeof response === 'object' && response !== null && { response: { ...response, '4xx': problemAnswer } }),
    };
  });
}

const problemAnswer = {
  description: 'The request cannot be answered; the problem says why.',
  content: { [problemMediaType]: { schema: ProblemDocument } },
};

function describeApi(app: RouteServer, { version, config }: ServerOptions): void {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Headwater',
        version,
        description:
          'Published attendance, absence, suspension and permanent exclusion figures for England, its regions and local authorities.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: config.publicUrl ?? '/' }],
    },
    transform: (document) => {
      const hidden = !document.url.startsWith('/api/');
      return jsonSchemaTransform({ ...document, schema: hidden ? { hide: true } : document.schema });
    },
    transformObject: jsonSchemaTransformObject,
  });
}
