import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { closeOn, makeUpArea, makeUpSchool } from '../registers/small-school.ts';
import { expectNoViolations } from './accessibility.ts';
import { openBrowser, openPage, screens } from './browser.ts';
import { startHeadwater } from './headwater.ts';

let browser: Browser;
let address: string;
let databaseUrl: string;

beforeAll(async () => {
  const [opened, started] = await Promise.all([openBrowser(), startHeadwater()]);
  [browser, address, databaseUrl] = [opened, started.address, started.databaseUrl];
  const database = await openDatabase({
    databaseUrl: started.databaseUrl,
    dataFolder: '/nonexistent',
    notify: () => undefined,
  });
  if (!database.ok) throw new Error(database.failure.message);
  await makeUpArea(database.value);
  await makeUpSchool(database.value, 1);
  await makeUpSchool(database.value, 2, 4);
  await database.value.close();
}, 120_000);

/** A page for a teacher of the school, unless somebody else is named. */
async function openAs(options: BrowserContextOptions = screens.desktop, who = 'setting:990001') {
  const opened = await openPage(browser, options);
  await opened.page.context().addCookies([{ name: 'headwater-scope', value: who, url: address }]);
  return opened;
}

const register = (day: string, session = 'am') => `${address}/settings/990001/registers/${day}/${session}?class=4B`;
const status = (page: Page) => page.locator('.hw-take__count').textContent();
const active = (page: Page) =>
  page.evaluate('document.activeElement.closest("fieldset")?.querySelector("legend").firstChild.data ?? ""');

/** Does what sends the form, and waits for the page that answers it: under load that begins long after the key. */
async function sent(page: Page, act: () => Promise<void>): Promise<void> {
  await Promise.all([page.waitForEvent('framenavigated'), act()]);
  await page.waitForLoadState();
}

