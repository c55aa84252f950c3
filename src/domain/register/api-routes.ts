import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ParameterError, ProblemError } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { needRecordingScope } from '#platform/access/ask-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import { whyForPrograms } from '#platform/access/why.ts';
import { askedFormat, sendCsv } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { RegisterContext } from './api-keepers.ts';
import { keeperByUrn, needReadingScope, readUrn } from './api-keepers.ts';
import type { AddressedRegister, SentOutcome } from './api-record.ts';
import { takeChanges, takeRegister } from './api-record.ts';
import { registerCsv, registerDocument, staleDocument } from './api-register-document.ts';
import type { RegisterDocument } from './api-register-model.ts';
import {
  ChangesBody,
  RecordedDocument,
  RegisterBody,
  RegisterDocument as RegisterDocumentSchema,
  RegisterParams,
  RegisterQuery,
  StaleDocument,
} from './api-register-model.ts';
import type { StoredRegister } from './model.ts';
import { readSession } from './page-sessions.ts';
import { registerAt, replayRegister } from './register-store.ts';
import type { BodyProblem } from './sent-marks-body.ts';
import { readChangesBody, readRegisterBody } from './sent-marks-body.ts';
import { rollAndEvent } from './timetable-store.ts';

const address = '/api/v1/settings/:urn/registers/:date/:session';
/** A register of 2,500 pupils as a list of objects, with room to spare. */
const longestBody = 1024 * 1024;

/** Bodies are read by hand (sent-marks-body.ts); their schemas describe them, and check nothing. */
const describedOnly = (body: unknown) => ({ value: body });

/** Registers for programs: send one, correct marks of one, read one as it stands or stood. */
export function registerApi(app: RouteServer, context: RegisterContext): void {
  app.register((inner: RouteServer, _options, done) => {
    readJsonAsItIs(inner);
    inner.setValidatorCompiler((route) =>
      route.httpPart === 'body' ? describedOnly : validatorCompiler(route as never),
    );
    putRegister(inner, context);
    postMarks(inner, context);
    getRegister(inner, context);
    done();
  });
}

/**
 * Fastify looks every body over for keys that could change what objects are, which takes as long as parsing it. Nothing
 * of these bodies is copied onto an object: their own keys are read one by one, so there is nothing to look for.
 */
function readJsonAsItIs(app: RouteServer): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(String(body)));
    } catch {
      done(Object.assign(new Error('The body is not JSON.'), { statusCode: 400 }));
    }
  });
}

function putRegister(app: RouteServer, context: RegisterContext): void {
  const schema = {
    summary: 'Send a whole register',
    description:
      'Takes every mark that can be taken and answers which could not. The same version with the same marks twice changes nothing; a version that is not later than what is there, with other marks, answers 409 with what is there.',
    tags: ['registers'],
    params: RegisterParams,
    body: RegisterBody,
    response: { 200: RecordedDocument, 201: RecordedDocument, 409: StaleDocument },
  };
  app.put(address, { schema, bodyLimit: longestBody }, async (request, reply) => {
    const register = await addressed(context, request.params);
    const recording = await needRecordingScope(context.askScope, request, register.keeper.settingId);
    const scope = await needReadingScope(context.askScope, request, register.keeper);
    const sent = understood(readRegisterBody(request.body));
    const outcome = await takeRegister(context, recording, register, sent);
    return answer({ context, scope, register, request, reply }, outcome);
  });
}

function postMarks(app: RouteServer, context: RegisterContext): void {
  const schema = {
    summary: 'Correct marks of a register',
    description: 'Each change needs its reason. Who, when, why and the mark before are kept for good.',
    tags: ['registers'],
    params: RegisterParams,
    body: ChangesBody,
    response: { 200: RecordedDocument, 409: StaleDocument },
  };
  app.post(`${address}/marks`, { schema, bodyLimit: longestBody }, async (request, reply) => {
    const register = await addressed(context, request.params);
    const recording = await needRecordingScope(context.askScope, request, register.keeper.settingId);
    const scope = await needReadingScope(context.askScope, request, register.keeper);
    const sent = understood(readChangesBody(request.body));
    const outcome = await takeChanges(context, recording, register, sent);
    return answer({ context, scope, register, request, reply }, outcome);
  });
}

