import { createHash } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { hasSessionCookie } from '#platform/sign-in/cookies.ts';
import type { RouteServer } from '#platform/web/route-server.ts';

/** Too much was asked at once; answered with 429 and the seconds to wait. */
export class TooManyError extends ProblemError {
  readonly retryAfter: number;

  constructor(what: keyof typeof doings, retryAfter: number) {
    super({
      code: 'too-many-requests',
      message: `${doings[what]} more often in a minute than Headwater answers.`,
      nextStep: `Go on in ${retryAfter} ${retryAfter === 1 ? 'second' : 'seconds'}. Nothing that was sent before is lost.`,
    });
    this.retryAfter = retryAfter;
  }
}

const doings = {
  everything: 'You asked',
  search: 'You searched',
  export: 'You took out files',
  signIn: 'Somebody at your network address tried to sign in',
  refusedKey: 'Keys that are not known were sent from your network address',
} as const;
type Doing = keyof typeof doings;

/** By whom a request is counted: whoever it says it is, and always the address it comes from. */
type Counted = 'person' | 'key' | 'address';

const minute = 60_000;

/**
 * How often a minute, for each request a person may make. A supplier sends a nation’s morning, 24,500 registers, under one
 * key or from one address in a minute: eighty times 3,000 is ten times that. An address may be a whole authority’s.
 */
const shares: Readonly<Record<Doing, Readonly<Partial<Record<Counted, number>>>>> = {
  everything: { person: 1, key: 80, address: 80 },
  search: { person: 1 / 25, key: 1 / 5, address: 2 },
  export: { person: 1 / 50, key: 1 / 5, address: 1 },
  signIn: { address: 1 / 10 },
  refusedKey: { address: 1 / 5 },
};

type Count = (
  request: FastifyRequest,
  options?: { readonly increment: false },
) => Promise<
  | { readonly isAllowed: true }
  | { readonly isAllowed: false; readonly isExceeded: boolean; readonly ttlInSeconds: number }
>;

const mostKeysKnown = 10_000;
/** Of each limit. Who has not been seen for longest makes room. */
const mostCounted = 20_000;

/** Keeps anybody from asking so much that others wait, and from trying secrets. `perMinute` is what one person may ask. */
export function limitRates(app: RouteServer, { perMinute }: { readonly perMinute: number }): void {
  app.register(rateLimit, { global: false, cache: mostCounted });
  const counts = countsOf(app, perMinute);
  const keysKnown = new Set<string>();
  app.addHook('onRequest', async (request) => {
    for (const doing of doingsOf(request))
      await refuseTooMany(
        doing,
        namesOf(request).map((by) => counts(doing, by)),
        request,
      );
    const key = keyOf(request);
    if (key === undefined || keysKnown.has(key)) return;
    await refuseTooMany('refusedKey', [counts('refusedKey', 'address')], request, { increment: false });
  });
  app.addHook('onResponse', async (request, reply) => {
    const key = keyOf(request);
    if (key === undefined) return;
    if (wasRefused(reply)) await counts('refusedKey', 'address')?.(request);
    else if (reply.statusCode < 300) remember(keysKnown, key);
  });
}

/** Each is made when it is first needed: the plugin is there only once the server is ready. */
function countsOf(app: RouteServer, perMinute: number): (doing: Doing, by: Counted) => Count | undefined {
  const made = new Map<string, Count>();
  return (doing, by) => {
    const share = shares[doing][by];
    if (share === undefined) return undefined;
    const known = made.get(`${doing} ${by}`);
    if (known) return known;
    const count: Count = app.createRateLimit({
      max: Math.max(1, Math.round(share * perMinute)),
      timeWindow: minute,
      // Of an address the plugin takes the network, which one machine of IPv6 has a whole one of.
      ...(by !== 'address' && { keyGenerator: (request: FastifyRequest) => secretNameOf(request, by) }),
    });
    made.set(`${doing} ${by}`, count);
    return count;
  };
}

async function refuseTooMany(
  doing: Doing,
  counts: readonly (Count | undefined)[],
  request: FastifyRequest,
  options?: { readonly increment: false },
): Promise<void> {
  for (const count of counts) {
    const outcome = await count?.(request, options);
    if (outcome && !outcome.isAllowed && outcome.isExceeded)
      throw new TooManyError(doing, Math.max(1, outcome.ttlInSeconds));
  }
}

function doingsOf(request: FastifyRequest): readonly Doing[] {
  const path = request.url.split('?', 1)[0] ?? '';
  const { q, format } = (request.query ?? {}) as Readonly<Record<string, unknown>>;
  return [
    'everything',
    ...((q !== undefined && q !== '') || path.endsWith('/search') ? (['search'] as const) : []),
    ...(/\.(?:csv|zip|ods)$/.test(path) || format === 'csv' ? (['export'] as const) : []),
    ...(isSignIn(request.method, path) ? (['signIn'] as const) : []),
  ];
}

/** What is sent to prove who somebody is: a form of ours, and a provider’s answer. */
function isSignIn(method: string, path: string): boolean {
  return /^\/sign-in(?:\/|$)/.test(path) && (method === 'POST' || path.startsWith('/sign-in/answer/'));
}

function namesOf(request: FastifyRequest): readonly Counted[] {
  if (keyOf(request) !== undefined) return ['key', 'address'];
  return hasSessionCookie(request.headers.cookie) ? ['person', 'address'] : ['address'];
}

/** Secrets are not kept to be counted by, only digests of them. */
function secretNameOf(request: FastifyRequest, by: Counted): string {
  if (by === 'key') return keyOf(request) ?? '';
  const session = /headwater-session=([^;\s]*)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  return digest(session);
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  return headers.authorization === undefined ? undefined : digest(headers.authorization);
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

function wasRefused(reply: FastifyReply): boolean {
  return reply.statusCode === 401 || reply.statusCode === 403;
}

/** The oldest makes room. */
function remember(keys: Set<string>, key: string): void {
  keys.delete(key);
  keys.add(key);
  const [oldest] = keys;
  if (keys.size > mostKeysKnown && oldest !== undefined) keys.delete(oldest);
}
