import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { inGate } from '#platform/access/in-gate.ts';
import type { Database } from '#platform/database/pool.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { invite } from '#platform/sign-in/invitations.ts';
import type { MovingClock } from '../sign-in/signed-in-server.ts';
import { fillExampleshire, movingClock } from '../sign-in/signed-in-server.ts';
import { expectNoViolations } from './accessibility.ts';
import { openBrowser, openPage, screens } from './browser.ts';
import { startHeadwater } from './headwater.ts';

let browser: Browser;
let address: string;
let clock: MovingClock;
let database: Database;

beforeAll(async () => {
  clock = movingClock(new Date('2026-01-15T10:00:00Z'));
  const environment = { HEADWATER_PASSKEYS: 'on' };
  const [opened, started] = await Promise.all([openBrowser(), startHeadwater({ environment, clock })]);
  // A passkey belongs to a name, and a number is none.
  [browser, address] = [opened, started.address.replace('127.0.0.1', 'localhost')];
  const there = await openDatabase({
    databaseUrl: started.databaseUrl,
    dataFolder: '/nowhere',
    notify: () => undefined,
  });
  if (!there.ok) throw new Error(there.failure.message);
  database = there.value;
  await fillExampleshire(database, clock);
  return () => database.close();
}, 120_000);

async function signIn(page: Page, name: string, at = '/sign-in'): Promise<void> {
  await page.goto(`${address}${at}`);
  await page.getByRole('link', { name: 'Sign in as somebody made up' }).click();
  await page.getByRole('button', { name }).click();
  await page.waitForLoadState();
}

const pathOf = (page: Page): string => new URL(page.url()).pathname;
const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

async function names(): Promise<readonly string[]> {
  return await inGate(database, 'sign-in', async (gate) => {
    const rows = await gate.selectFrom('person').select('name').orderBy('person_id').execute();
    return rows.map(({ name }) => name);
  });
}

describe('each of the eight people', () => {
  it('signs in through the provider, and lands on a page that suits them', async () => {
    const { page, complaints } = await openPage(browser, screens.desktop);
    const childPath = expect.stringMatching(/^\/my-record\/\d+$/);
    const landed: string[] = [];
    for (const name of (await names()).slice(0, 8)) {
      await signIn(page, name);
      if (pathOf(page) === '/sign-in/choose') await page.locator('.hw-way').first().click();
      await page.waitForLoadState();
      expect(await page.locator('.hw-banner').textContent()).toContain(name);
      // An area’s or a nation’s page leads on by itself, once the live picture has seen registers.
      landed.push(pathOf(page).replace(/\/E\d{8}$/, ''));
    }
    expect(landed).toEqual([
      '/settings/990003/registers',
      '/attendance/settings/990003',
      '/attendance/settings/990003',
      '/attendance',
      '/home',
      '/attendance',
      childPath,
      childPath,
    ]);
    expect(complaints.filter((one) => !one.endsWith(' failed'))).toEqual([]);
    await page.context().close();
  }, 90_000);

  it('without JavaScript too: switches, proves it again, and signs out', async () => {
    const { page } = await openPage(browser, { ...screens.phone, javaScriptEnabled: false });
    await signIn(page, 'Ruth Ellison');
    await page.getByRole('button', { name: /Designated safeguarding lead/ }).click();
    await page.getByRole('link', { name: 'Your page' }).click();
    await page.getByRole('link', { name: 'Open safeguarding concerns' }).click();
    await page.getByRole('link', { name: /^Continue with/ }).click();
    await page.getByRole('button', { name: 'Ruth Ellison' }).click();
    expect(await page.locator('main').textContent()).toContain('Safeguarding concerns');
    await page.getByRole('link', { name: 'Switch' }).click();
    await page.getByRole('button', { name: /Attendance officer/ }).click();
    expect(await page.locator('.hw-banner').textContent()).toContain('attendance officer');
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await page.locator('h1').textContent()).toBe('You are signed out');
    expect(await page.context().cookies()).not.toContainEqual(expect.objectContaining({ name: 'headwater-session' }));
    await page.context().close();
  }, 60_000);
});

describe('on paper', () => {
  it('a page says for whom it was drawn and when, and shows nothing to press', async () => {
    const { page } = await openPage(browser, screens.desktop);
    await signIn(page, 'Owen Castell');
    await page.emulateMedia({ media: 'print' });
    const banner = page.locator('.hw-banner');
    expect(await banner.innerText()).toContain('Owen Castell');
    expect(await banner.innerText()).toContain('This page was drawn for them at');
    expect(await banner.innerText()).not.toMatch(/Switch|Sign out|·/);
    for (const path of ['/home', '/account']) {
      await page.goto(`${address}${path}`);
      for (const button of await page.locator('button').all()) expect(await button.isVisible()).toBe(false);
    }
    await page.context().close();
  }, 60_000);
});

