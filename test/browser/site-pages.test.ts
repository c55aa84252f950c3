import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoViolations } from './accessibility.ts';
import { openBrowser, openPage, screens } from './browser.ts';
import { startHeadwater } from './headwater.ts';

let browser: Browser;
let address: string;
beforeAll(async () => {
  [browser, { address }] = await Promise.all([openBrowser(), startHeadwater()]);
});

describe.each(['/about', '/accessibility', '/api', '/access/roles', '/no-such-page'])('%s', (path) => {
  it.each([
    ['light', { ...screens.desktop, colorScheme: 'light' }],
    ['dark', { ...screens.desktop, colorScheme: 'dark' }],
    ['phone', screens.phone],
    ['forced colours', { ...screens.desktop, forcedColors: 'active' }],
  ] as const)('has no violations: %s', async (_name, screen) => {
    const { page } = await openPage(browser, screen);
    await page.goto(address + path);
    await expectNoViolations(page);
  });

  it('fits a phone, and asks for nothing that its policy refuses', async () => {
    const { page, complaints } = await openPage(browser, { ...screens.phone, javaScriptEnabled: true });
    await page.goto(address + path);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
    // The browser itself reports the 404 of the page that is meant to be missing.
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  });
});

describe('the keyboard', () => {
  it('reaches the content first, by the skip link', async () => {
    const { page } = await openPage(browser, screens.desktop);
    await page.goto(`${address}/about`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to main content');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#main-content');
  });
});
