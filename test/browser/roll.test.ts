import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { makeUpArea, makeUpSchool } from '../registers/small-school.ts';
import { expectNoViolations } from './accessibility.ts';
import { openBrowser, openPage, screens } from './browser.ts';
import { startHeadwater } from './headwater.ts';

let address: string;
let browser: Browser;

beforeAll(async () => {
  const started = await startHeadwater();
  address = started.address;
  const { databaseUrl } = started;
  const opened = await openDatabase({ databaseUrl, dataFolder: '/nowhere', notify: () => undefined });
  if (!opened.ok) throw new ProblemError(opened.failure);
  await makeUpArea(opened.value);
  await makeUpSchool(opened.value, 1, 30);
  await opened.value.close();
  browser = await openBrowser();
}, 120_000);

const pages = [
  ['setting 990001', '/settings/990001/roll'],
  ['setting 990001', '/settings/990001/roll/29'],
  ['setting 990001', '/settings/990001/calendar'],
  ['la 900002', '/areas/900002/children'],
] as const;
const asSetting = { extraHTTPHeaders: { 'headwater-scope': 'setting 990001' } };

describe.each(Object.entries(screens))('rolls and calendars on a %s', (_name, screen) => {
  it.each(pages)('as %s, %s can be used by everybody', async (as, url) => {
    const extraHTTPHeaders = { 'headwater-scope': as };
    const { page, complaints } = await openPage(browser, { ...screen, extraHTTPHeaders });
    await page.goto(`${address}${url}`);
    await expectNoViolations(page);
    for (const summary of await page.locator('summary').all()) await summary.click();
    await expectNoViolations(page);
    const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(sideways)).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('without JavaScript', () => {
  it('somebody is put on roll once everything is right', async () => {
    const { page } = await openPage(browser, { ...asSetting, javaScriptEnabled: false });
    await page.goto(`${address}/settings/990001/roll`);
    await page.getByLabel('Surname').fill('Ash');
    await page.getByRole('button', { name: 'Put on roll' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.getByLabel('Surname').inputValue()).toBe('Ash');
    await page.getByLabel('First name').fill('Kit');
    await page.getByLabel('Date of birth').fill('27/3/2016');
    await page.getByLabel('First day on roll').fill('12/1/2026');
    await page.getByRole('button', { name: 'Put on roll' }).click();
    expect(await page.locator('h1').textContent()).toContain('Kit Ash');
    await page.context().close();
  });
});
