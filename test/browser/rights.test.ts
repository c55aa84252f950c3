import { readFile } from 'node:fs/promises';
import { strFromU8, unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleAdults, hiddenAddress, loadExampleFamilies } from '#demo/exampleshire-families.ts';
import { examplePeople } from '#demo/exampleshire-people.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { testClock } from '../app-parts.ts';
import { fillExampleshire } from '../sign-in/signed-in-server.ts';
import { expectNoViolations } from './accessibility.ts';
import { openBrowser, openPage, screens } from './browser.ts';
import { startHeadwater } from './headwater.ts';

let browser: Browser;
let address: string;
let database: Database;
/** The child’s place in registers. */
let slot: number;

beforeAll(async () => {
  const [opened, started] = await Promise.all([openBrowser(), startHeadwater()]);
  [browser, address] = [opened, started.address];
  const { databaseUrl } = started;
  const there = await openDatabase({ databaseUrl, dataFolder: '/nowhere', notify: () => undefined });
  if (!there.ok) throw new Error(there.failure.message);
  database = there.value;
  const people = await fillExampleshire(database, testClock);
  await loadExampleFamilies(database, people, testClock);
  slot = await inScope(database, steward('verify'), async (scoped) => {
    const child = scoped.selectFrom('enrolment').select('slot').where('learner_id', '=', people.learnerId);
    return (await child.executeTakeFirstOrThrow()).slot;
  });
}, 120_000);
// Before the hooks that were registered with the imports: what stays connected keeps the database from being dropped.
afterAll(() => database.close());

async function nameOf(email: string): Promise<string> {
  const found = await inGate(database, 'sign-in', (gate) =>
    gate.selectFrom('person').select('name').where('email', '=', email).executeTakeFirstOrThrow(),
  );
  return found.name;
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(`${address}/sign-in`);
  await page.getByRole('link', { name: 'Sign in as somebody made up' }).click();
  await page.getByRole('button', { name: await nameOf(email) }).click();
  await page.waitForLoadState();
}

const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

async function expectUsable(page: Page): Promise<void> {
  await expectNoViolations(page);
  for (const summary of await page.locator('summary').all()) await summary.click();
  await expectNoViolations(page);
  expect(await page.evaluate(sideways)).toBe(0);
}

describe.each(Object.entries(screens))('on a %s', (_name, screen) => {
  it('a child reads their own record', async () => {
    const { page, complaints } = await openPage(browser, screen);
    await signIn(page, examplePeople.child);
    await page.goto(`${address}/my-record`);
    expect(await page.locator('h1').textContent()).toBe('My record');
    expect(await page.locator('main').textContent()).toMatch(/you were here for \d+ of \d+ half days/);
    await expectUsable(page);
    await page.getByRole('link', { name: 'Say what is wrong' }).click();
    await expectUsable(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('a barred parent signs in, sees nothing, and is told so kindly', async () => {
    const { page } = await openPage(browser, screen);
    await signIn(page, exampleAdults.barred);
    await page.goto(`${address}/my-record`);
    expect(await page.locator('h1').textContent()).toBe('There is nothing here for you to see');
    expect(await page.locator('main').textContent()).toContain('That is not a judgement of you.');
    const child = (await nameOf(examplePeople.child)).split(' ')[0] ?? '';
    expect(await page.locator('main').textContent()).not.toContain(child);
    await expectUsable(page);
    await page.context().close();
  });

  it('whoever answers families sees what they asked, what is kept for how long, and the adults of a child', async () => {
    const { page } = await openPage(browser, screen);
    await signIn(page, examplePeople.head);
    for (const [url, heading] of [
      ['requests', 'What families ask of'],
      ['retention', 'keeps, and for how long'],
      [`roll/${slot}/contacts`, 'The adults of'],
    ] as const) {
      await page.goto(`${address}/settings/990003/${url}`);
      expect(await page.locator('h1').textContent()).toContain(heading);
      await expectUsable(page);
    }
    await page.context().close();
  });
});

describe('without JavaScript', () => {
  it('a parent asks for the record, the head reviews it, and the parent has it', async () => {
    const plain = { javaScriptEnabled: false, acceptDownloads: true };
    const [parent, head] = [await openPage(browser, plain), await openPage(browser, plain)];
    await signIn(parent.page, examplePeople.parent);
    await parent.page.goto(`${address}/my-record`);
    await parent.page.getByRole('button', { name: 'Ask for a copy' }).click();
    expect(await parent.page.locator('main').textContent()).toContain('The school is working on it.');
    await signIn(head.page, examplePeople.head);
    await head.page.goto(`${address}/settings/990003/requests`);
    await head.page.locator('table a').first().click();
    await head.page.getByRole('button', { name: 'Gather everything that is kept' }).click();
    for (const item of await head.page.locator('fieldset').all()) {
      await item.getByLabel('Black out').check();
      await item.getByLabel('Why').fill('Not theirs to know');
    }
    await head.page.getByRole('button', { name: 'Save these decisions' }).click();
    await head.page.getByRole('button', { name: 'Release the copy' }).click();
    expect(await head.page.locator('main').textContent()).toContain('The copy was made and can be fetched.');
    await parent.page.goto(`${address}/my-record`);
    const [download] = await Promise.all([
      parent.page.waitForEvent('download'),
      parent.page.getByRole('link', { name: 'Get your copy' }).click(),
    ]);
    const files = unzipSync(await readFile(await download.path()));
    const texts = Object.values(files).map((bytes) => strFromU8(bytes));
    expect(texts.join('')).toContain('Where you are and were on a roll');
    for (const text of texts) expect(text).not.toContain(hiddenAddress);
    await parent.page.context().close();
    await head.page.context().close();
  });
});