describe('a long form', () => {
  it('survives the end of a sign-in, and is sent with one click', async () => {
    const { page } = await openPage(browser, screens.desktop);
    await signIn(page, 'Owen Castell');
    await page.goto(`${address}/settings/990003/roll`);
    await page.getByLabel('Surname').fill('Ash');
    await page.getByLabel('First name').fill('Kit “Kitty” & Co');
    await page.getByLabel('Date of birth').fill('27/3/2016');
    await page.getByLabel('First day on roll').fill('12/1/2026');
    clock.forward(40 * 60_000);
    await page.getByRole('button', { name: 'Put on roll' }).click();
    expect(await page.locator('h1').textContent()).toBe('Sign in again to send what you wrote');
    await expectNoViolations(page);
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await page.getByRole('link', { name: 'Sign in as somebody made up' }).click();
    await page.getByRole('button', { name: 'Owen Castell' }).click();
    expect(pathOf(page)).toBe('/sign-in/held');
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Send it now' }).click();
    expect(await page.locator('h1').textContent()).toContain('Kit “Kitty” & Co Ash');
    await page.goto(`${address}/sign-in/held`);
    expect(await page.locator('main').textContent()).toContain('Nothing is kept for you');
    await page.context().close();
  }, 60_000);
});

describe('a passkey', () => {
  it('is made with an invitation, signs in, proves it again, and is removed', async () => {
    const { page, complaints } = await openPage(browser, screens.desktop);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    const { path } = await inGate(database, 'sign-in', async (gate) => {
      const head = await gate
        .selectFrom('person')
        .select('person_id')
        .where('name', '=', 'Owen Castell')
        .executeTakeFirstOrThrow();
      return await invite(gate, head.person_id, 'a test', clock.now());
    });
    await page.goto(`${address}${path}`);
    await expectNoViolations(page);
    await page.getByRole('link', { name: 'Make a passkey' }).click();
    await page.getByLabel('What do you want to call it?').fill('School laptop');
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await page.waitForURL('**/attendance/settings/990003');
    await page.goto(`${address}${path}`);
    expect(await page.locator('main').textContent()).toContain('This invitation was used already');

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.goto(`${address}/sign-in`);
    await page.getByRole('link', { name: 'Use a passkey' }).click();
    await page.getByRole('button', { name: 'Use my passkey' }).click();
    await page.waitForURL('**/attendance/settings/990003');
    await page.goto(`${address}/home`);
    await page.getByRole('link', { name: 'Open safeguarding concerns' }).click();
    await page.getByRole('link', { name: 'Use my passkey' }).click();
    await page.getByRole('button', { name: 'Use my passkey' }).click();
    await page.waitForURL('**/home');
    expect(await page.locator('main').textContent()).toContain('Safeguarding concerns');

    await page.goto(`${address}/account`);
    await expectNoViolations(page);
    await page.getByRole('link', { name: 'Make another passkey' }).click();
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await expect.poll(() => page.locator('[data-said]').textContent()).toContain('has a passkey for you already');
    await page.goto(`${address}/account`);
    await page.getByRole('button', { name: 'Remove School laptop' }).click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.goto(`${address}/sign-in/passkey`);
    await page.getByRole('button', { name: 'Use my passkey' }).click();
    await expect.poll(() => page.locator('main').textContent()).toContain('This passkey opens nothing here');
    await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    expect(complaints.filter((one) => !/status of 40|failed$/.test(one))).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('says plainly without JavaScript why it needs it', async () => {
    const { page } = await openPage(browser, { ...screens.desktop, javaScriptEnabled: false });
    await page.goto(`${address}/sign-in/passkey`);
    expect(await page.locator('main').textContent()).toContain('A passkey needs JavaScript');
    expect(await page.getByRole('button', { name: 'Use my passkey' }).count()).toBe(0);
    await page.context().close();
  });
});

describe.each(Object.entries(screens))('the pages of signing in on a %s', (_name, screen) => {
  it('can be used by everybody', async () => {
    const { page, complaints } = await openPage(browser, screen);
    const look = async (): Promise<void> => {
      await expectNoViolations(page);
      expect(await page.evaluate(sideways), page.url()).toBe(0);
    };
    await page.goto(`${address}/sign-in`);
    await look();
    await page.getByRole('link', { name: 'Sign in as somebody made up' }).click();
    await look();
    await page.getByRole('button', { name: 'Owen Castell' }).click();
    for (const path of [
      '/home',
      '/sign-in/choose',
      '/sign-in/again',
      '/account',
      '/account/organisation',
      '/sign-in/held',
    ]) {
      await page.goto(`${address}${path}`);
      await look();
    }
    await page.getByRole('button', { name: 'Sign out' }).click();
    await look();
    // What a page was still loading when the next was opened is no complaint.
    expect(complaints.filter((one) => !one.endsWith(' failed'))).toEqual([]);
    await page.context().close();
  }, 60_000);
});
