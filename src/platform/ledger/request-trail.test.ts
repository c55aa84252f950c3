import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import type { AskScope } from '#platform/access/ask-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { Ledger, Noted } from './ledger.ts';
import { noteAnswers, withLedger } from './request-trail.ts';

const scope: Scope = {
  kind: 'setting',
  settings: [7],
  categories: ['identity', 'attendance'],
  changes: ['attendance'],
  actor: 'Ms Okafor, head of Brook School',
  purpose: 'to answer for this setting',
  grounds: { personId: 5, organisationId: 6, membershipId: 8, by: 'as head of Brook School' },
};

interface Kept {
  readonly notes: readonly Noted[];
  readonly app: FastifyInstance;
  readonly ask: AskScope;
}

function server(asked: { readonly scope: Scope | undefined } = { scope }): Kept {
  const notes: Noted[] = [];
  const ledger = { note: (what: Noted) => void notes.push(what), mayTouch: () => undefined } as Ledger;
  const app = fastify();
  noteAnswers(app);
  return { notes, app, ask: withLedger(async () => asked.scope, ledger) };
}

describe('what a request leaves in the ledger', () => {
  it('is who, for what, by which route and which categories, and never a query or an id', async () => {
    const { app, ask, notes } = server();
    app.get('/children/:learnerId', async (request) => {
      const { trail } = (await ask(request)) as Scope;
      trail?.touched({ read: ['attendance'], changed: [] });
      trail?.touched({ read: ['identity', 'attendance'], changed: [] });
      trail?.about({ kind: 'learners', learners: [41] });
      // Whoever asks twice has one trail.
      ((await ask(request)) as Scope).trail?.touched({ read: ['identity'], changed: [] });
      return 'ok';
    });
    await app.inject('/children/41?because=secret');
    expect(notes).toEqual([
      {
        actor: scope.actor,
        purpose: scope.purpose,
        scopeKind: 'setting',
        personId: 5,
        organisationId: 6,
        membershipId: 8,
        agreementId: undefined,
        breakGlassId: undefined,
        route: 'GET /children/:learnerId',
        status: 200,
        reads: ['identity', 'attendance'],
        changes: [],
        action: 'read',
        subjects: 'learners',
        learners: [41],
        settings: [],
      },
    ]);
  });

  it('is about everybody the scope reaches when nothing narrowed it, and about all who were named', async () => {
    const { app, ask, notes } = server();
    app.get('/list', async (request) => {
      ((await ask(request)) as Scope).trail?.touched({ read: ['identity'], changed: [] });
      return 'ok';
    });
    app.get('/several', async (request) => {
      const { trail } = (await ask(request)) as Scope;
      for (const learner of [1, 2, 3, 4]) trail?.about({ kind: 'learners', learners: [learner] });
      trail?.touched({ read: ['identity'], changed: [] });
      return 'ok';
    });
    await app.inject('/list');
    await app.inject('/several');
    await app.inject('/list?q=abara');
    expect(notes.map(({ action, subjects, settings, learners }) => [action, subjects, settings, learners])).toEqual([
      ['list', 'settings', [7], []],
      ['list', 'learners', [], [1, 2, 3, 4]],
      ['search', 'settings', [7], []],
    ]);
  });

  it('is within the setting that was asked for, when the scope reaches more, unless it names children', async () => {
    const { app, ask, notes } = server({ scope: { ...scope, settings: [7, 8] } as Scope });
    app.get('/one', async (request) => {
      const { trail } = (await ask(request)) as Scope;
      trail?.within([8]);
      trail?.touched({ read: ['identity'], changed: [] });
      return 'ok';
    });
    app.get('/child', async (request) => {
      const { trail } = (await ask(request)) as Scope;
      trail?.within([8]);
      trail?.about({ kind: 'learners', learners: [5] });
      trail?.touched({ read: ['identity'], changed: [] });
      return 'ok';
    });
    await app.inject('/one');
    await app.inject('/child');
    expect(notes.map(({ subjects, settings, learners }) => [subjects, settings, learners])).toEqual([
      ['settings', [8], []],
      ['learners', [], [5]],
    ]);
  });

  it('of a stream about many settings is told in few entries, each setting once', async () => {
    const { app, ask, notes } = server();
    app.post('/many', async (request, reply) => {
      const { trail } = (await ask(request)) as Scope;
      const stream = new PassThrough();
      stream.once('resume', () =>
        setImmediate(() => {
          for (let setting = 1; setting <= 2_500; setting += 1) {
            trail?.within([setting]);
            trail?.touched({ read: [], changed: ['attendance'] });
          }
          stream.end('done');
        }),
      );
      stream.write('begun ');
      return reply.type('application/x-ndjson').send(stream);
    });
    await app.inject({ method: 'POST', url: '/many' });
    await expect.poll(() => notes.length).toBe(4);
    expect(notes.flatMap(({ settings }) => settings)).toEqual(Array.from({ length: 2_500 }, (_, at) => at + 1));
  });

  it('is there before the answer is sent, also when it is an error, and a change is a write', async () => {
    const { app, ask, notes } = server();
    const order: string[] = [];
    app.addHook('onSend', async () => void order.push(`sent after ${notes.length}`));
    app.post('/marks', async (request, reply) => {
      ((await ask(request)) as Scope).trail?.touched({ read: ['identity'], changed: ['attendance'] });
      return reply.code(422).send('no');
    });
    app.get('/fails', async (request) => {
      ((await ask(request)) as Scope).trail?.touched({ read: ['identity'], changed: [] });
      throw new Error('after it was read');
    });
    await app.inject({ method: 'POST', url: '/marks' });
    await app.inject('/fails');
    expect(notes.map(({ action, status }) => [action, status])).toEqual([
      ['write', 422],
      ['list', 500],
    ]);
    expect(order).toEqual(['sent after 1', 'sent after 2']);
  });

  it('is nothing when nothing was touched, or nobody asked', async () => {
    const { app, ask, notes } = server();
    app.get('/still', async (request) => {
      ((await ask(request)) as Scope).trail?.about({ kind: 'learners', learners: [1] });
      return 'ok';
    });
    await app.inject('/still');
    const nobody = server({ scope: undefined });
    expect(await nobody.ask({ headers: {} })).toBeUndefined();
    expect(notes).toEqual([]);
  });

  it('of a stream is an export, and says what is read while it runs', async () => {
    const { app, ask, notes } = server();
    app.get('/stream', async (request, reply) => {
      const { trail } = (await ask(request)) as Scope;
      const stream = new PassThrough();
      trail?.touched({ read: ['identity'], changed: [] });
      stream.write('a\n');
      stream.once('resume', () =>
        setImmediate(() => {
          trail?.touched({ read: ['attendance'], changed: [] });
          stream.end('b\n');
        }),
      );
      return reply.type('application/x-ndjson').send(stream);
    });
    const { body } = await app.inject('/stream');
    expect(body).toBe('a\nb\n');
    expect(notes.map(({ action, reads }) => [action, reads])).toEqual([
      ['export', ['identity']],
      ['export', ['identity', 'attendance']],
    ]);
  });

  it('of a hijacked answer is said as it is read', async () => {
    const { app, ask, notes } = server();
    app.get('/hijacked', async (request, reply) => {
      const { trail } = (await ask(request)) as Scope;
      reply.hijack();
      reply.raw.writeHead(200);
      trail?.touched({ read: ['identity'], changed: [] });
      reply.raw.end(`${notes.length} noted`);
    });
    expect((await app.inject('/hijacked')).body).toBe('1 noted');
  });
});