function getRegister(app: RouteServer, context: RegisterContext): void {
  const schema = {
    summary: 'A register',
    description:
      'Every mark with its state: present, absent, not required or unmeasured. With asAt, as it stood at that instant.',
    tags: ['registers'],
    params: RegisterParams,
    querystring: RegisterQuery,
    response: { 200: RegisterDocumentSchema, 304: z.void().meta({ description: 'It is as it was (If-None-Match).' }) },
  };
  app.get(address, { schema }, async (request, reply) => {
    const register = await addressed(context, request.params);
    const scope = await needReadingScope(context.askScope, request, register.keeper);
    const { asAt, format } = request.query;
    const document = await readDocument(context, scope, register, asAt === undefined ? undefined : new Date(asAt));
    const { date, session } = document;
    const wanted = askedFormat(request, reply, format);
    // Nobody may keep the answer for others, but who asked may ask again whether it is still so.
    const tag = `"${createHash('sha1').update(JSON.stringify(document)).update(wanted).digest('base64url')}"`;
    reply.header('etag', tag);
    if (request.headers['if-none-match']?.includes(tag)) return reply.code(304).send(undefined);
    if (wanted === 'csv') return sendCsv(reply, `register-${document.urn}-${date}-${session}`, registerCsv(document));
    return document;
  });
}

/** The register an address names. Throws where there is no such setting or session. */
export async function addressed(
  context: Pick<RegisterContext, 'database' | 'clock'>,
  {
    urn,
    date: day,
    session,
  }: { readonly urn: string; readonly date: AddressedRegister['day']; readonly session: string },
): Promise<AddressedRegister> {
  const key = readSession(session);
  if (key === undefined) {
    const next = 'It is am, pm, or the number of a timetabled event, from 3.';
    throw new ParameterError('session', {
      code: 'session-unknown',
      message: `There is no session “${session}”.`,
      nextStep: next,
    });
  }
  return { keeper: await keeperByUrn(context, readUrn(urn)), day, session: key };
}

function understood<Body>(read: Result<Body, BodyProblem>): Body {
  if (read.ok) return read.value;
  const { parameter, message } = read.failure;
  throw new ParameterError(parameter, { code: 'body-not-understood', message, nextStep: 'See /api/v1/openapi.json.' });
}

interface Answering {
  readonly context: RegisterContext;
  readonly scope: Scope;
  readonly register: AddressedRegister;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function answer({ context, scope, register, request, reply }: Answering, outcome: SentOutcome) {
  if (outcome.kind === 'kept') return reply.code(outcome.first ? 201 : 200).send(outcome.document);
  const current = await readDocument(context, scope, register, undefined, outcome.current);
  const path = request.url.split('?', 1)[0] ?? '/';
  return reply.code(409).type('application/problem+json').send(staleDocument(path, current));
}

/** A register as a document: `known` when it has just been read. Throws `roll-not-found` where there is no roll. */
async function readDocument(
  { database }: Pick<RegisterContext, 'database'>,
  scope: Scope,
  { keeper, day, session }: AddressedRegister,
  asAt: Date | undefined,
  known?: StoredRegister,
): Promise<RegisterDocument> {
  const key = { settingId: keeper.settingId, day, session };
  const read = await inScope(database, scope, async (scoped) => {
    const roll = await rollAndEvent(scoped, key);
    const register = known ?? (await (asAt ? replayRegister(scoped, key, asAt) : registerAt(scoped, key)));
    return { roll, register };
  });
  if (!read.roll) {
    throw new ProblemError({
      code: 'roll-not-found',
      message: `${keeper.name} has no roll in the academic year of ${day}.`,
      nextStep: 'Ask for another day, or enter its roll first.',
    });
  }
  const why = whyForPrograms(scope);
  const { roll, roster } = read.roll;
  return registerDocument({ keeper, day, session, roll, roster, register: read.register, asAt, why });
}