describe('taking a register', () => {
  it('needs one key a pupil, and an act to make the rest present', async () => {
    const { page, complaints } = await openAs();
    await page.route(/am/, async (route) => {
      if (route.request().method() === 'POST') await new Promise((resolve) => setTimeout(resolve, 500));
      await route.continue();
    });
    await page.goto(register('2026-01-14'));
    await expect.poll(() => status(page)).toBe('0 of 29 marked');
    expect(await active(page)).toBe('Amina Abara');
    await page.keyboard.press('p');
    await page.keyboard.press('l');
    await page.keyboard.press('n');
    await page.keyboard.press('n');
    expect(await status(page)).toBe('4 of 29 marked');
    await page.keyboard.press('Backspace');
    expect(await status(page)).toBe('3 of 29 marked');
    await page.keyboard.press('i');
    await page.keyboard.press('End');
    await page.keyboard.press('Space');
    expect(await status(page)).toBe('4 of 29 marked, 25 more to be marked present');
    await sent(page, () => page.keyboard.press('Enter'));
    expect(await page.locator('main').textContent()).toContain('29 of 29 have a mark');
    expect(complaints).toEqual([]);
  });

  it('makes nobody present who was left without a mark', async () => {
    const { page } = await openAs();
    await page.goto(register('2026-01-13'));
    for (const key of ['p', 'p', 'n']) await page.keyboard.press(key);
    await sent(page, () => page.getByRole('button', { name: 'Save register' }).click());
    expect(await page.locator('main').textContent()).toContain('3 of 29 have a mark');
    expect(await active(page), 'goes on where it was left').not.toBe('Amina Abara');
  });

  it('offers an agreed part-time session, and leaves keys alone in fields', async () => {
    const { page } = await openAs();
    await page.goto(register('2026-01-15'));
    expect(await status(page)).toBe('1 of 29 marked');
    const field = page.locator('fieldset').first().getByLabel('Other');
    await field.focus();
    await page.keyboard.type('M');
    expect(await field.inputValue()).toBe('M');
    expect(await status(page)).toBe('2 of 29 marked');
  });

  it('works without JavaScript', async () => {
    const { page } = await openAs({ ...screens.desktop, javaScriptEnabled: false });
    await page.goto(register('2026-01-12'));
    await page.locator('fieldset').nth(1).getByLabel('Late').check();
    await page.getByLabel('Everyone else here is present').check();
    await page.getByRole('button', { name: 'Save register' }).click();
    expect(await page.locator('main').textContent()).toContain('29 of 29 have a mark');
    expect(await page.locator('fieldset').nth(1).getByLabel('Late').isChecked()).toBe(true);
  });

  it('keeps the rest when a code is refused, and leads to the pupil', async () => {
    const { page } = await openAs();
    await page.goto(register('2026-01-09'));
    await page.locator('fieldset').nth(2).getByLabel('Other').fill('?');
    await page.getByLabel('Everyone else here is present').check();
    await sent(page, () => page.getByRole('button', { name: 'Save register' }).click());
    const summary = page.locator('.govuk-error-summary');
    expect(await summary.textContent()).toContain('All others are saved: 28 marks.');
    await expectNoViolations(page);
    await summary.getByRole('link').click();
    expect(new URL(page.url()).hash).toMatch(/^#pupil-\d+$/);
  });
});

describe('correcting a mark', () => {
  it('asks for the reason', async () => {
    const { page } = await openAs();
    await page.goto(register('2026-01-08'));
    await page.getByLabel('Everyone else here is present').check();
    await sent(page, () => page.getByRole('button', { name: 'Save register' }).click());
    const row = page.locator('fieldset').first();
    await row.getByLabel('Ill').check();
    await sent(page, () => page.getByRole('button', { name: 'Save register' }).click());
    expect(await page.locator('.govuk-error-summary').textContent()).toContain('Say why the mark is changed');
    await page.locator('fieldset').first().getByLabel('Reason, if').fill('The parent rang at ten');
    await sent(page, () => page.getByRole('button', { name: 'Save register' }).click());
    expect(await page.locator('fieldset').first().getByLabel('Ill').isChecked()).toBe(true);
    await page.getByRole('link', { name: 'Every change of this register' }).click();
    const changes = page.getByRole('table');
    expect(await changes.textContent()).toContain('/ → IThe parent rang at ten');
    await changes.getByRole('link').first().click();
    expect(await page.locator('main').textContent()).toContain('As it stood at 10:00:00 on 15 January 2026');
    await expectNoViolations(page);
  });

  it('warns before what is not saved is left', async () => {
    const { page } = await openAs();
    await page.goto(register('2026-01-06'));
    await page.keyboard.press('p');
    const [dialog] = await Promise.all([page.waitForEvent('dialog'), page.close({ runBeforeUnload: true })]);
    expect(dialog.type()).toBe('beforeunload');
    await dialog.accept();
  });

  it('shows both when somebody else was there first, and loses nothing', async () => {
    const [mine, theirs] = [await openAs(), await openAs()];
    for (const { page } of [mine, theirs]) await page.goto(register('2026-01-07'));
    await theirs.page.keyboard.press('n');
    await theirs.page.keyboard.press('p');
    await theirs.page.getByRole('button', { name: 'Save register' }).click();
    await theirs.page.waitForLoadState();
    await mine.page.keyboard.press('l');
    await mine.page.keyboard.press('ArrowDown');
    await mine.page.keyboard.press('i');
    await mine.page.getByRole('button', { name: 'Save register' }).click();
    await mine.page.waitForLoadState();
    const summary = await mine.page.locator('.govuk-error-summary').textContent();
    expect(summary).toContain('recorded “N” since you opened the page, and you chose “L”');
    expect(await mine.page.locator('main').textContent()).toContain('3 of 29 have a mark');
  });
});

describe('whoever does not work at the setting', () => {
  it('reads a register of the area, and takes none', async () => {
    const { page } = await openAs(screens.desktop, 'la:900002');
    await page.goto(register('2026-01-14'));
    expect(await page.locator('form.hw-take').count()).toBe(0);
    expect(await page.getByRole('table').isVisible()).toBe(true);
    await expectNoViolations(page);
  });

  it('of the nation is told why no register is shown', async () => {
    const { page } = await openAs(screens.desktop, 'nation:900001');
    const answer = await page.goto(register('2026-01-14'));
    expect(answer?.status()).toBe(403);
    expect(await page.locator('main').textContent()).toContain('never the mark of a child');
    await page.goto(`${address}/registers/missing?day=2026-01-14`);
    expect(await page.getByRole('table').textContent()).toContain('Exampleshire');
    await expectNoViolations(page);
  });
});

describe('on paper', () => {
  it('a register is names and boxes, without buttons', async () => {
    const { page } = await openAs();
    await page.goto(register('2026-01-05'));
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.hw-take__paper').first().isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Save register' }).isVisible()).toBe(false);
    expect(await page.locator('.hw-take__mark').first().isVisible()).toBe(false);
  });
});

