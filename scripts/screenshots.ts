import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { chromium } from 'playwright-core';
import { lastSchoolDay } from '#demo/exampleshire-lives.ts';
import { addDays, londonDay } from '#foundation/kernel/plain-date.ts';

/**
 * Takes the pictures of the README from the running program: `npm run screenshots`. Real releases are shown where they
 * lie beside the project (../shared/data, or the folders given), and the demonstration where there are none.
 */
const root = fileURLToPath(new URL('../', import.meta.url));
const program = join(root, 'dist', 'headwater.js');
const pictures = join(root, 'docs', 'pictures');
const releases = ['attendance_releases', 'ees_published', 'lait'].map((name) =>
  join(root, '..', 'shared', 'data', name),
);
const largestPicture = 250_000;
const margin = 12;
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

interface Picture {
  readonly file: string;
  readonly path: string;
  readonly screen: BrowserContextOptions;
  /** What the picture begins with, when not with the top of the page, and how many pixels of the page it shows. */
  readonly from?: string;
  /** Parts of the page that are left out, so that what stands far apart on it can be seen together. */
  readonly without?: readonly string[];
  readonly height: number;
  /** As whom of the demonstration the page is read; as nobody unless given. */
  readonly as?: string;
}

const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 1000 } };
const phone: BrowserContextOptions = { viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true };

const glance = '#headlines';
const betweenGlanceAndMap = ['.hw-lineages', '.hw-contents', '#weeks', '#comparison'];
const years = '#years-suspension-rate';
const tablet: BrowserContextOptions = { viewport: { width: 800, height: 900 } };

/** The demonstration has registers up to now: the last school day that is over is the same at any hour. */
const schoolDay = lastSchoolDay(addDays(londonDay(new Date()), -1));
const officer = 'la:900002';
const teacher = 'setting:990001';
const livePicture = `/attendance/E06999999?day=${schoolDay}`;
const morningRegister = `/settings/990001/registers/${schoolDay}/am?class=4A`;

const shown: readonly Picture[] = [
  { file: 'live.png', path: livePicture, screen: desktop, as: officer, from: 'h1', height: 850 },
  {
    file: 'register-phone.png',
    path: morningRegister,
    screen: phone,
    as: teacher,
    from: '.hw-take__count',
    height: 900,
  },
  { file: 'england.png', path: '/', screen: desktop, from: glance, without: betweenGlanceAndMap, height: 1450 },
  { file: 'local-authority-phone.png', path: '/areas/E06000047', screen: phone, height: 1400 },
  { file: 'suspension-by-year.png', path: '/areas/E08000025', screen: tablet, from: years, height: 630 },
  { file: 'england-dark.png', path: '/', screen: { ...desktop, colorScheme: 'dark' }, height: 1060 },
];

async function main(): Promise<void> {
  await ended(spawn(process.execPath, [join(root, 'scripts', 'build.ts')], { stdio: 'inherit' }), [0]);
  const dataFolder = await mkdtemp(join(tmpdir(), 'headwater-screenshots-'));
  const environment = { ...process.env, HEADWATER_DATA_DIR: dataFolder, PORT: '0', DATABASE_URL: '' };
  const server = start(['serve', '--json'], environment);
  try {
    const address = await addressOf(server);
    await bringIn(process.argv.length > 2 ? process.argv.slice(2) : releases.filter(existsSync), environment);
    await takeAll(address);
  } finally {
    server.kill('SIGTERM');
    if (server.exitCode === null) await once(server, 'exit');
    await rm(dataFolder, { recursive: true, force: true });
  }
}

function start(words: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [program, ...words], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** What `serve --json` prints when the first page can be served. */
async function addressOf(server: ChildProcess): Promise<string> {
  if (!server.stdout) throw new Error('Headwater has no output to read');
  for await (const line of createInterface({ input: server.stdout })) {
    const answer: { address?: string } = JSON.parse(line);
    if (answer.address !== undefined) return answer.address;
    throw new Error(`Headwater did not start: ${line}`);
  }
  throw new Error('Headwater ended before it was ready');
}

async function bringIn(paths: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  if (paths.length === 0) return console.log('No releases found: the pictures show the demonstration.');
  const run = start(['import', '--json', ...paths], environment);
  run.stdout?.resume();
  // 1 says that some rows were held or rejected, which real releases have.
  await ended(run, [0, 1]);
}

async function ended(run: ChildProcess, wanted: readonly number[]): Promise<void> {
  const [status] = await once(run, 'exit');
  if (!wanted.includes(status)) throw new Error(`${run.spawnargs.join(' ')} ended with status ${status}`);
}

async function takeAll(address: string): Promise<void> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? browsers.find(existsSync);
  if (executablePath === undefined) throw new Error('Chromium is missing. On Debian: apt-get install chromium');
  await mkdir(pictures, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--font-render-hinting=none'] });
  try {
    for (const picture of shown) await take(browser, address, picture);
  } finally {
    await browser.close();
  }
}

async function take(browser: Browser, address: string, picture: Picture): Promise<void> {
  const { file, path, screen, from, without = [], height } = picture;
  const context = await browser.newContext({ reducedMotion: 'reduce', deviceScaleFactor: 1, ...screen });
  if (picture.as !== undefined)
    await context.addCookies([{ name: 'headwater-scope', value: picture.as, url: address }]);
  const page = await context.newPage();
  const answer = await page.goto(address + path, { waitUntil: 'load' });
  if (answer?.ok() !== true) throw new Error(`${path} answered ${answer?.status()}`);
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  const left = JSON.stringify(without.join(', ') || ':not(*)');
  await page.evaluate(`document.querySelectorAll(${left}).forEach((part) => part.remove())`);
  // A page may have gone on to where its work begins.
  await page.evaluate('scrollTo(0, 0)');
  const target = join(pictures, file);
  const top = from === undefined ? 0 : ((await page.locator(from).first().boundingBox())?.y ?? 0) - margin;
  const clip = { x: 0, y: Math.max(0, top), width: screen.viewport?.width ?? 0, height };
  await page.screenshot({ path: target, fullPage: true, clip });
  await context.close();
  const { size } = await stat(target);
  console.log(`docs/pictures/${file}  ${Math.round(size / 1000)} KB`);
  if (size > largestPicture)
    throw new Error(`${file} is larger than ${largestPicture / 1000} KB: show less of the page`);
}

await main();
