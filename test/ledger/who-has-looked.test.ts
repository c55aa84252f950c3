import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { beforeAll, describe, expect, it } from 'vitest';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { InjectBrowser } from '../sign-in/inject-browser.ts';
import { attributeOf, injectBrowser, signInAs } from '../sign-in/inject-browser.ts';
import type { SignedInServer } from '../sign-in/signed-in-server.ts';
import { signedInServer } from '../sign-in/signed-in-server.ts';

let server: SignedInServer;
let childName: string;
const names = {
  lead: 'Ruth Ellison',
  head: 'Owen Castell',
  socialWorker: 'Daniel Okafor',
  teacher: 'Priya Nair',
} as const;
const validator = new HtmlValidate(new FileSystemConfigLoader());

beforeAll(async () => {
  server = await signedInServer();
  childName = await personName(server.people.people.child);
}, 120_000);

async function personName(personId: number): Promise<string> {
  return await inGate(server.database, 'administer', async (gate) => {
    const row = await gate
      .selectFrom('person')
      .select('name')
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow();
    return row.name;
  });
}

async function as(name: string): Promise<InjectBrowser> {
  const browser = injectBrowser(server.app);
  const seen = await signInAs(browser, name);
  const choice = attributeOf(seen.body, /<button[^>]*value="member:\d+:(?:safeguarding|social-care)"/, 'value');
  // Whoever can be several things here chooses one.
  if (choice !== '' && seen.body.includes('What are you here as?'))
    await browser.post('/sign-in/choose', { choice, return: '/' });
  return browser;
}

/** Until it is in the chain: a person looks within the minute, a test at once. */
async function written(): Promise<void> {
  await expect
    .poll(async () => {
      const before = await count();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return (await count()) - before;
    })
    .toBe(0);
}

async function count(): Promise<number> {
  return await inGate(server.database, 'ledger', async ({ client }) => {
    const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM ledger_entry');
    return rows[0]?.count ?? 0;
  });
}

const looked = () => `/children/${server.people.learnerId}/who-has-looked`;
const text = (body: string) =>
  body
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&#39;', '’');

