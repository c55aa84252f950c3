import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import type { MovingClock } from '../sign-in/signed-in-server.ts';
import { fillExampleshire, movingClock } from '../sign-in/signed-in-server.ts';
import { expectNoViolations } from './accessibility.ts';
import { openBrowser, openPage, screens } from './browser.ts';
import { startHeadwater } from './headwater.ts';

let browser: Browser;
let address: string;
let clock: MovingClock;
let database: Database;
let child: { readonly learnerId: number; readonly name: string; readonly slot: number; readonly upn: string };
const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const pictures = process.env['HEADWATER_TEST_PICTURES'];

beforeAll(async () => {
  clock = movingClock(new Date('2026-01-15T10:00:00Z'));
  const [opened, started] = await Promise.all([openBrowser(), startHeadwater({ clock })]);
  [browser, address] = [opened, started.address];
  const there = await openDatabase({
    databaseUrl: started.databaseUrl,
    dataFolder: '/nowhere',
    notify: () => undefined,
  });
  if (!there.ok) throw new Error(there.failure.message);
  database = there.value;
  await fillExampleshire(database, clock);
  child = await findChild();
  return () => database.close();
}, 120_000);

async function findChild(): Promise<typeof child> {
  const learnerId = await inGate(database, 'administer', async (gate) => {
    const row = await gate
      .selectFrom('person')
      .select('learner_id')
      .where('learner_id', 'is not', null)
      .executeTakeFirstOrThrow();
    return row.learner_id as number;
  });
  return await inScope(database, steward('load'), async (scoped) => {
    const row = await scoped
      .selectFrom('enrolment')
      .innerJoin('learner', 'learner.learner_id', 'enrolment.learner_id')
      .select(['given_name', 'surname', 'slot', 'learner.upn'])
      .where('enrolment.learner_id', '=', learnerId)
      .executeTakeFirstOrThrow();
    return { learnerId, name: `${row.given_name} ${row.surname}`, slot: row.slot, upn: row.upn ?? '' };
  });
}

async function as(name: string, screen: keyof typeof screens = 'desktop'): Promise<Page> {
  const { page } = await openPage(browser, { ...screens[screen], javaScriptEnabled: screen === 'desktop' });
  await page.goto(`${address}/sign-in`);
  await page.getByRole('link', { name: 'Sign in as somebody made up' }).click();
  await page.getByRole('button', { name }).click();
  await page.waitForLoadState();
  if (new URL(page.url()).pathname === '/sign-in/choose') {
    await page.locator('button[value$=":safeguarding"], button[value$=":social-care"]').first().click();
    await page.waitForLoadState();
  }
  return page;
}

async function looksRight(page: Page, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  expect(await page.evaluate<number>(sideways)).toBeLessThanOrEqual(0);
}

const looked = () => `${address}/children/${child.learnerId}/who-has-looked`;

/** As a person who waits: at most a minute. */
async function untilSeen(page: Page, words: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.goto(looked());
        return await page.locator('main').textContent();
      },
      { timeout: 60_000 },
    )
    .toContain(words);
}

