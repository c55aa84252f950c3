import { beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import { injectBrowser, signInAs } from '../sign-in/inject-browser.ts';
import type { SignedInServer } from '../sign-in/signed-in-server.ts';
import { signedInServer } from '../sign-in/signed-in-server.ts';
import { gradeOf, sentencesOf, syllablesOf, wordsOf } from './readability.ts';

/** The grade that is read at nine years. */
const ours = 4;
/** Above this one sentence stops a reader of nine, however easy the rest is. */
const hardest = 9;
const shortest = 6;

describe('the measure', () => {
  it.each([
    ['The cat sat on the mat.', -1.45],
    ['The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.', 11.27],
  ])('knows %s', (sentence, grade) => {
    expect(gradeOf([sentence])).toBeCloseTo(grade, 1);
  });

  it.each([
    ...(['school', 'asked', 'here', 'marked', 'names', 'you', 'eyes', 'looked', 'through'] as const).map(
      (one) => [one, 1] as const,
    ),
    ...(['record', 'wanted', 'people', 'table', 'private', 'being', 'reason', 'adults'] as const).map(
      (one) => [one, 2] as const,
    ),
    ...(['telephone', 'register', 'agreement', 'decision', 'idea'] as const).map((one) => [one, 3] as const),
    ...(['authority', 'education', 'information'] as const).map((one) => [one, 4] as const),
  ])('hears %s as %i', (word, syllables) => {
    expect(syllablesOf(word)).toBe(syllables);
  });
});

describe('what families read', () => {
  let server: SignedInServer;
  let names: { readonly child: string; readonly parent: string };

  beforeAll(async () => {
    server = await signedInServer();
    const rows = await inScope(server.database, steward('compile'), (scoped) =>
      scoped
        .selectFrom('person')
        .select(['person_id', 'name'])
        .where('person_id', 'in', [server.people.people.child, server.people.people.parent])
        .execute(),
    );
    const nameOf = (id: number) => rows.find(({ person_id }) => Number(person_id) === Number(id))?.name ?? '';
    names = { child: nameOf(server.people.people.child), parent: nameOf(server.people.people.parent) };
  }, 120_000);

  it.each(['child', 'parent'] as const)('is for a %s no harder than for a child of nine', async (as) => {
    const browser = injectBrowser(server.app);
    await signInAs(browser, names[as]);
    const own = `/my-record/${server.people.learnerId}`;
    await browser.post(`${own}/copy`, {});
    await browser.post(`${own}/talk`, {});
    const said = { about: 'Something else', wrong: 'The day', shouldBe: 'Monday', statement: '' };
    await browser.post(`${own}/put-right`, said);
    const bodies = {
      record: (await browser.get(`${own}?notice=sent`)).body,
      'put right': (await browser.get(`${own}/put-right`)).body,
      'put right, with something missing': (await browser.post(`${own}/put-right`, {})).body,
      'who has looked': (await browser.get(`/children/${server.people.learnerId}/who-has-looked`)).body,
      'who could see': (await browser.get('/who-can-see-my-record')).body,
      'nothing here': (await injectBrowser(server.app).get('/my-record')).body,
    };
    const pages = Object.entries(bodies).map(([page, body]) => {
      const sentences = sentencesOf(body);
      const hard = sentences.filter((one) => wordsOf(one).length >= shortest && gradeOf([one]) > hardest);
      const grade = Math.round(gradeOf(sentences) * 10) / 10;
      expect({ page, any: sentences.length > 3 }).toEqual({ page, any: true });
      return { page, grade, hard: hard.map((one) => `${gradeOf([one]).toFixed(1)}: ${one}`) };
    });
    expect(pages.filter(({ grade, hard }) => grade > ours || hard.length > 0)).toEqual([]);
  });
});
