import type { FastifyError, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ParameterError, ProblemError } from '#foundation/kernel/problem.ts';
import { databaseIsAway } from '#platform/database/connection-problem.ts';
import { didYouMean } from './commands/did-you-mean.ts';

/** A problem as the API answers it: RFC 9457, with one entry in `errors` for each parameter that is wrong. */
export const ProblemDocument = z
  .object({
    type: z.string().meta({ description: 'Where this kind of problem is explained.' }),
    title: z.string().meta({ description: 'The kind of problem, in a few words.' }),
    status: z.number().int().meta({ description: 'The HTTP status, repeated.' }),
    detail: z.string().meta({ description: 'What happened this time and what to do next.' }),
    instance: z.string().meta({ description: 'The path that was asked for.' }),
    errors: z.array(z.object({ parameter: z.string(), message: z.string() })).optional(),
  })
  .meta({ description: 'A problem, in the form of RFC 9457.' });
export type ProblemDocument = z.infer<typeof ProblemDocument>;

export const problemMediaType = 'application/problem+json';

/** The kinds of problem the server answers with, explained at `/api#…`. */
export const problemKinds = {
  'bad-parameters': 'Some parameters cannot be used',
  'not-found': 'There is nothing at this address',
  'not-allowed': 'You may not do this here',
  'key-unapproved': 'This key waits to be approved',
  conflict: 'Something changed in the meantime',
  'cannot-be-done': 'The request cannot be carried out',
  'bad-request': 'The request cannot be understood',
  unavailable: 'The database does not answer',
  busy: 'This cannot be answered just now',
  'too-many': 'Too much was asked at once',
  unexpected: 'Something went wrong here',
} as const;
export type ProblemKind = keyof typeof problemKinds;

type ParameterProblem = NonNullable<ProblemDocument['errors']>[number];

/** The document for one kind of problem. */
export function problemDocument(
  kind: ProblemKind,
  status: number,
  detail: string,
  request: Pick<FastifyRequest, 'url'>,
  errors?: readonly ParameterProblem[],
): ProblemDocument {
  return {
    type: `/api#${kind}`,
    title: problemKinds[kind],
    status,
    detail,
    instance: pathOf(request),
    ...(errors && { errors: [...errors] }),
  };
}

/** The path asked for, without the query: what people search for is neither logged nor repeated. */
export function pathOf(request: Pick<FastifyRequest, 'url'>): string {
  return request.url.split('?', 1)[0] ?? '/';
}

/** What to tell the caller about something thrown while answering. Status 500 says nothing about the inside. */
export function describeError(error: FastifyError | Error, request: FastifyRequest): ProblemDocument {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.flatMap((issue) => parameterProblems(issue, request));
    return problemDocument('bad-parameters', 400, errors.map(({ message }) => message).join(' '), request, errors);
  }
  if (error instanceof ParameterError) {
    const { parameter, message: detail } = error;
    return problemDocument('bad-parameters', 400, detail, request, [{ parameter, message: detail }]);
  }
  if (error instanceof ProblemError) {
    const [kind, status] = kindOf(error.problem.code);
    return problemDocument(kind, status, error.message, request);
  }
  if (databaseIsAway(error)) return problemDocument('unavailable', 503, awayDetail, request);
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status >= 400 && status < 500) {
    return problemDocument(
      'bad-request',
      status,
      `${error.message.replace(/\.$/, '')}. ${nextStepOf(status)}`,
      request,
    );
  }
  const detail = `It has been written to the log as ${request.id}. Trying again in a minute is worth while.`;
  return problemDocument('unexpected', 500, detail, request);
}

/** Whoever sends registers again, because no answer came, counts nothing twice. */
const awayDetail =
  'The database went away while this was answered. Send it again in a few seconds: what had been kept is not kept twice.';

/** What to do about a request that no route was asked to answer. */
function nextStepOf(status: number): string {
  if (status === 413) return 'Send less at once; /api/v1/registers takes any number of registers, one a line.';
  return 'What each address takes is described at /api/v1/openapi.json.';
}

/** A problem's code says by its ending how it is answered. */
function kindOf(code: string): readonly [kind: ProblemKind, status: number] {
  if (code === 'too-many-requests') return ['too-many', 429];
  if (code.endsWith('not-found')) return ['not-found', 404];
  if (code === 'key-unapproved') return ['key-unapproved', 401];
  if (code.endsWith('not-allowed')) return ['not-allowed', 403];
  if (code.endsWith('conflict')) return ['conflict', 409];
  if (code.endsWith('busy') || code.endsWith('not-ready')) return ['busy', 503];
  return ['cannot-be-done', 400];
}

interface ValidationIssue {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

function parameterProblems(issue: ValidationIssue, request: FastifyRequest): readonly ParameterProblem[] {
  if (issue.keyword === 'unrecognized_keys') {
    const known = knownParameters(request);
    const list = known.length > 0 ? `The parameters are ${known.join(', ')}.` : 'This address takes none.';
    return words(issue.params['keys']).map((parameter) => ({
      parameter,
      message: `There is no parameter “${parameter}”.${didYouMean(parameter, known)} ${list}`,
    }));
  }
  const parameter = issue.instancePath.split('/')[1] ?? '';
  return [{ parameter, message: parameterMessage(parameter, issue, request) }];
}

function parameterMessage(parameter: string, issue: ValidationIssue, request: FastifyRequest): string {
  const given = givenValue(request, parameter);
  if (given === undefined && hasField(request.body, parameter)) {
    // Nothing of a body is repeated: it can hold names.
    return `“${issue.instancePath.slice(1)}” cannot be used: ${issue.message ?? 'it is not understood'}.`;
  }
  if (given === undefined) return `“${parameter}” is needed.`;
  if (isRepeated(request, parameter)) {
    return `“${parameter}” is given more than once. Give it once; where a list is meant, with commas between its items.`;
  }
  const values = words(issue.params['values']);
  if (given === '' && values.length === 0) return `“${parameter}” is empty.`;
  if (values.length === 0) return `“${parameter}” cannot be “${given}”: ${issue.message ?? 'it is not understood'}.`;
  const meant = didYouMean(given, values);
  const list = values.length <= 12 ? ` It can be ${values.join(', ')}.` : '';
  return `“${parameter}” cannot be “${given}”.${meant}${list}`;
}

function givenValue(request: FastifyRequest, parameter: string): string | undefined {
  const sources = [request.query, request.params].filter((source) => typeof source === 'object' && source !== null);
  const given = sources.flatMap((source) => Object.entries(source)).find(([name]) => name === parameter)?.[1];
  return given === undefined ? undefined : String(given).slice(0, 80);
}

function hasField(body: unknown, name: string): boolean {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name);
}

function isRepeated({ query }: FastifyRequest, parameter: string): boolean {
  const given = typeof query === 'object' && query !== null ? Object.entries(query) : [];
  return given.some(([name, value]) => name === parameter && Array.isArray(value));
}

function knownParameters(request: FastifyRequest): readonly string[] {
  const schema = request.routeOptions.schema?.querystring;
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