describe('who has looked', () => {
  it('a safeguarding lead looks at a child, and the child sees it within a minute', async () => {
    const lead = await as('Ruth Ellison');
    await lead.goto(`${address}/settings/990003/roll/${child.slot}`);
    expect(await lead.locator('h1').textContent()).toContain(child.name);
    const own = await as(child.name, 'phone');
    await untilSeen(own, 'Ruth Ellison, designated safeguarding lead');
    expect(await own.locator('main').textContent()).toContain('looked at your record once');
    await looksRight(own, 'family-phone');
    await lead.goto(looked());
    await looksRight(lead, 'lead-desktop');
    await expectNoViolations(lead);
    await lead.emulateMedia({ media: 'print' });
    if (pictures) await lead.screenshot({ path: `${pictures}/lead-print.png`, fullPage: true });
    await lead.goto(`${address}/what-i-looked-at`);
    await lead.emulateMedia({ media: 'screen' });
    await looksRight(lead, 'own-desktop');
    await expectNoViolations(lead);
    const wide = await as(child.name);
    await wide.goto(looked());
    await looksRight(wide, 'family-desktop');
    await expectNoViolations(wide);
    await wide.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    if (pictures) await wide.screenshot({ path: `${pictures}/family-dark.png`, fullPage: true });
  }, 90_000);

  it('what is held back is hidden until its day, and then there', async () => {
    const head = await as('Owen Castell');
    await head.goto(`${address}/settings/990003/roll/${child.slot}`);
    const own = await as(child.name, 'phone');
    await untilSeen(own, 'Owen Castell');
    const lead = await as('Ruth Ellison');
    await lead.goto(looked());
    const readers = await lead.getByLabel('Whose entries').locator('option').allTextContents();
    const chosen = readers.find((one) => one.startsWith('Owen Castell')) ?? '';
    await lead.getByLabel('Whose entries').selectOption({ label: chosen });
    await lead.getByRole('button', { name: 'Hold back' }).click();
    expect(await lead.locator('.govuk-error-summary').textContent()).toContain('without a reason');
    expect(await lead.locator('.govuk-error-summary:focus').count()).toBe(1);
    await looksRight(lead, 'delay-problem-desktop');
    await expectNoViolations(lead);
    await lead
      .getByLabel('Why', { exact: true })
      .last()
      .fill('A visit is planned that would be dangerous if it were known.');
    await lead.getByLabel('Last day').fill('17/1/2026');
    await lead.getByRole('button', { name: 'Hold back' }).click();
    expect(await lead.locator('main').textContent()).toContain('in force, to be reviewed');
    await own.goto(looked());
    expect(await own.locator('main').textContent()).not.toContain('Owen Castell');
    clock.forward(3 * 86_400_000);
    const later = await as(child.name, 'phone');
    await untilSeen(later, 'Owen Castell');
    expect(await later.locator('main').textContent()).toContain('We show you this later than it happened');
    await looksRight(later, 'family-later-phone');
  }, 90_000);

  it('a record is opened out of reach, reviewed by another, and the child is told', async () => {
    const lead = await as('Ruth Ellison', 'phone');
    await lead.goto(`${address}/break-glass`);
    await looksRight(lead, 'break-glass-phone');
    await lead.getByLabel('UPN').fill(child.upn);
    await lead.getByRole('checkbox').first().check();
    await lead
      .getByLabel('Why you need it now')
      .fill('The child has run away from a visit and I must know who to ring.');
    await lead.getByRole('button', { name: 'Open the record' }).click();
    expect(lead.url()).toBe(`${address}/break-glass`);
    expect(await lead.locator('main').textContent()).toContain('You have a record open until');
    await looksRight(lead, 'break-glass-open-phone');
    await lead.getByRole('link', { name: 'The record at' }).click();
    expect(await lead.locator('h1').textContent()).toContain(child.name);
    expect(await lead.locator('main').textContent()).toContain('having opened a record out of reach');
    const own = await as(child.name, 'phone');
    await untilSeen(own, 'They had to ask for this in a hurry');
    const head = await as('Owen Castell');
    await head.goto(`${address}/break-glass`);
    await looksRight(head, 'break-glass-review-desktop');
    await expectNoViolations(head);
    await head.getByLabel('Yes').first().check();
    await head.getByLabel('What you found').first().fill('It was right to look.');
    await head.getByRole('button', { name: 'Record the review' }).first().click();
    expect(await head.locator('main').textContent()).toContain(
      'it was needed, said Owen Castell. It was right to look.',
    );
  }, 90_000);

  it('the heads of the ledger are for everybody', async () => {
    const { page } = await openPage(browser, screens.phone);
    await page.goto(`${address}/ledger/heads`);
    await looksRight(page, 'heads-phone');
    await expectNoViolations(page);
  });
});
