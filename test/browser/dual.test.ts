import type { Browser, BrowserContextOptions } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordRegister } from '#domain/register/actions.ts';
import { rebuildSettingYear } from '#domain/register/rebuild.ts';
import { enrol } from '#domain/roll/actions.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Upn } from '#foundation/kernel/pupil-identifiers.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { settingScope } from '../registers/made-up-setting.ts';
import { makeUpArea, makeUpSchool } from '../registers/small-school.ts';
import { expectNoViolations } from './accessibility.ts';
import { openBrowser, openPage, screens } from './browser.ts';
import { startHeadwater } from './headwater.ts';

const byte = (code: string): number => bookOf('england').bytes.get(code) ?? 0;
const size = 3;
let browser: Browser;
let address: string;

beforeAll(async () => {
  const [opened, started] = await Promise.all([openBrowser(), startHeadwater()]);
  [browser, address] = [opened, started.address];
  const database = await openDatabase({
    databaseUrl: started.databaseUrl,
    dataFolder: '/nonexistent',
    notify: () => undefined,
  });
  if (!database.ok) throw new Error(database.failure.message);
  await makeUpArea(database.value);
  const { upns } = await makeUpSchool(database.value, 1, size);
  await makeUpSchool(database.value, 2, size);
  await enrolAtForge(database.value, upns[0]);
  // The clock of the test stands at 10:00 on Thursday 15 January 2026.
  await send(database.value, { settingId: 1, day: '2026-01-14', code: 'D', place: 0 });
  await send(database.value, { settingId: 2, day: '2026-01-14', code: '', place: size + 3 });
  await send(database.value, { settingId: 1, day: '2026-01-13', code: 'D', place: 0 });
  await send(database.value, { settingId: 2, day: '2026-01-13', code: 'I', place: size + 3 });
  // Notices of changes are gathered for a moment before they are sent.
  await new Promise((resolve) => setTimeout(resolve, 300));
  await database.value.close();
}, 120_000);

async function enrolAtForge(database: Database, upn: Upn | undefined): Promise<void> {
  const writer = {
    database,
    scope: settingScope(2),
    today: plainDate('2025-09-01'),
    onRollChanged: rebuildSettingYear,
  };
  const done = await enrol(writer, 2, {
    upn,
    surname: 'Abara',
    givenName: 'Amina',
    bornOn: plainDate('2016-12-01'),
    yearGroup: 4,
    class: 'Forge',
    status: 'subsidiary',
    enteredOn: plainDate('2025-09-01'),
  });
  if (!done.ok) throw new Error(done.failure.message);
}

interface Sent {
  readonly settingId: number;
  readonly day: string;
  readonly code: string;
  readonly place: number;
}

async function send(database: Database, { settingId, day, code, place }: Sent): Promise<void> {
  const marks = new Uint8Array(settingId === 1 ? size : size + 4).fill(byte('/'));
  marks[place] = byte(code);
  const sent = { settingId, day: plainDate(day), session: 1, version: 1, marks };
  await recordRegister(database, settingScope(settingId), sent, new Date(`${day}T09:00:00Z`));
}

async function openAs(who: string, options: BrowserContextOptions = screens.desktop) {
  const opened = await openPage(browser, options);
  await opened.page.context().addCookies([{ name: 'headwater-scope', value: who, url: address }]);
  return opened;
}

const list = () => `${address}/registers/dual`;

