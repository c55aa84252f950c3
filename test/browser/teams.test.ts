import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { examplePartners } from '#demo/exampleshire-people.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { enterMember } from '#platform/directory/people.ts';
import type { MovingClock } from '../sign-in/signed-in-server.ts';
import { fillExampleshire, movingClock } from '../sign-in/signed-in-server.ts';
import { expectNoViolations } from './accessibility.ts';
import { openBrowser, openPage, screens } from './browser.ts';
import { startHeadwater } from './headwater.ts';

let browser: Browser;
let address: string;
let clock: MovingClock;
let database: Database;
let child: { readonly learnerId: number; readonly slot: number; readonly name: string };
let another: number;
const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const pictures = process.env['HEADWATER_TEST_PICTURES'];

beforeAll(async () => {
  clock = movingClock(new Date('2026-01-15T10:00:00Z'));
  const [opened, started] = await Promise.all([openBrowser(), startHeadwater({ clock })]);
  [browser, address] = [opened, started.address];
  const { databaseUrl } = started;
  const there = await openDatabase({ databaseUrl, dataFolder: '/nowhere', notify: () => undefined });
  if (!there.ok) throw new Error(there.failure.message);
  database = there.value;
  await fillExampleshire(database, clock);
  await enterWorker();
  await findChildren();
  return () => database.close();
}, 120_000);

async function enterWorker(): Promise<void> {
  await inGate(database, 'administer', async (gate) => {
    const { organisation_id } = await gate
      .selectFrom('organisation')
      .select('organisation_id')
      .where('external_id', '=', examplePartners.youthJustice)
      .executeTakeFirstOrThrow();
    const worker = { name: 'Cara Dunn', email: 'cara@exampleshire.invalid', classes: [], yearGroups: [] };
    const by = { organisationId: organisation_id, words: 'a test' };
    await enterMember(gate, by, { ...worker, role: 'youth-justice-worker' }, clock.now());
  });
}

async function findChildren(): Promise<void> {
  const { learner_id } = await inGate(database, 'administer', (gate) =>
    gate.selectFrom('person').select('learner_id').where('learner_id', 'is not', null).executeTakeFirstOrThrow(),
  );
  const roll = await inScope(database, steward('compile'), (scoped) =>
    scoped.selectFrom('enrolment').select(['learner_id', 'slot', 'given_name', 'surname']).orderBy('slot').execute(),
  );
  const own = roll.find((one) => one.learner_id === learner_id);
  child = { learnerId: Number(learner_id), slot: own?.slot ?? 0, name: `${own?.given_name} ${own?.surname}` };
  another = roll.find((one) => one.learner_id !== learner_id)?.slot ?? 0;
}

async function as(name: string, screen: keyof typeof screens = 'desktop'): Promise<Page> {
  const { page } = await openPage(browser, { ...screens[screen], javaScriptEnabled: screen === 'desktop' });
  await page.goto(`${address}/sign-in`);
  await page.getByRole('link', { name: 'Sign in as somebody made up' }).click();
  await page.getByRole('button', { name }).click();
  await page.waitForLoadState();
  return page;
}

async function looksRight(page: Page, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  expect(await page.evaluate<number>(sideways), page.url()).toBeLessThanOrEqual(0);
}

async function statusOf(page: Page, path: string): Promise<number | undefined> {
  return (await page.goto(`${address}${path}`))?.status();
}

