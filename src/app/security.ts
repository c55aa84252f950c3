import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

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

/** Gives whole answers to GET a weak ETag and answers 304 when the browser has the same one. Streams pass through. */
export function answerConditionally(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const whole = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (request.method !== 'GET' || reply.statusCode !== 200 || !whole) return done(null, payload);
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
