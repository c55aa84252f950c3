import { Readable } from 'node:stream';
import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { needScope, recordingScope } from '#platform/access/ask-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import { databaseIsAway } from '#platform/database/connection-problem.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { RegisterContext } from './api-keepers.ts';
import type { ReceivedLine } from './api-ndjson.ts';
import { answersTo, linesOf } from './api-ndjson.ts';
import { takeRegister } from './api-record.ts';
import { BulkLine } from './api-register-model.ts';
import { addressed } from './api-routes.ts';
import { plainText } from './sent-marks.ts';
import { isFields, readRegisterBody } from './sent-marks-body.ts';

const mediaType = 'application/x-ndjson';
const longestLine = 1024 * 1024;
/** As many as the pool of settings' connections answers at once, and a few to be read meanwhile. */
const atOnce = 16;
/** Answers held for a sender that sends everything before it reads anything. */
const answersHeld = 8 * 1024 * 1024;

/** What a line is answered with. `status` is as the same register sent alone would be answered. */
interface LineAnswer {
  readonly line: number;
  readonly status: number;
  readonly [field: string]: unknown;
}

/**
 * Registers as suppliers send them: one a line, as many lines as there are, read and answered as they come. A line that
 * cannot be used is answered so, and never stops the rest.
 */
export function bulkApi(app: RouteServer, context: RegisterContext): void {
  app.register((inner: RouteServer, _options, done) => {
    inner.addContentTypeParser(mediaType, (_request, body, parsed) => parsed(null, body));
    inner.setValidatorCompiler(() => (value: unknown) => ({ value }));
    const schema = {
      summary: 'Send many registers',
      description: `One register a line (${mediaType}): the body of a single register with urn, date and session. Each line is answered by one line, in the order they are done: {"line", "status", …}.`,
      tags: ['registers'],
      consumes: [mediaType],
      produces: [mediaType],
      body: BulkLine,
      response: { 200: z.unknown().meta({ description: 'One JSON object a line.' }) },
    };
    inner.post('/api/v1/registers', { schema, bodyLimit: Number.MAX_SAFE_INTEGER }, async (request, reply) => {
      const scope = await needScope(context.askScope, request, ['attendance', 'totals']);
      const body: unknown = request.body;
      if (!(body instanceof Readable)) throw wrongMediaType();
      const answer = (line: ReceivedLine) => answerLine(context, scope, line, request.log);
      const answers = answersTo(linesOf(body, longestLine), answer, atOnce);
      return reply.type(mediaType).send(Readable.from(answers, { objectMode: false, highWaterMark: answersHeld }));
    });
    done();
  });
}

async function answerLine(
  context: RegisterContext,
  scope: Scope,
  { line, text }: ReceivedLine,
  log: Pick<FastifyBaseLogger, 'error'>,
): Promise<LineAnswer> {
  if (text === undefined) return refused(line, 413, `The line is longer than ${longestLine} bytes.`);
  const parsed = parseJson(text);
  if (!isFields(parsed)) return refused(line, 400, 'The line is no JSON object.');
  try {
    return { line, ...(await takeLine(context, scope, parsed)) };
  } catch (reason) {
    if (reason instanceof ProblemError) return refused(line, statusOf(reason), reason.message);
    log.error({ err: reason, line }, 'A line could not be answered');
    if (databaseIsAway(reason))
      return refused(line, 503, 'The database went away; send the line again in a few seconds.');
    return refused(line, 500, 'Something went wrong here; send the line again.');
  }
}

async function takeLine(context: RegisterContext, scope: Scope, fields: Readonly<Record<string, unknown>>) {
  const { urn, date, session, ...body } = fields;
  const day = PlainDate.safeParse(date);
  if (!day.success) return problem(400, '“date” is a day, such as 2026-11-23.');
  const register = await addressed(context, { urn: plainText(urn), date: day.data, session: plainText(session) });
  const recording = recordingScope(scope, register.keeper.settingId);
  if (!recording) {
    return problem(403, `Only somebody of the setting may send its registers, and you are here as: ${scope.actor}.`);
  }
  const sent = readRegisterBody(body);
  if (!sent.ok) return problem(400, sent.failure.message);
  const outcome = await takeRegister(context, recording, register, sent.value);
  if (outcome.kind === 'kept') return { status: outcome.first ? 201 : 200, ...outcome.document };
  const { version } = outcome.current;
  return { ...problem(409, `Version ${version} is there with other marks, and nothing was written.`), version };
}

function refused(line: number, status: number, detail: string): LineAnswer {
  return { line, ...problem(status, detail) };
}

function problem(status: number, detail: string) {
  return { status, problem: { title: 'This register was not taken', detail } };
}

function statusOf({ problem: { code } }: ProblemError): number {
  if (code.endsWith('not-found')) return 404;
  if (code.endsWith('busy')) return 503;
  return code.endsWith('not-allowed') ? 403 : 400;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wrongMediaType(): ProblemError {
  return new ProblemError({
    code: 'media-type-not-understood',
    message: `Registers are sent here as ${mediaType}.`,
    nextStep: `Send the header content-type: ${mediaType}, and one register a line.`,
  });
}
