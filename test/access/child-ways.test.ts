import { beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { injectBrowser, signInAs } from '../sign-in/inject-browser.ts';
import type { SignedInServer } from '../sign-in/signed-in-server.ts';
import { signedInServer } from '../sign-in/signed-in-server.ts';

let server: SignedInServer;
let slot: number;

beforeAll(async () => {
  server = await signedInServer();
  const { settingId, learnerId } = server.people;
  slot = await inScope(server.database, steward('compile'), async (scoped) => {
    const one = await scoped
      .selectFrom('enrolment')
      .select('slot')
      .where('setting_id', '=', settingId)
      .where('learner_id', '=', learnerId)
      .executeTakeFirstOrThrow();
    return one.slot;
  });
}, 120_000);

const page = () => `/settings/990003/roll/${slot}`;
/** Every page about the child, with what its way is called. */
const pages = () => {
  const child = `/children/${server.people.learnerId}`;
  return [
    `${page()}/day`,
    `${page()}/contacts`,
    `${page()}/sharing`,
    `${child}/team`,
    `${child}/who-has-looked`,
    `${child}/who-could-see`,
    '/settings/990003/requests',
    '/settings/990003/retention',
  ];
};

async function signedIn(name: string) {
  const browser = injectBrowser(server.app);
  await signInAs(browser, name);
  return browser;
}

describe('a child’s page', () => {
  it.each([
    ['Owen Castell', 8],
    ['Priya Nair', 2],
    ['Farida Rahman', 2],
    ['Daniel Okafor', 0],
    ['Helen Marsh', 0],
  ])('leads %s to everything that they may open about the child, and to nothing else', async (name, least) => {
    const browser = await signedIn(name);
    const shown = (await browser.get(page())).body;
    const found = pages().filter((url) => shown.includes(`href="${url}"`));
    const opened: string[] = [];
    for (const url of pages()) if ((await browser.get(url)).status === 200) opened.push(url);
    expect(found).toEqual(opened);
    expect(found.length).toBeGreaterThanOrEqual(least);
  });

  it('has the family’s words where the record was not changed, for those who hear what families say', async () => {
    const { settingId, learnerId } = server.people;
    await inScope(server.database, steward('load'), async (scoped) => {
      const { la_id, trust_id } = await scoped
        .selectFrom('register_keeper')
        .select(['la_id', 'trust_id'])
        .where('setting_id', '=', settingId)
        .executeTakeFirstOrThrow();
      await scoped.client.query({
        text: `INSERT INTO rectification (learner_id, setting_id, asked_as, asker, asked_at, due_on, about, wrong, should_be,
                 answer, answer_words, answered_at, answered_by, statement, la_id, trust_id)
               VALUES ($1, $2, 'parent', 'a parent', now(), current_date, 'A mark in a register', 'x', 'y', 'refused',
                 'The register was taken twice.', now(), 'the head', 'She was in the music room.', $3, $4)`,
        values: [learnerId, settingId, la_id, trust_id],
      });
    });
    const words = 'The family says of this record (A mark in a register): “She was in the music room.”';
    expect((await (await signedIn('Owen Castell')).get(page())).body).toContain(words);
    expect((await (await signedIn('Priya Nair')).get(page())).body).not.toContain('music room');
  });
});