describe('who has looked', () => {
  it('is seen by the child after a safeguarding lead has looked, in plain words', async () => {
    const lead = await as(names.lead);
    const roll = await lead.get('/settings/990003/roll');
    expect(roll.status).toBe(200);
    await written();
    const child = await as(childName);
    const page = await child.get('/who-has-looked');
    expect(page.url).toBe(looked());
    expect(page.status).toBe(200);
    expect(text(page.body)).toContain(`${names.lead}, designated safeguarding lead`);
    expect(text(page.body)).toContain('a list that you are on');
    expect(text(page.body)).toContain('to keep children safe');
    const { results } = await validator.validateString(page.body, 'page.html');
    expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
  });

  it('is filtered by who, what, why and when, and is the same as a file', async () => {
    const child = await as(childName);
    const page = await child.get(`${looked()}?days=7&category=voice`);
    expect(text(page.body)).toContain('Nobody has looked in this time.');
    const file = await child.get(`${looked()}.csv?category=identity`);
    expect(file.headers['content-type']).toContain('text/csv');
    expect(file.body).toContain(names.lead);
    const reader = /<option value="(p\d+)"[^>]*>[^<]*Ruth Ellison/.exec((await child.get(looked())).body)?.[1];
    expect(text((await child.get(`${looked()}?reader=${reader}`)).body)).toContain(names.lead);
    expect(text((await child.get(`${looked()}?reader=p999999`)).body)).toContain('Nobody has looked');
  });

  it('is nobody else’s: a teacher, a social worker, nobody, another child', async () => {
    for (const name of [names.teacher, names.socialWorker]) {
      expect((await (await as(name)).get(looked())).status, name).toBe(404);
    }
    expect((await injectBrowser(server.app).get(looked())).status).toBe(404);
    const child = await as(childName);
    expect((await child.get(`/children/${server.people.learnerId + 1}/who-has-looked`)).status).toBe(404);
  });

  it('is not of everybody who sees the whole setting: an attendance officer’s roll has the child, and no more', async () => {
    const membershipId = await inGate(server.database, 'administer', async ({ client }) => {
      const { rows } = await client.query<{ id: number }>({
        text: `INSERT INTO membership (person_id, organisation_id, role, classes, year_groups, valid_from, entered_at, entered_by)
               SELECT person_id, organisation_id, 'attendance-officer', '{}', '{}', valid_from, membership.entered_at, 'a test'
                 FROM membership JOIN person USING (person_id) WHERE name = $1 LIMIT 1 RETURNING membership_id AS id`,
        values: [names.teacher],
      });
      return rows[0]?.id;
    });
    const officer = injectBrowser(server.app);
    await signInAs(officer, names.teacher);
    await officer.post('/sign-in/choose', { choice: `member:${membershipId}:pastoral`, return: '/' });
    expect((await officer.get('/settings/990003/roll')).status).toBe(200);
    expect((await officer.get(looked())).status).toBe(404);
  });

  it('tells a parent from whom the setting is withheld that somebody looked, and not who or where', async () => {
    const parentName = await personName(server.people.people.parent);
    const open = await (await as(parentName)).get(looked());
    expect(text(open.body)).toContain(names.lead);
    await inGate(server.database, 'administer', (gate) =>
      gate
        .insertInto('contact_rule')
        .values({
          learner_id: server.people.learnerId,
          person_id: server.people.people.parent,
          withholds: 'setting',
          source: 'An order of the court, made up',
          valid_from: server.clock.today(),
          entered_at: server.clock.now(),
          entered_by: 'a test',
        })
        .execute(),
    );
    const parent = await as(parentName);
    for (const url of [looked(), `${looked()}.csv`]) {
      const { status, body } = await parent.get(url);
      expect(status).toBe(200);
      expect(text(body)).toContain('Somebody who works with your child');
      for (const name of [names.lead, 'Primary School', 'safeguarding lead']) {
        expect(text(body), `${url}: ${name}`).not.toContain(name);
      }
    }
  });

  it('is shown to a lead entry by entry, and to oneself', async () => {
    const lead = await as(names.lead);
    const page = await lead.get(looked());
    expect(page.status).toBe(200);
    expect(text(page.body)).toContain('Entries about');
    // Told as to the family, a reader and a day at a time, with the entries folded below.
    expect(text(page.body)).toMatch(
      /Ruth Ellison, designated safeguarding lead, [^:]+: [^.]+, (once|twice|\d+ times)\./,
    );
    expect(text(page.body)).toContain('name, date of birth, class and where enrolled');
    expect(page.body.indexOf('<ul class="govuk-list govuk-list--spaced')).toBeLessThan(page.body.indexOf('<details'));
    const { results } = await validator.validateString(page.body, 'page.html');
    expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
    const own = await lead.get('/what-i-looked-at');
    expect(text(own.body)).toContain('everybody of the setting');
    expect((await lead.get('/what-i-looked-at.csv')).body).toContain('designated safeguarding lead');
  });

  it('is held back for a reader until a day, with a reason, and then shown with that it came late', async () => {
    const head = await as(names.head);
    await head.get('/settings/990003/roll');
    await written();
    const child = await as(childName);
    expect(text((await child.get(looked())).body)).toContain(names.head);
    const lead = await as(names.lead);
    const refused = await lead.post(`/children/${server.people.learnerId}/delays`, {
      reader: '',
      reason: ' ',
      until: '1/1/2020',
    });
    expect(refused.status).toBe(422);
    expect(text(refused.body)).toContain('without a reason nothing is held back');
    const entered = await lead.post(`/children/${server.people.learnerId}/delays`, {
      reader: String(server.people.people.head),
      reason: 'A visit is planned that would be dangerous if it were known.',
      until: '20/1/2026',
    });
    expect(text(entered.body)).toContain('in force, to be reviewed');
    const held = text((await child.get(looked())).body);
    expect(held).not.toContain(names.head);
    expect(held).not.toContain('dangerous if it were known');
    expect((await child.get(`${looked()}.csv`)).body).not.toContain(names.head);
    server.clock.forward(5 * 86_400_000);
    expect(text((await (await as(childName)).get(looked())).body)).not.toContain(names.head);
    server.clock.forward(86_400_000);
    const shown = text((await (await as(childName)).get(looked())).body);
    expect(shown).toContain(names.head);
    expect(shown).toContain('We show you this later than it happened');
  });

  it('held back, is lifted at once by a second person, and never reviewed by who entered it', async () => {
    const lead = await as(names.lead);
    await lead.post(`/children/${server.people.learnerId}/delays`, {
      reader: String(server.people.people.head),
      reason: 'Another reason of some length.',
      until: '10/2/2026',
    });
    const delayId = await newest('SELECT max(delay_id)::int AS id FROM ledger_delay');
    expect((await lead.post(`/delays/${delayId}/review`, { finding: 'lifted' })).status).toBe(404);
    const head = await as(names.head);
    expect(text((await head.get('/break-glass')).body)).toContain('Another reason of some length.');
    expect((await head.post(`/delays/${delayId}/review`, { finding: 'lifted' })).status).toBe(200);
    expect(text((await (await as(childName)).get(looked())).body)).toContain(names.head);
  });
});

