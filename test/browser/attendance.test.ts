import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordRegister } from '#domain/register/actions.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { madeUpPlaces, settingScope } from '../registers/made-up-setting.ts';
import { makeUpArea, makeUpSchool } from '../registers/small-school.ts';
import { expectNoViolations } from './accessibility.ts';
import { openBrowser, openPage, screens } from './browser.ts';
import { startHeadwater } from './headwater.ts';

let browser: Browser;
let address: string;
let database: Database;

beforeAll(async () => {
  const [opened, started] = await Promise.all([openBrowser(), startHeadwater()]);
  [browser, address] = [opened, started.address];
  const connected = await openDatabase({
    databaseUrl: started.databaseUrl,
    dataFolder: '/nonexistent',
    notify: () => undefined,
  });
  if (!connected.ok) throw new Error(connected.failure.message);
  database = connected.value;
  await makeUpArea(database);
  await makeUpSchool(database, 1);
  await makeUpSchool(database, 2, 4);
  await record(1, 2);
}, 120_000);
afterAll(() => database.close());

const today = plainDate('2026-01-15');
const nation = `/attendance/${madeUpPlaces.nationId}`;
const authority = `/attendance/${madeUpPlaces.laId}`;
const asNation = `nation:${madeUpPlaces.nationId}`;
const asAuthority = `la:${madeUpPlaces.laId}`;

/** Records this morning's register of a school: so many present, the last one ill. */
async function record(settingId: number, present: number): Promise<void> {
  const { bytes } = bookOf('england');
  const marks = Uint8Array.from({ length: present + 1 }, (_, place) => bytes.get(place < present ? '/' : 'I') ?? 0);
  const sent = { settingId, day: today, session: 1, version: present, marks };
  const outcome = await recordRegister(database, settingScope(settingId), sent, new Date('2026-01-15T09:05:00Z'));
  expect(outcome.kind).toBe('recorded');
}

async function openAs(who: string, options: BrowserContextOptions = screens.desktop) {
  const opened = await openPage(browser, options);
  await opened.page.context().addCookies([{ name: 'headwater-scope', value: who, url: address }]);
  return opened;
}

/** Opens a page of the picture, once the schools that were entered after the start are in it. */
async function openPicture(page: Page, path: string): Promise<void> {
  await expect
    .poll(async () => (await page.goto(address + path))?.status(), { timeout: 20_000, interval: 500 })
    .toBe(200);
  await expect
    .poll(async () => (await page.goto(address + path)) && page.locator('main').textContent(), { timeout: 20_000 })
    .toContain('Unmeasured');
}

const figure = (page: Page, name: string) => page.locator(`[data-live="${name}"]`).first().textContent();

const topOf = async (link: Locator) => (await link.boundingBox())?.y ?? Number.NaN;

describe('an open page of the live picture', () => {
  it('is told of a register by the server, and neither moves nor loses focus', async () => {
    const { page, complaints } = await openAs(asAuthority);
    await openPicture(page, authority);
    const link = page.getByRole('link', { name: 'Published figures of all areas' });
    await link.focus();
    await page.waitForTimeout(300);
    const before = { top: await topOf(link), value: await figure(page, 'today.morning.possible') };
    await record(1, 8);
    await expect.poll(() => figure(page, 'today.morning.possible'), { timeout: 10_000 }).toBe('9');
    expect(before.value).not.toBe('9');
    expect(await topOf(link), 'where the reader looks').toBeCloseTo(before.top, 0);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Published figures of all areas');
    expect(await page.locator('[data-live-status]').textContent()).toMatch(/Updated \d\d:\d\d\./);
    // A stream ends when its page is left.
    expect(complaints.filter((text) => !/\/events\S* failed$/.test(text))).toEqual([]);
  }, 60_000);

  it('stays as it is while it is paused, and catches up afterwards', async () => {
    const { page } = await openAs(asAuthority);
    await openPicture(page, authority);
    await page.getByRole('button', { name: 'Pause updates' }).click();
    const before = await figure(page, 'today.morning.possible');
    await record(1, 12);
    await page.waitForTimeout(2_000);
    expect(await figure(page, 'today.morning.possible')).toBe(before);
    await page.getByRole('button', { name: 'Go on updating' }).click();
    await expect.poll(() => figure(page, 'today.morning.possible'), { timeout: 10_000 }).toBe('13');
  }, 60_000);
});

describe.each([
  ['with JavaScript', screens.desktop],
  ['without JavaScript', { ...screens.desktop, javaScriptEnabled: false }],
] as const)('from the nation to a register, by keyboard, %s', (_name, screen) => {
  it('leads down by links, and is complete on every step', async () => {
    const { page } = await openAs(asAuthority, screen);
    await openPicture(page, nation);
    await follow(page, 'Exampleshire', /attendance\/900002/);
    expect(await figure(page, 'tile.registers-morning.value')).toMatch(/^\d+$/);
    expect(await page.getByText('Persistent and severe absence, year to date').isVisible()).toBe(true);
    await follow(page, 'Setting 1', /attendance\/settings\/990001/);
    await follow(page, /^morning of 15 January 2026/, /settings\/990001\/registers\/2026-01-15\/am/);
    expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
  }, 60_000);
});

async function follow(page: Page, name: string | RegExp, to: RegExp): Promise<void> {
  const link = page
    .locator('main')
    .getByRole('link', { name, exact: typeof name === 'string' })
    .first();
  await link.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(to);
}

describe('the pages of the live picture', () => {
  it.each([
    ['light', screens.desktop, nation],
    ['dark', { ...screens.desktop, colorScheme: 'dark' }, authority],
    ['phone', screens.phone, authority],
    ['dark phone', { ...screens.phone, colorScheme: 'dark' }, '/attendance/settings/990001'],
  ] as const)(
    'have no violations and fit: %s',
    async (_name, screen, path) => {
      const { page } = await openAs(asAuthority, screen);
      await openPicture(page, path);
      await page.waitForTimeout(300);
      await expectNoViolations(page);
      const width = page.viewportSize()?.width ?? 0;
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    },
    60_000,
  );

  it('lead a teacher from the front page to this morning’s register in one step, and an officer to both lists', async () => {
    const teacher = await openAs('setting:990001', screens.phone);
    await openPicture(teacher.page, '/');
    const ways = teacher.page.getByRole('navigation', { name: 'Registers and lists' });
    await ways.getByRole('link', { name: 'This morning’s register' }).click();
    await teacher.page.waitForURL(/\/settings\/990001\/registers\/2026-01-15\/am$/);
    const officer = await openAs(asAuthority);
    await openPicture(officer.page, '/');
    const links = officer.page.getByRole('navigation', { name: 'Registers and lists' }).getByRole('link');
    expect(await links.allTextContents()).toEqual([
      'Missing registers',
      'Expected elsewhere, not seen there',
      'Children',
    ]);
    for (const link of await links.all()) {
      const href = await link.getAttribute('href');
      const answer = await officer.page.request.get(address + href);
      expect(answer.status(), String(href)).toBe(200);
    }
  }, 60_000);

  it('show a national reader no register, and say why', async () => {
    const { page } = await openAs(asNation);
    await openPicture(page, '/attendance/settings/990001');
    expect(await page.getByText('A national reader sees totals and never a register').isVisible()).toBe(true);
    expect(await page.locator('a[href*="/registers/2026"]').count()).toBe(0);
    expect(await page.getByRole('navigation', { name: 'Registers and lists' }).count()).toBe(0);
    expect(await page.getByText('Groups in one or two settings are shown to people of the setting').isVisible()).toBe(
      true,
    );
  }, 60_000);
});