describe('children who were expected elsewhere', () => {
  it('are listed soon after the registers, for the area once a child, unknown ones first', async () => {
    const { page, complaints } = await openAs('la:900002');
    const rows = async () => {
      await page.goto(list());
      return page.locator('main tbody tr').count();
    };
    await expect.poll(rows, { timeout: 15_000 }).toBe(2);
    const text = await page.locator('main').textContent();
    expect(text).toContain('1 half day of 1 child where nobody knows where the child was');
    expect(text).toContain('1 half day of 1 child where the other setting marked the child absent');
    const [unknown, known] = [page.locator('main tbody tr').first(), page.locator('main tbody tr').last()];
    expect(await unknown.textContent()).toMatch(/Amina Abara.*Wed 14 Jan.*Setting 2.*No mark.*Setting 1/);
    expect(await known.isVisible(), 'a known absence is folded away').toBe(false);
    await page.getByText('Show 1 half day of 1 child').click();
    expect(await known.textContent()).toMatch(/Tue 13 Jan.*Absent/);
    expect(await page.getByText('Close this task').count()).toBe(0);
    await expectNoViolations(page);
    expect(complaints).toEqual([]);
  });

  it('lead to one child’s day in every register, where the area reads both sides', async () => {
    const { page, complaints } = await openAs('la:900002');
    await page.goto(list());
    await page.getByRole('link', { name: 'Amina Abara' }).first().click();
    await page.waitForLoadState();
    const morning = page.locator('[aria-labelledby="half-1"]');
    expect(await page.locator('h1').textContent()).toContain('Wednesday 14 January 2026');
    expect(await morning.locator('tbody tr').count()).toBe(2);
    expect(await morning.textContent()).toMatch(/Setting 1D: .*Setting 2No mark/);
    expect(await morning.textContent()).toContain('Open task for Setting 1');
    expect(await morning.textContent()).toContain('Open task for Setting 2');
    await page.getByRole('link', { name: 'The day before' }).click();
    await page.waitForLoadState();
    expect(await page.locator('main').textContent()).toContain('morning absent');
    await expectNoViolations(page);
    expect(complaints).toEqual([]);
  });

  it.each(Object.entries(screens))(
    'show a setting no more than whether the child was there, on %s',
    async (name, screen) => {
      const { page } = await openAs('setting:990001', { ...screen, javaScriptEnabled: false });
      await page.goto(`${address}/settings/990001/roll/1`);
      await page.getByRole('link', { name: 'One day in every register' }).click();
      await page.locator('#learner-day').fill('2026-01-13');
      await page.getByRole('button', { name: 'Show' }).click();
      const text = (await page.locator('main').textContent()) ?? '';
      expect(text).toContain('Did not attend');
      expect(text).not.toContain('Illness');
      expect(await page.locator('h1').count()).toBe(1);
      const [width, window] = await page
        .evaluate<number[]>('[document.documentElement.scrollWidth, innerWidth]')
        .catch(() => [0, 0]);
      expect(width, name).toBeLessThanOrEqual(window ?? 0);
      expect((await page.goto(`${address}/settings/990002/roll/1/day`))?.status()).toBe(403);
    },
  );

  it.each(Object.entries(screens))('can be read on %s, without scripts', async (name, screen) => {
    const { page } = await openAs('setting:990001', { ...screen, javaScriptEnabled: false });
    await page.goto(list());
    expect(await page.locator('main article').count()).toBe(2);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth').catch(() => true), name).toBe(
      true,
    );
  });

  it('are closed with words by a side, which the other does not lose', async () => {
    const { page } = await openAs('setting:990001');
    await page.goto(list());
    const row = page.locator('main article', { hasText: '14 Jan 2026' });
    await row.getByText('Close Amina’s task').click();
    await row.getByRole('button', { name: 'Close this task' }).click();
    await page.waitForLoadState();
    expect(await page.locator('.govuk-error-summary').textContent()).toContain('Say in a few words');
    await expectNoViolations(page);
    const again = page.locator('main article', { hasText: '14 Jan 2026' });
    await again.getByLabel('What was found out').fill('At home with a cold; her mother rang at noon');
    await again.getByRole('button', { name: 'Close this task' }).click();
    await page.waitForLoadState();
    expect(await page.locator('main article').count()).toBe(1);
    await page.getByRole('link', { name: 'Tasks closed in the last thirty days' }).click();
    expect(await page.locator('main tbody').textContent()).toContain('her mother rang at noon');
    const other = await openAs('setting:990002');
    await other.page.goto(list());
    expect(await other.page.locator('main article').count()).toBe(2);
  });

  it('are no list for whoever looks at a nation, or for nobody', async () => {
    const { page } = await openAs('nation:900001');
    expect((await page.goto(list()))?.status()).toBe(403);
    const csv = await fetch(`${address}/api/v1/registers/dual?format=csv`, {
      headers: { 'headwater-scope': 'la 900002' },
    });
    const text = await csv.text();
    expect(text.split('\n')[0]).toMatch(/^.?urn,name,day,session,side/);
    expect(text).toContain('990002');
    expect((await fetch(`${address}/api/v1/registers/dual`)).status).toBe(403);
  });
});
