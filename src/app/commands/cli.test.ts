import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshDatabaseUrl } from '../../../test/database/fresh-database.ts';
import { recordedTerminal, transcript } from '../../../test/recorded-terminal.ts';
import { commandLine, runCommandLine } from './cli.ts';
import { cliReference } from './cli-reference.ts';

describe('docs/reference/cli.md', () => {
  it('is what the commands say of themselves (vitest -u writes it)', async () => {
    const program = commandLine(recordedTerminal(), { status: 0 });
    await expect(cliReference(program)).toMatchFileSnapshot('../../../docs/reference/cli.md');
  });
});

describe('what a person sees', () => {
  it.each([
    ['help', ['--help'], {}],
    ['version', ['--version'], {}],
    ['nothing-typed', [], {}],
    ['unknown-command', ['doctr'], {}],
    ['unknown-option', ['migrate', '--jsn'], {}],
    ['too-many-words', ['migrate', 'now'], {}],
    ['bad-configuration', ['serve'], { PORT: 'http', LOG_LEVEL: 'loud' }],
    ['bad-configuration-json', ['migrate', '--json'], { PORT: 'http' }],
    ['config-show', ['config', 'show'], { DATABASE_URL: 'postgres://ann:s3cret@db/headwater', NO_COLOR: '1' }],
    ['config-show-json', ['config', 'show', '--json'], { PORT: '3001' }],
    ['no-database', ['migrate'], { DATABASE_URL: 'postgres://127.0.0.1:1/headwater' }],
  ])('%s', async (name, words, environment) => {
    await expect(await transcript(words, environment)).toMatchFileSnapshot(`golden/cli/${name}.txt`);
  });

  it('migrating, twice', async () => {
    const environment = { DATABASE_URL: await freshDatabaseUrl({ contents: 'empty' }) };
    const first = await transcript(['migrate'], environment);
    const second = await transcript(['migrate'], environment);
    const third = await transcript(['migrate', '--json'], environment);
    await expect(first + second + third).toMatchFileSnapshot('golden/cli/migrate-twice.txt');
  });
});

describe('the two streams', () => {
  it('keep data apart from narration, so that --json can be piped', async () => {
    const terminal = recordedTerminal({ environment: { DATABASE_URL: await freshDatabaseUrl() } });
    expect(await runCommandLine(['migrate', '--json'], terminal)).toBe(0);
    expect(JSON.parse(terminal.written())).toEqual({ ok: true, applied: [] });
  });

  it('leave standard output empty when there is no answer', async () => {
    const terminal = recordedTerminal({ environment: { DATABASE_URL: 'postgres://127.0.0.1:1/headwater' } });
    expect(await runCommandLine(['migrate'], terminal)).toBe(4);
    expect(terminal.written()).toBe('');
  });
});

describe('headwater doctor', () => {
  it('says what an installation lacks, and that it can be started', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'headwater-doctor-'));
    const terminal = recordedTerminal({ environment: { HEADWATER_DATA_DIR: folder, PORT: '0' } });
    await runCommandLine(['doctor', '--json'], terminal);
    const { findings } = JSON.parse(terminal.written());
    expect(findings).toContainEqual(expect.objectContaining({ check: 'database', verdict: 'warn' }));
    expect(findings).toContainEqual(expect.objectContaining({ check: 'port', verdict: 'ok' }));
  });

  it('answers 4 when the database cannot be reached', async () => {
    const terminal = recordedTerminal({ environment: { DATABASE_URL: 'postgres://127.0.0.1:1/x', PORT: '0' } });
    expect(await runCommandLine(['doctor'], terminal)).toBe(4);
    expect(terminal.written()).toMatch(/^fail {2}No database answers .*\n {6}Check that PostgreSQL is running/m);
  });

  it('tells an empty database from one that needs bringing up to date', async () => {
    const migrated = recordedTerminal({ environment: { DATABASE_URL: await freshDatabaseUrl(), PORT: '0' } });
    await runCommandLine(['doctor'], migrated);
    expect(migrated.written()).toContain('No release has been imported.');
    const empty = recordedTerminal({
      environment: { DATABASE_URL: await freshDatabaseUrl({ contents: 'empty' }), PORT: '0' },
    });
    await runCommandLine(['doctor'], empty);
    expect(empty.written()).toContain('needs bringing up to date: 0001_areas-and-settings');
  });
});
