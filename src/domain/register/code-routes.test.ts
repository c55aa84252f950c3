import { parse } from 'csv-parse/sync';
import fastify from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import { stoppedClock } from '#foundation/kernel/effects.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { codeBooks } from '#foundation/nations/code-books.ts';
import { Page, renderPage } from '#foundation/ui/page/page.tsx';
import type { Shell } from '#foundation/ui/page/shell.ts';
import { codeGroups, groupOf } from './code-groups.ts';
import { codeRoutes } from './code-routes.ts';

const assets = { stylesheet: '/a.css', font: '/a.woff2' };
const shell: Shell = async ({ children, ...page }) =>
  await renderPage(Page({ ...page, navigation: [], assets, search: { action: '/areas' }, children }));

const app = fastify().withTypeProvider<ZodTypeProvider>();
app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
app.setErrorHandler((error, _request, reply) =>
  reply.code(error instanceof ProblemError ? 404 : 400).send({ detail: error instanceof Error ? error.message : '' }),
);
codeRoutes(app, { shell, clock: stoppedClock(new Date('2026-01-15T10:00:00Z')) });

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    'no-inline-style': 'error',
    'void-style': 'off',
    'long-title': 'off',
    'doctype-style': 'off',
    'require-sri': 'off',
  },
});

async function html(path: string): Promise<string> {
  const { statusCode, body } = await app.inject(path);
  expect(statusCode).toBe(200);
  const { results } = await validator.validateString(body);
  expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`))).toEqual([]);
  expect(body.match(/<h1[ >]/g)).toHaveLength(1);
  return body;
}

/** The words of a part of a page, from the heading with an id to the next heading of its level. */
function partOf(body: string, id: string): string {
  const from = body.indexOf(` id="${id}"`);
  if (from < 0) return '';
  return (body.slice(from).split('<h2')[0] ?? '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
}

describe('the page of all attendance codes', () => {
  it('counts the codes in force and those not verified, and leads to each nation', async () => {
    const body = await html('/attendance-codes');
    for (const { nation } of codeBooks) expect(body).toContain(`href="/attendance-codes/${nation}"`);
    expect(body).toMatch(/Wales<\/a><\/th><td>26<\/td><td>26<\/td>/);
    expect(partOf(body, 'breaks')).toContain('J1 counts as absence');
    expect(partOf(body, 'verified')).toContain('Do not take it as law');
  });
});

describe('the page of a nation’s attendance codes', () => {
  it('groups the codes of today by what they do to rates', async () => {
    const body = await html('/attendance-codes/england');
    expect(partOf(body, 'authorised')).toContain('J1 Leave for an interview');
    expect(partOf(body, 'authorised')).toContain('Adds one to absence and to authorised absence');
    expect(partOf(body, 'approved-activity')).not.toContain('interview');
    expect(partOf(body, 'not-possible')).toContain('Refused for a child of compulsory school age');
    expect(partOf(body, 'not-in-force')).toContain('H Holiday that the school granted');
    expect(partOf(body, 'supplier')).toContain('- No mark');
    expect(body).toContain('in force today, 15 January 2026');
  });

  it('shows the book as it was on a day', async () => {
    const body = await html('/attendance-codes/england?on=2023-11-01');
    expect(partOf(body, 'approved-activity')).toContain('J At an interview');
    expect(partOf(body, 'authorised')).not.toContain('J1');
    expect(partOf(body, 'not-in-force')).toContain('J1 Leave for an interview');
    expect(body).toContain('on 1 November 2023');
    expect(body).toContain('value="2023-11-01"');
    expect((await app.inject('/attendance-codes/england?on=')).body).toContain('in force today');
  });

  it.each(codeBooks.map((book) => [book.nation, book] as const))(
    'of %s flags what is not verified, with what',
    async (nation, book) => {
      const body = await html(`/attendance-codes/${nation}`);
      const doubts = book.facts.filter(({ doubt }) => doubt !== undefined);
      const flags = body.match(/>Not verified<\/strong> [^<]+/g) ?? [];
      expect(flags).toHaveLength(doubts.length);
      for (const { doubt } of doubts) expect(body).toContain(`Not verified</strong> ${doubt}`);
      expect(body.match(/>Treatment not settled</g) ?? []).toHaveLength(
        book.facts.filter(({ treatmentUnsettled }) => treatmentUnsettled).length,
      );
      for (const { source } of book.facts) expect(body).toContain(source.replaceAll('&', '&amp;'));
    },
  );

  it.each([
    ['/attendance-codes/ireland', 404, 'No nation here is called “ireland”'],
    ['/attendance-codes/england?on=2023-02-30', 400, ''],
    ['/attendance-codes/england?on=yesterday', 400, ''],
  ])('%s is answered with %d', async (path, status, detail) => {
    const { statusCode, body } = await app.inject(path);
    expect(statusCode).toBe(status);
    expect(body).toContain(detail);
  });
});

describe('groups of codes', () => {
  it('hold every meaning of every book, once', () => {
    for (const fact of codeBooks.flatMap(({ facts }) => facts)) {
      expect(
        codeGroups.filter((group) => group.holds(fact)),
        fact.code,
      ).toEqual([groupOf(fact)]);
    }
  });
});

describe('the attendance codes of the API', () => {
  it('are every meaning of every book unless told', async () => {
    const { codes } = (await app.inject('/api/v1/attendance-codes')).json<{ codes: Record<string, unknown>[] }>();
    expect(codes).toHaveLength(codeBooks.reduce((sum, { facts }) => sum + facts.length, 0));
    expect(codes.find(({ nation, code }) => nation === 'wales' && code === 'D')).toMatchObject({
      countsAs: 'not-counted',
      treatmentUnsettled: true,
      verified: false,
      notVerified: 'the letter, its meaning and how it is counted',
      byte: 5,
    });
  });

  it('are those of a nation and a day', async () => {
    const asked = '/api/v1/attendance-codes?nation=england&on=2023-11-01';
    const { codes } = (await app.inject(asked)).json<{ codes: Record<string, unknown>[] }>();
    expect(codes.map(({ code }) => code)).not.toContain('J1');
    expect(codes.find(({ code }) => code === 'J')).toMatchObject({ countsAs: 'attending', to: '2024-08-18', byte: 73 });
    expect(codes.find(({ code }) => code === '-')).toMatchObject({ supplierMark: 'unmeasured', byte: null });
  });

  it('are the same as CSV, with a name that says what is in it', async () => {
    const { body, headers } = await app.inject('/api/v1/attendance-codes?nation=england&on=2023-11-01&format=csv');
    expect(headers['content-disposition']).toContain('attendance-codes-england-2023-11-01.csv');
    const rows: Record<string, string>[] = parse(body, { columns: true });
    expect(rows.find(({ code }) => code === 'B')).toMatchObject({
      counts_as: 'attending',
      from: '2006-09-01',
      verified: 'false',
      not_verified: 'the first day it was in force',
    });
  });

  it.each(['?nation=ireland', '?on=soon', '?colour=teal'])('refuse %s', async (query) => {
    expect((await app.inject(`/api/v1/attendance-codes${query}`)).statusCode).toBe(400);
  });
});
