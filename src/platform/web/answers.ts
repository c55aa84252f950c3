import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Shell, ShellPage } from '#foundation/ui/page/shell.ts';

export const htmlMediaType = 'text/html; charset=utf-8';

/** Answers with a page, complete in its shell. */
export async function sendPage(reply: FastifyReply, shell: Shell, page: ShellPage): Promise<FastifyReply> {
  return reply.type(htmlMediaType).send(await shell(page));
}

/** Answers with a CSV document to be kept as `name` with `.csv`. `name` is ours, or a code: never text from outside. */
export function sendCsv(reply: FastifyReply, name: string, text: string): FastifyReply {
  return (
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}.csv"`)
      // Past the JSON serialiser: what the API declares is JSON, and a CSV document is already text.
      .serializer((payload: unknown) => String(payload))
      .send(text)
  );
}

/** The form an answer of the API is asked for: `format` decides, and without it the Accept header. Says so to caches. */
export function askedFormat(
  request: Pick<FastifyRequest, 'headers'>,
  reply: FastifyReply,
  format: 'json' | 'csv' | undefined,
): 'json' | 'csv' {
  reply.header('vary', 'accept');
  return format ?? preferredFormat(request.headers.accept ?? '');
}

/** CSV when the Accept header likes it better than JSON (RFC 9110 §12.5.1: `q` is the weight, 1 unless given). */
export function preferredFormat(accept: string): 'json' | 'csv' {
  const weightOf = (mediaType: string): number => {
    const range = accept.split(',').find((one) => one.split(';')[0]?.trim().toLowerCase() === mediaType);
    return range === undefined ? 0 : Number(/;\s*q=([\d.]+)/i.exec(range)?.[1] ?? 1);
  };
  return weightOf('text/csv') > weightOf('application/json') ? 'csv' : 'json';
}
