import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { strFromU8, unzipSync } from 'fflate';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readForms } from '#app/form-body.ts';
import { createShell } from '#app/shell.tsx';
import { childRoutes } from '#domain/child/routes.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Scope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { smallAssets, testClock } from '../app-parts.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import { settingScope } from '../registers/made-up-setting.ts';
import { makeUpArea, makeUpSchool } from '../registers/small-school.ts';
import type { SmallFamily } from './small-family.ts';
import {
  enterRule,
  familyScope,
  fathersAddress,
  forgetRequests,
  forgetRules,
  headScope,
  makeUpFamily,
  mothersSecrets,
  takeRegisters,
} from './small-family.ts';

let database: Database;
let family: SmallFamily;
let app: RouteServer;
/** Who the next request is answered for. */
let here: Scope | undefined;
const validator = new HtmlValidate(new FileSystemConfigLoader());

beforeAll(async () => {
  database = await freshDatabase();
  await makeUpArea(database);
  family = await makeUpFamily(database, await makeUpSchool(database, 1, 30));
  await takeRegisters(database, family);
  app = Fastify() as unknown as RouteServer;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) => {
    const code = error instanceof ProblemError ? error.problem.code : 'fault';
    const status = code.endsWith('-not-found') ? 404 : code.endsWith('-not-allowed') ? 403 : 500;
    return reply.code(error instanceof ProblemError ? status : 400).send(String(error));
  });
  readForms(app);
  const shell = createShell({ assets: smallAssets.urls, showsDemonstration: async () => true });
  childRoutes(app, { database, clock: testClock, shell, askScope: async () => here });
  await app.ready();
}, 120_000);

beforeEach(async () => {
  await forgetRules(database, family);
  await forgetRequests(database, family);
});

const as = {
  mother: () => familyScope(family, { personId: family.mother, as: 'parent' }),
  father: () => familyScope(family, { personId: family.father, as: 'parent' }),
  child: () => familyScope(family, { personId: family.child, as: 'child' }),
  head: () => headScope(family.settingId),
};

async function get(who: Scope | undefined, url: string) {
  here = who;
  return await app.inject({ url });
}

async function post(who: Scope | undefined, url: string, form: Readonly<Record<string, string>>) {
  here = who;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return await app.inject({ method: 'POST', url, headers, payload: new URLSearchParams(form).toString() });
}

const own = () => `/my-record/${family.learnerId}`;

