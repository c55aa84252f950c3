import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { AskingRequest } from '#platform/access/ask-scope.ts';
import { hasSessionCookie } from '#platform/sign-in/cookies.ts';
import { chosenInCookie, scopeHeader } from './scope-choice.ts';

const contentSecurityPolicy = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "script-src-attr 'none'",
  "style-src-attr 'none'",
].join('; ');

const alwaysSent: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * The security headers of every answer. `publicUrl` decides on Strict-Transport-Security: promised only when people
 * reach the server by https, because a promise made over loopback http would lock them out.
 */
export function securityHeaders(publicUrl: string | undefined): Readonly<Record<string, string>> {
  return publicUrl?.startsWith('https:')
    ? { ...alwaysSent, 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
    : alwaysSent;
}

/** Puts the security headers on every answer to an address that can be read; see `answerUnreadable` for the others. */
export function sendSecurityHeaders(app: FastifyInstance, publicUrl: string | undefined): void {
  const headers = securityHeaders(publicUrl);
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/**
 * Lets nothing change at another site's bidding: a browser says where a request comes from, and only our own pages may
 * send one that changes something. A program, which says nothing of the kind, may, but never with a browser's cookie.
 */
export function refuseForeignChanges(app: FastifyInstance, publicUrl: string | undefined): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const foreign = !safeMethods.has(request.method) && !isOwn(request, publicUrl);
    done(foreign ? new ProblemError(foreignChange) : undefined);
  });
}

function isOwn(request: FastifyRequest, publicUrl: string | undefined): boolean {
  const { headers } = request;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  if (headers.origin !== undefined) return ownOrigins(request, publicUrl).includes(headers.origin);
  // Whoever is signed in is a browser, and every browser of these years says where a request comes from.
  if (hasSessionCookie(headers.cookie)) return false;
  return headers[scopeHeader] !== undefined || chosenInCookie(headers.cookie) === undefined;
}

/** The scheme is that of the server in front, where one is named. */
function ownOrigins(request: FastifyRequest, publicUrl: string | undefined): readonly string[] {
  if (publicUrl !== undefined) return [new URL(publicUrl).origin];
  return [`http://${request.headers.host}`, `https://${request.headers.host}`];
}

const foreignChange = {
  code: 'other-site-not-allowed',
  message: 'A page of another site asked for this change, or the browser did not say which page did.',
  nextStep:
    'Make the change on a page of this Headwater. A program sends its key or the header Headwater-Scope, and no cookie.',
};

/** Whose answers depend on who asks. */
export interface ScopeDependence {
  wasAsked(request: AskingRequest): boolean;
}

/**
 * Keeps an answer from anybody but the reader it was made for. Whatever a route asked a scope for is kept nowhere, so
 * that neither a shared cache nor the back button shows it to the next reader; every other page says in its banner who
 * the reader is, and is checked again with the server each time.
 */
export function keepAnswersApart(app: FastifyInstance, { wasAsked }: ScopeDependence): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (wasAsked(request)) {
      reply.header('cache-control', 'private, no-store');
      varyBy(reply, ['Cookie', 'Headwater-Scope', 'Authorization']);
    } else if (isPage(reply)) {
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache');
      varyBy(reply, ['Cookie', 'Headwater-Scope']);
    }
    done(null, payload);
  });
}

function isPage(reply: FastifyReply): boolean {
  return String(reply.getHeader('content-type')).startsWith('text/html');
}

function varyBy(reply: FastifyReply, names: readonly string[]): void {
  const varied = reply.getHeader('vary');
  reply.header('vary', [...(varied === undefined ? [] : [String(varied)]), ...names].join(', '));
}

/** Gives whole answers to GET a weak ETag and answers 304 when the browser has the same one. Streams pass through. */
export function answerConditionally(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const whole = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (request.method !== 'GET' || reply.statusCode !== 200 || !whole) return done(null, payload);
    if (String(reply.getHeader('cache-control')).includes('no-store')) return done(null, payload);
    const tag = `W/"${createHash('sha1').update(payload).digest('base64url')}"`;
    reply.header('etag', tag);
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-cache');
    if (!matches(request.headers['if-none-match'], tag)) return done(null, payload);
    reply.code(304).removeHeader('content-length');
    done(null, '');
  });
}

function matches(ifNoneMatch: string | undefined, tag: string): boolean {
  return ifNoneMatch === '*' || (ifNoneMatch?.split(',').some((candidate) => candidate.trim() === tag) ?? false);
}
