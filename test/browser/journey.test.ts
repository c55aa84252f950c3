import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoViolations } from './accessibility.ts';
import { openBrowser, openPage, screens } from './browser.ts';
import { startHeadwater } from './headwater.ts';

let browser: Browser;
let address: string;
beforeAll(async () => {
  [browser, { address }] = await Promise.all([openBrowser(), startHeadwater()]);
}, 120_000);

const pages = ['/', '/areas', '/areas?q=barn', '/areas/E08000038', '/map', '/releases', '/releases/1', '/measures'];

async function fits(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth'), page.url()).toBeLessThanOrEqual(375);
}

describe.each([
  ['light', { ...screens.desktop, colorScheme: 'light' }],
  ['dark', { ...screens.desktop, colorScheme: 'dark' }],
  ['phone', screens.phone],
  ['dark phone', { ...screens.phone, colorScheme: 'dark' }],
] as const)('%s', (_name, screen) => {
  it.each(pages)(
    '%s has no violations and no complaints',
    async (path) => {
      const { page, complaints } = await openPage(browser, screen);
      await page.goto(address + path);
      await expectNoViolations(page);
      expect(complaints).toEqual([]);
    },
    60_000,
  );
});

describe('on a phone', () => {
  it.each(pages)('%s does not scroll sideways', async (path) => {
    const { page } = await openPage(browser, screens.phone);
    await page.goto(address + path);
    await fits(page);
  });
});

describe('from England to one local authority', () => {
  async function searchByKeyboard(page: Page): Promise<void> {
    await page.goto(address);
    for (let tabs = 0; tabs < 20 && (await focused(page)) !== 'area-search'; tabs++) await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('area-search');
    await page.keyboard.type('barns');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/areas\?/);
    const link = page.locator('main').getByRole('link', { name: 'Barnsley', exact: true });
    await link.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/areas\/E08000038/);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Barnsley');
  }

  it('needs only a keyboard', async () => {
    await searchByKeyboard((await openPage(browser, screens.desktop)).page);
  });

  it('needs no JavaScript', async () => {
    await searchByKeyboard((await openPage(browser, { ...screens.desktop, javaScriptEnabled: false })).page);
  });

  it('shows every figure in print too', async () => {
    const { page } = await openPage(browser, screens.desktop);
    await page.goto(`${address}/areas/E08000038`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
    expect(await page.locator('header nav').first().isVisible()).toBe(false);
  });

  it('says on every step that the figures are a demonstration', async () => {
    const { page } = await openPage(browser, screens.desktop);
    for (const path of pages) {
      await page.goto(address + path);
      expect(await page.getByText('Demonstration data.').first().isVisible(), path).toBe(true);
    }
  });
});

async function focused(page: Page): Promise<string> {
  return await page
    .locator('*:focus')
    .getAttribute('id', { timeout: 200 })
    .then(
      (id) => id ?? '',
      () => '',
    );
}