async function expectValid(body: string): Promise<void> {
  const { results } = await validator.validateString(body, 'page.html');
  expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId} ${message}`))).toEqual([]);
}

describe('my record', () => {
  it('leads a child to their own, in plain words', async () => {
    expect((await get(as.child(), '/my-record')).headers.location).toBe(own());
    const { body, statusCode } = await get(as.child(), own());
    expect(statusCode).toBe(200);
    await expectValid(body);
    expect(body).toContain('My record');
    expect(body).toContain('Amina Abara');
    expect(body).toContain('you were here for 1 of 2 half days');
    expect(body).toContain('Today: no register has come in yet.');
    expect(body).toContain(mothersSecrets.address);
    expect(body).toContain(mothersSecrets.telephone);
    expect(body).not.toContain(mothersSecrets['e-mail']);
    expect(body).toMatch(/href="\/children\/\d+\/who-has-looked"/);
  });

  it('shows a parent what the other parent shares, and never what they do not', async () => {
    const { body } = await get(as.father(), own());
    await expectValid(body);
    expect(body).toContain(fathersAddress);
    expect(body).toContain(mothersSecrets.telephone);
    expect(body).not.toContain(mothersSecrets.address);
    expect(body).not.toContain(mothersSecrets['e-mail']);
  });

  it('is no page of staff, of other families, or of nobody: they are told kindly that there is nothing', async () => {
    for (const who of [undefined, as.head(), settingScope(1), { ...as.mother(), learners: [] }]) {
      for (const url of ['/my-record', own()]) {
        const { body, statusCode } = await get(who, url);
        expect({ url, statusCode }).toEqual({ url, statusCode: 200 });
        expect(body).toContain('There is nothing here for you to see');
        expect(body).not.toMatch(/Amina|Abara/);
      }
    }
  });
});

describe('a barred parent', () => {
  /** Every address of a family’s pages, and what is sent to them. */
  const doors = () => [
    { url: '/my-record' },
    { url: own() },
    { url: `${own()}/put-right` },
    { url: `${own()}/copy/1` },
    { url: `${own()}/copy`, form: {} },
    { url: `${own()}/talk`, form: { words: 'x' } },
    { url: `${own()}/put-right`, form: { about: 'Something else', wrong: 'x', shouldBe: 'y' } },
  ];

  it.each([
    ['barred', 'everything', ['Amina', 'Quillfeather', 'Setting 1', '4B']],
    ['kept from knowing where', 'whereabouts', ['Setting 1', '4B', '13 Jan 2026', 'UPN']],
    ['kept from knowing the setting', 'setting', ['Setting 1', '4B', '13 Jan 2026', 'UPN']],
    ['kept from the other adult', 'other-adults', ['Quillfeather']],
  ] as const)('who is %s finds nothing of it at any address', async (_story, withholds, hidden) => {
    await enterRule(database, family, { withholds });
    const always =
      withholds === 'setting' ? [mothersSecrets.address, mothersSecrets['e-mail']] : Object.values(mothersSecrets);
    for (const { url, ...sent } of doors()) {
      const answer = 'form' in sent ? await post(as.father(), url, sent.form ?? {}) : await get(as.father(), url);
      const bytes = `${JSON.stringify(answer.headers)}${answer.body}`;
      const leaks = [...always, ...hidden, 'Order of the family court'].filter((text) => bytes.includes(text));
      expect({ url, withholds, leaks }).toEqual({ url, withholds, leaks: [] });
      if (withholds === 'everything') expect([200, 403]).toContain(answer.statusCode);
    }
  });

  it('is answered with kind words, and the mother is not kept from anything', async () => {
    await enterRule(database, family, { withholds: 'everything' });
    const { body } = await get(as.father(), '/my-record');
    await expectValid(body);
    expect(body).toContain('That is not a judgement of you.');
    expect((await get(as.mother(), own())).body).toContain('Amina');
  });
});

describe('a copy of everything', () => {
  it('is asked for by a parent, gathered and reviewed by the head, and fetched', async () => {
    expect((await post(as.mother(), `${own()}/copy`, {})).headers.location).toBe(`${own()}?notice=asked`);
    expect((await get(as.mother(), own())).body).toContain('You have asked. The school is working on it.');
    const list = await get(as.head(), '/settings/990001/requests');
    await expectValid(list.body);
    const page = /href="(\/settings\/990001\/requests\/\d+)"/.exec(list.body)?.[1] ?? '';
    await post(as.head(), page, { form: 'gather' });
    const early = await post(as.head(), page, { form: 'release' });
    expect(early.statusCode).toBe(422);
    expect(early.body).toContain('Nobody has decided yet');
    const review = await get(as.head(), page);
    await expectValid(review.body);
    const items = [...review.body.matchAll(/name="decision-(\d+)" value="keep"/g)].map(([, id]) => id ?? '');
    expect(items.length).toBeGreaterThan(3);
    const decisions = Object.fromEntries(
      items.flatMap((id) => [
        [`decision-${id}`, 'black-out'],
        [`reason-${id}`, 'Not theirs to know'],
      ]),
    );
    expect((await post(as.head(), page, { form: 'decide', ...decisions })).statusCode).toBe(303);
    expect((await post(as.head(), page, { form: 'release' })).statusCode).toBe(303);
    const fetch = /href="(\/my-record\/\d+\/copy\/\d+)"/.exec((await get(as.mother(), own())).body)?.[1] ?? '';
    const copy = await get(as.mother(), fetch);
    expect(copy.headers['cache-control']).toContain('no-store');
    const files = unzipSync(copy.rawPayload);
    expect(strFromU8(files['record.html'] as Uint8Array)).toContain('Amina');
    expect((await get(as.father(), fetch)).statusCode).toBe(404);
    expect((await get(as.child(), fetch)).statusCode).toBe(404);
    // Staff hand over only what was not asked for by a person who fetches it.
    expect((await get(as.head(), `${page}/copy`)).statusCode).toBe(404);
  });

  it('is started by staff for a letter, and handed over by them', async () => {
    expect((await post(as.head(), '/settings/990001/requests', { slot: '1', words: '' })).statusCode).toBe(422);
    const started = await post(as.head(), '/settings/990001/requests', { slot: '1', words: 'The mother, by letter' });
    const page = String(started.headers.location);
    await post(as.head(), page, { form: 'refuse', words: 'It came twice.' });
    expect((await get(as.head(), page)).body).toContain('It came twice.');
  });

  it('is no business of the office, nor of another setting', async () => {
    for (const who of [settingScope(1), headScope(2), as.father()]) {
      expect((await get(who, '/settings/990001/requests')).statusCode).toBe(403);
      expect((await get(who, '/settings/990001/requests/1')).statusCode).toBe(403);
    }
  });
});

describe('putting something right', () => {
  it('keeps what was typed until nothing is missing, and shows the asker the answer', async () => {
    const half = await post(as.child(), `${own()}/put-right`, { about: '', wrong: 'I was there', shouldBe: '' });
    expect(half.statusCode).toBe(422);
    expect(half.body).toContain('I was there');
    await expectValid(half.body);
    const said = {
      about: 'A mark in a register',
      wrong: 'I was there on 13 January',
      shouldBe: 'Here',
      statement: 'I was in the music room',
    };
    expect((await post(as.child(), `${own()}/put-right`, said)).headers.location).toBe(`${own()}?notice=sent`);
    expect((await get(as.child(), own())).body).toContain('You will hear by 15 February 2026.');
    expect((await get(as.mother(), own())).body).not.toContain('I was there on 13 January');
    const list = await get(as.head(), '/settings/990001/requests');
    await expectValid(list.body);
    const answer = /action="([^"]*put-right\/\d+)"/.exec(list.body)?.[1] ?? '';
    expect((await post(as.head(), answer, { answer: 'refused', words: '' })).statusCode).toBe(422);
    const answered = await post(as.head(), answer, { answer: 'refused', words: 'The register was taken twice.' });
    expect([answered.statusCode, answered.body]).toEqual([303, '']);
    const seen = (await get(as.child(), own())).body;
    expect(seen).toContain('The school does not agree: The register was taken twice.');
    expect(seen).toContain('Your words stand beside the record.');
    expect((await post(as.head(), answer, { answer: 'accepted', words: 'Again' })).statusCode).toBe(422);
  });
});

describe('wanting to talk', () => {
  it('needs no words, comes first on the page of those who keep children safe, and is never refused', async () => {
    expect((await get(as.child(), `${own()}/put-right`)).body).toContain('I want to talk to somebody');
    expect((await post(as.child(), `${own()}/talk`, {})).headers.location).toBe(`${own()}?notice=talk`);
    const waiting = await get(as.child(), `${own()}?notice=talk`);
    await expectValid(waiting.body);
    expect(waiting.body).toContain('Somebody will find you by 18 January 2026.');
    expect((await get(as.mother(), own())).body).not.toContain('You asked to talk');
    const list = await get(as.head(), '/settings/990001/requests');
    await expectValid(list.body);
    expect(list.body.indexOf('Wants to talk to somebody')).toBeLessThan(list.body.indexOf('Copies of a record'));
    expect(list.body).not.toContain('value="refused"');
    const answer = /action="([^"]*put-right\/\d+)"/.exec(list.body)?.[1] ?? '';
    await post(as.head(), answer, { answer: 'accepted', words: 'We talked today.' });
    expect((await get(as.child(), own())).body).toContain('We talked today.');
    expect((await post(undefined, `${own()}/talk`, {})).statusCode).toBe(403);
  });
});

describe('the adults of a child', () => {
  const page = '/settings/990001/roll/1/contacts';

  it('are entered by the office, with how they are reached, and a rule by the head, which holds at once', async () => {
    const adult = { form: 'adult', name: 'Nana Bell', relationship: 'grandmother', responsibility: 'yes' };
    expect((await post(settingScope(1), page, adult)).statusCode).toBe(303);
    const shown = (await get(settingScope(1), page)).body;
    await expectValid(shown);
    const nana = /value="(\d+)"[^>]*>Nana Bell/.exec(shown)?.[1] ?? '';
    const contact = { form: 'contact', adult: nana, kind: 'telephone', value: '07700 900222', shared: 'yes' };
    expect((await post(settingScope(1), page, contact)).statusCode).toBe(303);
    expect((await get(as.child(), own())).body).toContain('07700 900222');
    const rule = { form: 'rule', adult: nana, withholds: 'everything', source: 'An order', until: '' };
    expect((await post(settingScope(1), page, rule)).statusCode).toBe(403);
    expect((await post(as.head(), page, { ...rule, withholds: 'something' })).statusCode).toBe(422);
    expect((await post(as.head(), page, rule)).statusCode).toBe(303);
    const barred = familyScope(family, { personId: Number(nana), as: 'parent' });
    expect((await get(barred, own())).body).toContain('There is nothing here for you to see');
    const ruled = (await get(as.head(), page)).body;
    await expectValid(ruled);
    expect(ruled).toContain('Nana Bell is not told: everything');
    await post(as.head(), page, { form: 'lift', rule: /name="rule" value="(\d+)"/.exec(ruled)?.[1] ?? '' });
    expect((await get(barred, own())).body).toContain('Amina');
    const ends = [...ruled.matchAll(/name="contact" value="(\d+)"/g)].map(([, id]) => id ?? '');
    expect(ends).toHaveLength(5);
  });

  it('have accounts that the office closes and opens again, and not that of an adult of another child too', async () => {
    const state = async () => {
      const { rows } = await inScope(database, steward('verify'), ({ client }) =>
        client.query({ text: 'SELECT closed_at FROM person WHERE person_id = $1', values: [family.mother] }),
      );
      return rows[0]?.closed_at;
    };
    const form = (name: string) => ({ form: name, account: String(family.mother) });
    expect((await post(settingScope(1), page, form('close'))).statusCode).toBe(303);
    expect(await state()).toBeInstanceOf(Date);
    const shown = (await get(settingScope(1), page)).body;
    await expectValid(shown);
    expect(shown).toContain('Imogen Quillfeather: closed on 15 January 2026.');
    expect((await post(settingScope(1), page, form('open'))).statusCode).toBe(303);
    expect(await state()).toBeNull();
    const stranger = { form: 'close', account: '999999' };
    expect((await post(settingScope(1), page, stranger)).statusCode).toBe(422);
    await inScope(database, steward('load'), ({ client }) =>
      client.query({
        text: `INSERT INTO guardian (learner_id, person_id, relationship, parental_responsibility, valid_from, entered_at, entered_by)
               VALUES ($1, $2, 'mother', true, '2020-01-01', now(), 'a test')`,
        values: [family.learnerId + 1, family.mother],
      }),
    );
    const refused = await post(settingScope(1), page, form('close'));
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('brings up another child too');
    expect(await state()).toBeNull();
  });

  it('are nobody’s business but the setting’s, and a stranger is no adult of the child', async () => {
    for (const who of [headScope(2), as.mother(), as.father(), as.child(), undefined]) {
      expect((await get(who, page)).statusCode).toBe(403);
      expect((await post(who, page, { form: 'adult', name: 'X', relationship: 'y' })).statusCode).toBe(403);
    }
    const stranger = { form: 'contact', adult: '999999', kind: 'telephone', value: '1' };
    expect((await post(as.head(), page, stranger)).statusCode).toBe(422);
    expect((await get(as.head(), '/settings/990001/roll/999/contacts')).statusCode).toBe(404);
  });
});

describe('what is kept for how long', () => {
  it('shows each schedule with its source, and a hold is entered and lifted', async () => {
    const page = '/settings/990001/retention';
    const first = await get(as.head(), page);
    await expectValid(first.body);
    expect(first.body).toContain('SI 2024/208');
    expect(first.body).toContain('(not verified)');
    expect(first.body).toContain('can let go of whole sealed days');
    expect((await post(as.head(), page, { form: 'hold', slot: '999', reason: 'A claim', until: '' })).statusCode).toBe(
      422,
    );
    const held = await post(as.head(), page, { form: 'hold', slot: '1', reason: 'A claim', until: '27/3/2027' });
    expect(held.statusCode).toBe(303);
    const shown = (await get(as.head(), page)).body;
    await expectValid(shown);
    expect(shown).toContain('A claim, from 15 January 2026 until 27 March 2027');
    const hold = /name="hold" value="(\d+)"/.exec(shown)?.[1] ?? '';
    await post(as.head(), page, { form: 'lift', hold });
    expect((await get(as.head(), page)).body).toContain('Nothing is held back.');
    for (const who of [settingScope(1), as.mother()]) expect((await get(who, page)).statusCode).toBe(403);
  });
});

it('words for a child are short: a reading age of nine', () => {
  const page = readFileSync('src/domain/child/pages/asking-section.tsx', 'utf8');
  const sentences = [...page.matchAll(/>\s*([A-Z][^<>{}]+[.?])\s*</g)].flatMap(([, text = '']) =>
    text.split(/(?<=[.?])\s/),
  );
  const long = sentences.filter((one) => one.trim().split(/\s+/).length > 20);
  expect(sentences.length).toBeGreaterThan(4);
  expect(long).toEqual([]);
});