async function newest(statement: string): Promise<number> {
  return await inGate(server.database, 'ledger', async ({ client }) => (await client.query(statement)).rows[0].id);
}

describe('a record out of reach', () => {
  const reason = 'A neighbour has reported screams tonight; I must know where the child is.';

  it('is opened with a reason, for hours, and the child is told; the reason is in no address and no log', async () => {
    const worker = await as(names.socialWorker);
    const { upn } = await named();
    const bad = await worker.post('/break-glass', { upn: 'X', reason: 'x' });
    expect(bad.status).toBe(422);
    expect(text(bad.body)).toContain('That is not a UPN');
    const missing = await worker.post('/break-glass', { upn: 'B399990000000', categories: 'identity', reason });
    expect(missing.status).toBe(422);
    const opened = await worker.post('/break-glass', { upn, categories: 'identity', reason });
    expect(opened.status).toBe(200);
    expect(opened.url).toBe('/break-glass');
    expect(text(opened.body)).toContain('You have a record open until');
    expect(JSON.stringify(server.log.lines)).not.toContain('screams');
    await written();
    const told = text((await (await as(childName)).get(looked())).body);
    expect(told).toContain(names.socialWorker);
    expect(told).toContain('They had to ask for this in a hurry');
    expect(told).not.toContain('screams');
  });

  it('by name and date of birth too, and by nobody whose role may not', async () => {
    const worker = await as(names.socialWorker);
    const { given_name: givenName, surname, born_on: born } = await named();
    const opened = await worker.post('/break-glass', {
      givenName: givenName.toUpperCase(),
      surname,
      born: born.split('-').reverse().join('/'),
      categories: 'identity',
      reason,
    });
    expect(text(opened.body)).toContain('You have a record open until');
    const teacher = await as(names.teacher);
    expect((await teacher.get('/break-glass')).status).toBe(403);
    expect(
      (await teacher.post('/break-glass', { givenName, surname, born, categories: 'identity', reason })).status,
    ).toBe(403);
  });

  it('is ended by hand, and by the clock', async () => {
    const worker = await as(names.socialWorker);
    const { upn } = await named();
    await worker.post('/break-glass', { upn, categories: 'identity', reason });
    const id = await newest('SELECT max(break_glass_id)::int AS id FROM break_glass');
    const lead = await as(names.lead);
    expect((await lead.post(`/break-glass/${id}/end`, {})).status, 'another’s').toBe(404);
    expect((await worker.post(`/break-glass/${id}/end`, {})).status).toBe(200);
    expect((await worker.post(`/break-glass/${id}/end`, {})).status).toBe(404);
    const fourth = await worker.post('/break-glass', { upn, categories: 'identity', reason });
    expect([fourth.status, text(fourth.body)]).toEqual([422, expect.stringContaining('looks at those first')]);
    server.clock.forward(3 * 3_600_000);
    const later = await as(names.socialWorker);
    expect(text((await later.get('/break-glass')).body)).not.toContain('You have a record open');
  });

  it('does not open while the review of another is overdue, and opens once it was reviewed', async () => {
    const { upn } = await named();
    await (await as(names.lead)).post('/break-glass', { upn, categories: 'identity', reason });
    const id = await newest('SELECT max(break_glass_id)::int AS id FROM break_glass');
    server.clock.forward(25 * 3_600_000);
    const lead = await as(names.lead);
    const again = () => lead.post('/break-glass', { upn, categories: 'identity', reason });
    const refused = await again();
    expect([refused.status, text(refused.body)]).toEqual([422, expect.stringContaining('should have been reviewed')]);
    await (await as(names.head)).post(`/break-glass/${id}/review`, { outcome: 'needed', words: 'It was.' });
    expect((await again()).status).toBe(200);
  });

  it('opened by a lead is reviewed by another of the setting, and never by the lead', async () => {
    const lead = await as(names.lead);
    const { upn } = await named();
    await lead.post('/break-glass', { upn, categories: 'attendance', reason });
    const id = await newest('SELECT max(break_glass_id)::int AS id FROM break_glass');
    expect((await lead.post(`/break-glass/${id}/review`, { outcome: 'needed', words: 'Mine.' })).status).toBe(404);
    const record = attributeOf(
      (await lead.get('/break-glass')).body,
      /<a class="govuk-link" href="\/settings\/[^>]*>/,
      'href',
    );
    expect((await lead.get(record)).status).toBe(200);
    await written();
    const head = await as(names.head);
    const page = await head.get('/break-glass');
    expect(text(page.body)).toContain(reason);
    expect(text(page.body)).toContain('Under it they looked once, at: attendance and identity.');
    const { results } = await validator.validateString(page.body, 'page.html');
    expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
    server.clock.forward(25 * 3_600_000);
    const late = await as(names.head);
    expect(text((await late.get('/break-glass')).body)).toContain('This review is overdue');
    const reviewed = await late.post(`/break-glass/${id}/review`, {
      outcome: 'not-needed',
      words: 'It could have waited.',
    });
    expect(text(reviewed.body)).toContain('it was not needed');
    const worker = await as(names.socialWorker);
    expect((await worker.post(`/break-glass/${id}/review`, { outcome: 'needed', words: '' })).status).toBe(403);
  });
});

async function named(): Promise<{ upn: string; given_name: string; surname: string; born_on: string }> {
  return await inScope(server.database, steward('load'), (scoped) =>
    scoped
      .selectFrom('enrolment')
      .innerJoin('learner', 'learner.learner_id', 'enrolment.learner_id')
      .select(['learner.upn', 'given_name', 'surname', 'born_on'])
      .where('enrolment.learner_id', '=', server.people.learnerId)
      .executeTakeFirstOrThrow(),
  ).then((row) => ({ ...row, upn: row.upn ?? '' }));
}

describe('the heads of the ledger', () => {
  it('are published to everybody, as a page, a file and for programs', async () => {
    const browser = injectBrowser(server.app);
    expect(text((await browser.get('/ledger/heads')).body)).toContain('Entries of each day');
    const file = await browser.get('/ledger/heads.txt');
    expect(file.body).toMatch(/^2026-01-15 \d+ [0-9a-f]{64}\n/);
    const { heads } = JSON.parse((await browser.get('/api/v1/ledger/heads')).body);
    expect(heads[0]).toMatchObject({ day: '2026-01-15' });
  });
});
