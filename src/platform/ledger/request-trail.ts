import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AskingRequest, AskScope } from '#platform/access/ask-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerAction } from './model.ts';
import { ScopeTrail } from './scope-trail.ts';

/** A request, and the answer to it. */
interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

const asked = new WeakMap<AskingRequest, Asked>();
const trails = new WeakMap<AskingRequest, ScopeTrail>();

/** Within a minute of a read it is to be seen, however long its answer takes. */
const longestUnsaid = 15_000;

/** The same asking, with a trail on every scope that it answers: what is read under it is noted in the ledger. */
export function withLedger(askScope: AskScope, ledger: Ledger): AskScope {
  return async (request) => {
    const scope = await askScope(request);
    if (scope === undefined || scope.kind === 'steward') return scope;
    const trail = trails.get(request) ?? trailOf(request, scope, ledger);
    trails.set(request, trail);
    return { ...scope, trail };
  };
}

function trailOf(request: AskingRequest, scope: Scope, ledger: Ledger): ScopeTrail {
  const known = asked.get(request);
  const trail = new ScopeTrail(ledger, scope, () => answerOf(known));
  if (known) {
    const late = setInterval(() => trail.say(), longestUnsaid).unref();
    known.reply.raw.once('close', () => clearInterval(late));
  }
  return trail;
}

/**
 * Notes what each request has read before its answer is sent, so that nothing leaves unnoted, whatever the answer's
 * status; what is read while a stream runs is noted as it is read.
 */
export function noteAnswers(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    asked.set(request, { request, reply });
    done();
  });
  app.addHook('onSend', (request, _reply, payload, done) => {
    trails.get(request)?.say();
    done(null, payload);
  });
  // What was hijacked, or read after the answer had begun.
  app.addHook('onResponse', (request, _reply, done) => {
    trails.get(request)?.say();
    done();
  });
}

interface Answer {
  readonly route: string;
  readonly status: number;
  readonly action: LedgerAction | undefined;
  /** Whether anything read from now on is read while the answer goes out. */
  readonly begun: boolean;
}

function answerOf(known: Asked | undefined): Answer {
  if (!known) return { route: 'unknown', status: 0, action: undefined, begun: false };
  const { request, reply } = known;
  return {
    route: `${request.method} ${request.routeOptions.url ?? 'an address that does not exist'}`,
    status: reply.statusCode,
    action: actionOf(request, reply),
    begun: reply.sent || reply.raw.headersSent,
  };
}

/** A file or a stream is an export; words that were searched for make a search. The words themselves are not kept. */
function actionOf(request: FastifyRequest, reply: FastifyReply): LedgerAction | undefined {
  const type = String(reply.getHeader('content-type') ?? '');
  if (/csv|ndjson|zip|octet-stream/.test(type) || reply.hasHeader('content-disposition')) return 'export';
  const [asked, sent] = [request.query, request.body] as readonly ({ readonly q?: unknown } | undefined)[];
  const q = asked?.q ?? sent?.q;
  return typeof q === 'string' && q !== '' ? 'search' : undefined;
}