describe('a team around a child', () => {
  it('lets a youth justice worker see that child alone, until the head ends it, and it is told afterwards', async () => {
    const record = `/settings/990003/roll/${child.slot}`;
    const worker = await as('Cara Dunn', 'phone');
    expect(await statusOf(worker, record)).toBe(403);
    // The head has no JavaScript: every form is a plain one.
    const head = await as('Owen Castell', 'phone');
    await head.goto(`${address}/children/${child.learnerId}/team`);
    await head.getByText('Open another team').click();
    await head.getByLabel('What is the team for?').selectOption('youth-justice');
    await head.getByRole('button', { name: 'Open the team' }).click();
    await head.getByText('Ask somebody into this team').first().click();
    await looksRight(head, 'team-invite-phone');
    const form = head.getByRole('form', { name: /to help a child out of trouble/ });
    await form
      .getByLabel('Who')
      .selectOption({ label: 'Cara Dunn, youth justice worker, Exampleshire youth justice service' });
    await form.getByLabel('Registers, absence and part-time timetables').check();
    await form.getByRole('button', { name: 'Ask into the team' }).click();
    await head
      .locator('.govuk-summary-list__row', { hasText: 'Cara Dunn' })
      .getByText(
        /^Sees name, date of birth, class and where enrolled.{1,6}registers, absence and part-time timetables;/,
      )
      .waitFor();
    await looksRight(head, 'team-phone');

    clock.forward(60_000);
    expect(await statusOf(worker, record)).toBe(200);
    expect(await worker.getByRole('heading', { level: 1 }).textContent()).toContain(child.name);
    expect(await statusOf(worker, `/settings/990003/roll/${another}`)).not.toBe(200);
    expect(await statusOf(worker, '/what-i-could-see')).toBe(200);
    await looksRight(worker, 'own-phone');

    await head.getByRole('button', { name: 'End Cara Dunn' }).click();
    await head
      .locator('.govuk-summary-list__row', { hasText: 'Cara Dunn' })
      .getByText(/^Saw name, date of birth, class and where enrolled.{1,6}registers, absence and part-time timetables/)
      .waitFor();
    expect(await statusOf(worker, record)).toBe(403);

    clock.forward(24 * 3_600_000);
    const later = await as('Owen Castell');
    await later.goto(`${address}/children/${child.learnerId}/who-could-see`);
    expect(await later.getByText('Cara Dunn').count()).toBe(0);
    await later.getByLabel('On which day?').fill('2026-01-15');
    await later.getByRole('button', { name: 'Ask', exact: true }).click();
    await later.getByText('Cara Dunn: Youth justice worker, Exampleshire youth justice service').waitFor();
    await looksRight(later, 'who-could-see');
    await expectNoViolations(later);
  }, 60_000);

  it('and everything about people is accessible, and fits a phone and paper', async () => {
    const head = await as('Owen Castell');
    const paths = ['/people', '/people/list', `/children/${child.learnerId}/team`, '/what-i-could-see'];
    for (const path of [...paths, `/children/${child.learnerId}/who-could-see`]) {
      expect(await statusOf(head, path)).toBe(200);
      const name = path.replaceAll('/', '-').slice(1);
      await head.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      await expectNoViolations(head);
      await looksRight(head, `desktop-${name}`);
      await head.setViewportSize({ width: 375, height: 812 });
      await looksRight(head, `phone-${name}`);
      // A4, at the width of a browser’s print.
      await head.setViewportSize({ width: 794, height: 1123 });
      await head.emulateMedia({ media: 'print' });
      if (pictures) await head.screenshot({ path: `${pictures}/print-${name}.png`, fullPage: true });
      expect(await head.locator('.hw-navigation').isVisible(), 'prints no navigation').toBe(false);
      await head.emulateMedia({ media: 'screen', colorScheme: 'dark' });
      await expectNoViolations(head);
      await head.emulateMedia({ colorScheme: 'light' });
      await head.setViewportSize({ width: 1440, height: 900 });
    }
    await head.goto(`${address}/people`);
    await head.getByRole('link', { name: 'Priya Nair' }).click();
    await expectNoViolations(head);
    await looksRight(head, 'member');
    const family = await as(child.name);
    expect(await statusOf(family, '/who-can-see-my-record')).toBe(200);
    await expectNoViolations(family);
    await looksRight(family, 'who-can-see-my-record');
  }, 90_000);
});
