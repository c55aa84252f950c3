import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAssets } from '#app/assets.ts';
import { createHealth } from '#app/health.ts';
import { pageServer } from '#app/main.ts';
import { exampleAgreements, loadExampleAgreements } from '#demo/exampleshire-agreements.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { enterSubject } from '#platform/agreement/store.ts';
import { buildAssets } from '../../scripts/build.ts';
import { agreeing, enterAgreeingPeople } from '../agreement/agreeing-people.ts';
import { keptLog, testClock, testConfig } from '../app-parts.ts';
import { smallExampleshire } from '../sign-in/signed-in-server.ts';
import { expectNoViolations } from './accessibility.ts';
import { openBrowser, openPage, screens } from './browser.ts';

let browser: Browser;
let address: string;
let close: () => Promise<unknown>;
let learnerId: number;
let database: Awaited<ReturnType<typeof smallExampleshire>>['database'];

beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'headwater-assets-'));
  const [opened, example] = await Promise.all([openBrowser(), smallExampleshire(testClock), buildAssets(folder)]);
  browser = opened;
  ({ database } = example);
  ({ learnerId } = example.people);
  await loadExampleAgreements(database, testClock);
  await enterAgreeingPeople(database);
  const assets = loadAssets(folder);
  if (!assets.ok) throw new Error(assets.failure.message);
  const health = createHealth();
  health.move({ kind: 'ready' });
  const { app } = pageServer(
    { config: testConfig(), clock: testClock, log: keptLog() },
    assets.value,
    health,
    database,
  );
  address = await app.listen({ port: 0, host: '127.0.0.1' });
  close = () => app.close();
  await rm(folder, { recursive: true });
}, 120_000);
afterAll(() => close());

/** A page on which somebody is signed in through the demonstration’s own provider. */
async function signedIn(name: string, screen: (typeof screens)['phone' | 'desktop'] = screens.desktop): Promise<Page> {
  const { page } = await openPage(browser, screen);
  await page.goto(`${address}/sign-in/with/demonstration`);
  await page.getByRole('button', { name }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/demonstration') && !url.pathname.startsWith('/sign-in'));
  return page;
}

/** Opens a page whole and asks axe; keeps a picture where HEADWATER_PICTURES says. */
async function look(page: Page, name: string): Promise<void> {
  await expectNoViolations(page);
  const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect({ name, wider }).toEqual({ name, wider: 0 });
  const folder = process.env['HEADWATER_PICTURES'];
  if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

describe('in a browser', () => {
  it('an agreement is drafted, signed by both, seen under, and refused after it is revoked', async () => {
    const [council, service, worker] = await Promise.all([
      signedIn(agreeing.council[0]),
      signedIn(agreeing.service[0], screens.phone),
      signedIn(agreeing.worker[0]),
    ]);
    const [document] = exampleAgreements(plainDate('2026-01-15'));
    await council.goto(`${address}/agreements`);
    await look(council, 'list');
    await council.getByRole('link', { name: 'Draft an agreement' }).click();
    await council.getByRole('link', { name: 'Bring in a file' }).click();
    await council.getByLabel('The agreement', { exact: true }).fill('{');
    await council.getByRole('button', { name: 'Enter as a draft' }).click();
    await look(council, 'draft-refused');
    await council
      .getByLabel('The agreement', { exact: true })
      .fill(JSON.stringify({ ...document, reference: 'EX-browser' }));
    await council.getByRole('button', { name: 'Enter as a draft' }).click();
    await council.waitForURL(/\/agreements\/\d+\?version=1/);
    const agreementId = Number(/agreements\/(\d+)/.exec(council.url())?.[1]);
    await inGate(database, 'administer', (gate) =>
      enterSubject(gate, agreementId, {
        learnerId,
        reachedBy: 'case',
        reason: 'a test',
        at: testClock.now(),
        by: 'a test',
      }),
    );
    await look(council, 'drafted');
    await council.getByRole('button', { name: 'Sign', exact: true }).click();
    await service.goto(`${address}/agreements/${agreementId}`);
    await look(service, 'to-sign-phone');
    await service.getByRole('button', { name: 'Sign', exact: true }).click();
    await expect.poll(() => service.textContent('.govuk-inset-text')).toContain('in force');
    await look(service, 'in-force-phone');

    const seen = await worker.goto(`${address}/agreements/${agreementId}/children`);
    expect(seen?.status()).toBe(200);
    expect(await worker.locator('tbody tr').count()).toBe(1);
    await look(worker, 'seen');

    await service.getByText('Revoke it').click();
    await service.locator('#revoked-reason').fill('The work has ended.');
    await service.getByRole('button', { name: 'Revoke for good' }).click();
    await expect.poll(() => service.textContent('.govuk-inset-text')).toContain('revoked');
    const refused = await worker.goto(`${address}/agreements/${agreementId}/children`);
    expect(refused?.status()).toBe(403);
    await council.goto(`${address}/agreements/${agreementId}/history`);
    await look(council, 'history');
  }, 60_000);

  it.each(['phone', 'desktop'] as const)('what anybody may read is whole on a %s', async (screen) => {
    const { page } = await openPage(browser, screens[screen]);
    for (const [name, at] of [
      ['register', '/agreements/register'],
      ['one', '/agreements/1'],
      ['known', '/agreements/2'],
      ['changes', '/agreements/1/changes?from=1&to=1&with=2'],
    ] as const) {
      await page.goto(`${address}${at}`);
      await look(page, `${name}-${screen}`);
    }
  });

  it('is one sheet on paper, without its forms', async () => {
    const page = await signedIn(agreeing.council[0]);
    await page.goto(`${address}/agreements/1`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('main form:visible').count()).toBe(0);
    await look(page, 'print');
  });

  it('a decision to share is recorded without JavaScript', async () => {
    const officer = await signedIn('Farida Rahman');
    const cookies = await officer.context().cookies();
    const { page } = await openPage(browser, { ...screens.phone, javaScriptEnabled: false });
    await page.context().addCookies(cookies);
    await page.goto(`${address}/settings/990003/roll`);
    await expect.poll(() => page.title()).toContain('Roll');
    const [href = ''] = await page
      .locator('a[href^="/settings/990003/roll/"]')
      .evaluateAll((links) => links.map((one) => one.getAttribute('href') ?? ''));
    await page.goto(`${address}${href}/sharing`);
    await page.getByLabel('No, it was not').check();
    await page.getByLabel('With whom, or who asked').fill('A newspaper');
    await page.getByLabel('What', { exact: true }).fill('Why the child was away');
    await page.getByLabel('Why', { exact: true }).fill('It has no purpose here');
    await page.getByLabel(/What law or agreement lets you share/).fill('None');
    await page.getByLabel(/necessary, relevant/).fill('No');
    await page.getByRole('button', { name: 'Record the decision' }).click();
    expect(await page.locator('tbody').textContent()).toContain('A newspaper');
    await officer.goto(`${address}${href}/sharing`);
    await look(officer, 'sharing');
  });
});
