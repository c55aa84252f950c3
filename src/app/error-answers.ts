import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Shell } from '#foundation/ui/page/shell.ts';
import { endedPage } from '#platform/sign-in/pages/outcomes.tsx';
import { SignInEndedError } from '#platform/sign-in/sign-in.ts';
import { htmlMediaType } from '#platform/web/answers.ts';
import { localPath } from '#platform/web/local-path.ts';
import { errorPage } from './error-pages.tsx';
import { routeOf } from './logged.ts';
import type { ProblemDocument } from './problem-document.ts';
import { describeError, pathOf, problemDocument, problemMediaType } from './problem-document.ts';
import { TooManyError } from './rate-limits.ts';
import { answering } from './scope-asking.ts';
import { securityHeaders } from './security.ts';

const busyType = '/api#busy';

/** Answers every error of the server: a problem document under /api/, a page everywhere else. */
export function answerErrors(app: FastifyInstance, shell: Shell): void {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const problem = describeError(error, request);
    // A burst is no fault, and must not fill the log.
    if (problem.status >= 500 && problem.type !== busyType)
      request.log.error({ path: routeOf(request), err: error }, 'A request failed');
    if (error instanceof TooManyError) reply.header('retry-after', String(error.retryAfter));
    if (error instanceof SignInEndedError && !isApi(request)) return await sendEnded(shell, error, request, reply);
    await sendProblem(shell, problem, request, reply);
  });
  app.setNotFoundHandler(async (request, reply) => {
    const detail = 'Check the address. The addresses that exist are described at /api/v1/openapi.json.';
    await sendProblem(shell, problemDocument('not-found', 404, detail, request), request, reply);
  });
}

/** Whoever was signed in, and is no longer, is told so and led back. */
async function sendEnded(
  shell: Shell,
  { because, personName }: SignInEndedError,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const returnTo = request.method === 'GET' ? localPath(request.url) : '/';
  const page = await answering.run(request, () => shell(endedPage({ because, personName, returnTo, form: 'none' })));
  await reply.code(403).header('cache-control', 'no-store').type(htmlMediaType).send(page);
}

/**
 * Answers an address that cannot be taken apart: a `%` without a character after it, a part longer than any code. The
 * router refuses these before any hook, so the security headers come from here.
 */
export function answerUnreadable(shell: Shell, publicUrl: string | undefined) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const status = error.statusCode ?? 400;
    const detail =
      status === 414 ? 'A part of the address is too long.' : 'The address has a % in it that is no character.';
    reply.headers(securityHeaders(publicUrl));
    sendProblem(shell, problemDocument('bad-request', status, detail, request), request, reply).catch(() =>
      // Nobody waits for this answer: a page that cannot be drawn must not end the process.
      reply.type('text/plain; charset=utf-8').send(detail),
    );
  };
}

/** Sends a problem in the form the caller expects. Never kept by a browser. */
async function sendProblem(
  shell: Shell,
  problem: ProblemDocument,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  reply.code(problem.status).header('cache-control', 'no-store');
  if (problem.status === 503) reply.header('retry-after', '5');
  if (isApi(request)) {
    await reply.type(problemMediaType).send(JSON.stringify(problem));
  } else {
    const page = await answering.run(request, () => errorPage(shell, problem));
    await reply.type(htmlMediaType).send(page);
  }
}

/** Whether a request is a program's, by its address. */
export function isApi(request: FastifyRequest): boolean {
  return pathOf(request).startsWith('/api/');
}
