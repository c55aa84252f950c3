import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ParameterError } from '#foundation/kernel/problem.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { draftAgreement } from './actions.ts';
import type { AgreementContext } from './asking.ts';
import { needSignatory, published, versionAsked, visibleHistory, withReader } from './asking.ts';
import { compareAgreements } from './diff.ts';
import { AgreementDocument } from './document.ts';
import { checkAgreement } from './file.ts';
import type { History } from './history.ts';
import { standingAt } from './history.ts';
import { lawfulBases } from './lawful-bases.ts';
import { idParams } from './page-routes.ts';
import { faultWords } from './pages/draft-page.tsx';
import { agreementIdsOf, readHistories } from './store.ts';

const tags = ['agreements'];
const version = z.coerce.number().int().min(1).max(100_000);

const Party = z.object({ party: z.string(), name: z.string(), role: z.string(), contact: z.string() });
const Stands = z.object({
  agreementId: z.int(),
  reference: z.string(),
  version: z.int(),
  title: z.string(),
  purpose: z.string(),
  parties: z.array(Party),
  state: z.string().describe('How the version stands now; only in-force lets anything out'),
  sha256: z.string().describe('Of the version’s canonical JSON: what is signed'),
});
const Happened = z.object({
  eventNo: z.int(),
  version: z.int(),
  did: z.string(),
  party: z.string().nullable(),
  at: z.iso.datetime(),
  toldBy: z.string(),
  reason: z.string().nullable(),
  nextReviewOn: z.string().nullable(),
});
const Changed = z.object({
  path: z.string(),
  about: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  effect: z.enum(['more', 'less', 'otherwise']),
});
const Basis = z.object({
  code: z.string(),
  kind: z.string(),
  title: z.string(),
  words: z.string(),
  source: z.string(),
  verified: z.boolean(),
  validFrom: z.string().optional(),
  validTo: z.string().optional(),
  notYetInForce: z.boolean().optional(),
  needsPolicyDocument: z.boolean().optional(),
});

/** Agreements for programs: the public register, one agreement, a version as a file, changes, and drafts sent in. */
export function agreementApi(app: RouteServer, context: AgreementContext): void {
  readingApi(app, context);
  fileApi(app, context);
  draftApi(app, context);
}

function readingApi(app: RouteServer, context: AgreementContext): void {
  const { clock } = context;
  const list = {
    summary: 'The public register of sharing agreements',
    description: 'Every agreement that all its parties have signed, those that have ended too. No child is named.',
    tags,
    response: { 200: z.object({ agreements: z.array(Stands) }) },
  };
  app.get('/api/v1/agreements', { schema: list }, (request) =>
    withReader(context, request, async (gate) => {
      const histories = await readHistories(gate, await agreementIdsOf(gate));
      const shown = histories.map((one) => published(one, clock.now())).filter(({ versions }) => versions.length > 0);
      return { agreements: shown.map((history) => stands(history, undefined, clock.now())) };
    }),
  );
  const one = {
    summary: 'One sharing agreement and what happened to it',
    description: 'Parties see drafts too; everybody else what all have signed, without the names of who signed.',
    tags,
    params: idParams,
    response: { 200: Stands.extend({ versions: z.array(z.int()), events: z.array(Happened) }) },
  };
  app.get('/api/v1/agreements/:agreementId', { schema: one }, (request) =>
    withReader(context, request, async (gate, reader) => {
      const history = await visibleHistory(gate, request.params.agreementId, reader, clock.now());
      const events = history.events.map((event) => ({
        ...event,
        party: event.party ?? null,
        at: event.at.toISOString(),
        reason: event.reason ?? null,
        nextReviewOn: event.nextReviewOn ?? null,
      }));
      return {
        ...stands(history, undefined, clock.now()),
        versions: history.versions.map((each) => each.version),
        events,
      };
    }),
  );
  changesApi(app, context);
}