describe.each([
  ['light', { ...screens.desktop, colorScheme: 'light' }],
  ['dark', { ...screens.desktop, colorScheme: 'dark' }],
  ['phone', screens.phone],
  ['dark phone', { ...screens.phone, colorScheme: 'dark' }],
] as const)('%s', (_name, screen) => {
  it.each([
    '/settings/990001/registers/2026-01-15/am?class=4B',
    '/settings/990001/registers/2026-01-14/am?class=4B',
    '/settings/990001/registers/2026-01-16/pm?class=4B',
    '/settings/990001/registers',
    '/registers/missing',
    '/registers/missing?day=2026-01-09',
  ])('%s has no violations and fits', async (path) => {
    const { page, complaints } = await openAs(screen);
    await page.goto(address + path);
    await expectNoViolations(page);
    expect(complaints).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
      page.viewportSize()?.width ?? 0,
    );
  });
});

describe('a register of a time when the setting turns out to have been closed', () => {
  it('is withdrawn with a reason, every class at once, and says so; the history keeps it', async () => {
    const { page, complaints } = await openAs();
    const day = '2026-01-08';
    await page.goto(register(day, 'pm'));
    await page.getByLabel('Everyone else here is present').check();
    await sent(page, () => page.getByRole('button', { name: 'Save register' }).click());
    await closeAfternoon(day);
    await page.goto(register(day, 'pm'));
    expect(await page.locator('main').textContent()).toContain('29 marks that are here go on counting');
    await expectNoViolations(page);
    const withdraw = page.getByRole('button', { name: 'Withdraw this register' });
    await sent(page, () => withdraw.click());
    expect(await page.locator('.govuk-error-summary').textContent()).toContain('Say why the register is withdrawn');
    await expectNoViolations(page);
    await page.getByLabel('Why it is withdrawn').fill('Marks were sent by mistake: the boiler had failed');
    await sent(page, () => withdraw.click());
    const text = await page.locator('main').textContent();
    expect(text).toContain('Its marks were withdrawn, and nothing of it is counted');
    expect(await withdraw.count()).toBe(0);
    await page.getByRole('link', { name: 'Every change of this register' }).click();
    expect(await page.locator('main').textContent()).toContain('the boiler had failed');
    expect(complaints.filter((one) => !one.includes('422'))).toEqual([]);
  });

  it('is not withdrawn by its authority, when it changed meanwhile, or when the setting was open', async () => {
    const post = (day: string, who: string, form: Readonly<Record<string, string>>) =>
      fetch(register(day, 'pm'), {
        method: 'POST',
        redirect: 'manual',
        headers: { 'headwater-scope': who, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ form: 'withdraw', reason: 'Closed', ...form }).toString(),
      });
    const day = '2026-01-09';
    const { page } = await openAs();
    await page.goto(register(day, 'pm'));
    await page.getByLabel('Everyone else here is present').check();
    await sent(page, () => page.getByRole('button', { name: 'Save register' }).click());
    expect(await (await post(day, 'setting 990001', { version: '1' })).text()).toContain('The setting was open then');
    await closeAfternoon(day);
    expect((await post(day, 'la 900002', { version: '1' })).status).toBe(403);
    const stale = await post(day, 'setting 990001', { version: '7' });
    expect([stale.status, await stale.text()]).toEqual([422, expect.stringContaining('look at it again')]);
    expect((await post(day, 'setting 990001', { version: '1' })).status).toBe(303);
  });
});

async function closeAfternoon(day: string): Promise<void> {
  const database = await openDatabase({ databaseUrl, dataFolder: '/nonexistent', notify: () => undefined });
  if (!database.ok) throw new Error(database.failure.message);
  await closeOn(database.value, 1, { day: plainDate(day), session: 2, reason: 'The boiler failed' });
  await database.value.close();
}
