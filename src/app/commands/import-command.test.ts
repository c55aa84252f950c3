import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { madeUpFiles } from '#demo/load-demonstration.ts';
import { madeUpAuthorities } from '#demo/made-up-authorities.ts';
import { testClock } from '../../../test/app-parts.ts';
import { freshDatabaseUrl } from '../../../test/database/fresh-database.ts';
import { recordedTerminal, transcript } from '../../../test/recorded-terminal.ts';
import { runCommandLine } from './cli.ts';

let folder: string;
let release: string;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'headwater-import-'));
  for (const { name, text } of madeUpFiles(madeUpAuthorities(), testClock.today())) {
    const target = path.join(folder, 'releases', name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
    release ??= target;
  }
  environment = {
    DATABASE_URL: await freshDatabaseUrl({ contents: 'empty' }),
    HEADWATER_DATA_DIR: path.join(folder, 'data'),
  };
});

/** A transcript without what differs each time: the folder and the seconds. */
async function importing(...words: readonly string[]): Promise<string> {
  const text = await transcript(['import', ...words], environment, { [folder]: '/home/ann' });
  return text.replaceAll(/ in \d+\.\d s/g, ' in 0.0 s').replaceAll(/(\.csv)-2026-01-15T[\d-]+/g, '$1-TIME');
}

describe('headwater import', () => {
  it('tries, loads, and recognises what it has loaded', async () => {
    const tried = await importing('--dry-run', path.join(folder, 'releases'));
    const loaded = await importing(path.join(folder, 'releases'));
    const again = await importing(path.join(folder, 'releases'));
    await expect(tried + loaded + again).toMatchFileSnapshot('golden/cli/import.txt');
  });

  it('holds what it cannot judge, and says where the reasons are', async () => {
    const damaged = path.join(folder, 'damaged.csv');
    const [heading, first = '', ...rest] = (await readFile(release, 'utf8')).split('\n');
    const cells = first.split(',').with(-1, 'twelve');
    await writeFile(damaged, [heading, cells.join(','), ...rest].join('\n'));
    const problems = path.join(folder, 'problems.csv');
    const text = await importing(damaged, '--published-on', '2026-01-10', '--problems', problems);
    expect(text).toMatch(/\[exit 1\]/);
    expect(text).toContain('/home/ann/problems.csv');
    expect(await readFile(problems, 'utf8')).toContain('twelve');
  });

  it('refuses what is no release, with a reason and a next step', async () => {
    await mkdir(path.join(folder, 'pictures'));
    await writeFile(path.join(folder, 'pictures', 'gate.png'), Buffer.from('89504e470d0a1a0a', 'hex'));
    await writeFile(path.join(folder, 'cut.csv.gz'), gzipSync(await readFile(release)).subarray(0, 400));
    await writeFile(path.join(folder, 'letters.csv'), 'name,address\nAnn,Bolton\n');
    const pictures = await importing(path.join(folder, 'pictures'));
    const cut = await importing(path.join(folder, 'cut.csv.gz'));
    const letters = await importing(path.join(folder, 'letters.csv'));
    const nowhere = await importing(path.join(folder, 'nowhere'));
    await expect(pictures + cut + letters + nowhere).toMatchFileSnapshot('golden/cli/import-refused.txt');
  });

  it.each([
    ['import-nothing-named', []],
    ['import-no-such-day', ['x.csv', '--published-on', 'soon']],
    ['import-no-such-encoding', ['x.csv', '--encoding', 'ebcdic']],
  ])('%s', async (name, words) => {
    await expect(await importing(...words)).toMatchFileSnapshot(`golden/cli/${name}.txt`);
  });

  it('prints its report as JSON and nothing beside it', async () => {
    const terminal = recordedTerminal({ environment });
    await runCommandLine(['import', '--json', release], terminal);
    const report = JSON.parse(terminal.written());
    const { read, loaded, known, held, rejected } = report.totals;
    expect(read).toBe(loaded + known + held + rejected);
    expect(report).toMatchObject({ ok: true, dryRun: false, files: [{ outcome: 'already-known' }] });
  });

  it('keeps nothing of a file that is interrupted, and says so', async () => {
    const stopping = new AbortController();
    const databaseUrl = await freshDatabaseUrl();
    const terminal = recordedTerminal({
      environment: { ...environment, DATABASE_URL: databaseUrl },
      interrupted: stopping.signal,
    });
    const narrate = (text: string): void => {
      stopping.abort();
      terminal.narrate(text);
    };
    expect(await runCommandLine(['import', path.join(folder, 'releases')], { ...terminal, narrate })).toBe(130);
    expect(terminal.seen()).toContain('nothing was kept of the one being read');
    const after = recordedTerminal({ environment: { ...environment, DATABASE_URL: databaseUrl } });
    await runCommandLine(['import', '--json', path.join(folder, 'releases')], after);
    const outcomes = JSON.parse(after.written()).files.map(({ outcome }: { outcome: string }) => outcome);
    expect(outcomes).toContain('imported');
    expect(outcomes).not.toContain('failed');
  });
});