function changesApi(app: RouteServer, context: AgreementContext): void {
  const { clock } = context;
  const changes = {
    summary: 'What changes from one version of an agreement to another, or to another agreement',
    tags,
    params: idParams,
    querystring: z.object({ from: version, to: version, with: idParams.shape.agreementId.optional() }),
    response: { 200: z.object({ changes: z.array(Changed) }) },
  };
  app.get('/api/v1/agreements/:agreementId/changes', { schema: changes }, (request) =>
    withReader(context, request, async (gate, reader) => {
      const { from, to, with: other = request.params.agreementId } = request.query;
      const history = await visibleHistory(gate, request.params.agreementId, reader, clock.now());
      const another = await visibleHistory(gate, other, reader, clock.now());
      const found = compareAgreements(
        versionAsked(history, from, clock.now()).document,
        versionAsked(another, to, clock.now()).document,
      );
      return { changes: found.map((each) => ({ ...each, before: each.before ?? null, after: each.after ?? null })) };
    }),
  );
}

function stands(history: History, asked: number | undefined, now: Date): z.infer<typeof Stands> {
  const shown = versionAsked(history, asked, now);
  const { reference, title, purpose, parties } = shown.document;
  const { agreementId } = history;
  const { state } = standingAt(history, shown, now);
  return { agreementId, reference, version: shown.version, title, purpose, parties, state, sha256: shown.sha256 };
}

function fileApi(app: RouteServer, context: AgreementContext): void {
  const params = idParams.extend({ version });
  const file = {
    summary: 'A version of an agreement as a file',
    description: 'Canonical JSON (RFC 8785): the bytes that were hashed and signed. Its SHA-256 is the ETag.',
    tags,
    params,
  };
  app.get('/api/v1/agreements/:agreementId/versions/:version', { schema: file }, async (request, reply) => {
    const shown = await withReader(context, request, async (gate, reader) => {
      const history = await visibleHistory(gate, request.params.agreementId, reader, context.clock.now());
      return versionAsked(history, request.params.version, context.clock.now());
    });
    const name = `${shown.document.reference}-version-${shown.version}.json`;
    reply.header('etag', `"${shown.sha256}"`).header('content-disposition', `attachment; filename="${name}"`);
    return sendText(reply, shown.canonical);
  });
  const schema = {
    summary: 'The form of an agreement, as JSON Schema',
    tags,
  };
  const jsonSchema = JSON.stringify(
    z.toJSONSchema(AgreementDocument, { io: 'input', unrepresentable: 'any' }),
    undefined,
    2,
  );
  app.get('/api/v1/agreements/schema', { schema }, async (_request, reply) => sendText(reply, jsonSchema));
  const bases = {
    summary: 'Lawful bases and duties an agreement can name',
    description: 'Dated data with their sources. What is not verified says so. Not legal advice.',
    tags,
    response: { 200: z.object({ bases: z.array(Basis) }) },
  };
  app.get('/api/v1/agreements/lawful-bases', { schema: bases }, async () => ({ bases: [...lawfulBases] }));
}

/** Past the JSON serialiser: the text is JSON already, and its bytes are what counts. */
function sendText(reply: FastifyReply, text: string): FastifyReply {
  return reply
    .type('application/json; charset=utf-8')
    .serializer((payload: unknown) => String(payload))
    .send(text);
}

function draftApi(app: RouteServer, context: AgreementContext): void {
  const schema = {
    summary: 'Enter an agreement as a draft',
    description:
      'Takes what the file of a version holds. It becomes the next version of the agreement with its reference, or a new agreement; nothing is shared until every party has signed it.',
    tags,
    body: z.unknown().describe('A document of /api/v1/agreements/schema'),
    response: { 201: z.object({ agreementId: z.int(), version: z.int(), sha256: z.string() }) },
  };
  app.post('/api/v1/agreements', { schema, bodyLimit: 512 * 1024 }, async (request, reply) => {
    const read = checkAgreement(request.body);
    const done = await withReader(context, request, async (gate, reader) => {
      const by = needSignatory(reader);
      if (!read.ok) return read;
      return await draftAgreement(gate, { document: read.value, by, at: context.clock.now(), demonstration: false });
    });
    if (done.ok) return reply.code(201).send(done.value);
    const [first] = done.failure;
    throw new ParameterError(first?.path ?? '', {
      code: 'agreement-unreadable',
      message: `${done.failure.map(faultWords).join('. ')}.`,
      nextStep: 'Put it right and send it again.',
    });
  });
}
