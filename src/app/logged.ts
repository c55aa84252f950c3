import type { FastifyRequest } from 'fastify';

/** Where a request was answered, as the route table has it: `/settings/:urn/roll`, never what stood there. */
export function routeOf(request: Pick<FastifyRequest, 'routeOptions'>): string {
  return request.routeOptions.url ?? 'no such address';
}

/**
 * What is logged of a fault. Never what PostgreSQL says in its own words (“Key (surname)=(…) already exists”), and nothing
 * that stands between quotes: both can be a name, a UPN or a note.
 */
export function loggedError(error: Error): {
  readonly [part: string]: string;
  readonly type: string;
  readonly message: string;
  readonly stack: string;
} {
  const { code, table, constraint, severity } = error as Error & Readonly<Record<string, unknown>>;
  const said = severity === undefined ? withoutQuoted(error.message) : 'PostgreSQL refused a statement';
  return {
    type: error.name,
    message: said,
    stack: framesOf(error),
    ...(typeof code === 'string' && { code }),
    ...(typeof table === 'string' && { table }),
    ...(typeof constraint === 'string' && { constraint }),
  };
}

function withoutQuoted(message: string): string {
  const first = message.split('\n', 1)[0] ?? '';
  return first.slice(0, 300).replaceAll(/“[^”]*”?|"[^"]*"?|'[^']*'?|‘[^’]*’?|`[^`]*`?/g, '…');
}

/** Without its head, which repeats the message. */
function framesOf({ stack }: Error): string {
  return (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
