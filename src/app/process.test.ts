import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildInto } from '../../scripts/build.ts';
import { freshDatabaseUrl } from '../../test/database/fresh-database.ts';

const root = path.join(import.meta.dirname, '..', '..');
const systemNode = ['/usr/bin/node', '/usr/local/bin/node'].find(existsSync);

/** A whole installation of the test's own: the built program beside the project's packages and migrations. */
let installation: string;
let databaseUrl: string;

beforeAll(async () => {
  installation = await mkdtemp(path.join(tmpdir(), 'headwater-installation-'));
  for (const name of ['package.json', 'migrations', 'scripts/headwater.js']) {
    await cp(path.join(root, name), path.join(installation, name), { recursive: true });
  }
  await symlink(path.join(root, 'node_modules'), path.join(installation, 'node_modules'));
  databaseUrl = await freshDatabaseUrl();
});

afterAll(() => rm(installation, { recursive: true, force: true }));

function run(words: readonly string[], node: string = process.execPath) {
  return spawn(node, [path.join(installation, 'scripts', 'headwater.js'), ...words], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: databaseUrl,
      PORT: '0',
      HOME: installation,
      HEADWATER_DEMONSTRATION: 'figures',
    },
    cwd: installation,
  });
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const piece of stream) text += piece;
  return text;
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  return '';
}

describe('before anything is built', () => {
  it('says what to run', async () => {
    const child = run(['--version']);
    const [told, [status]] = await Promise.all([textOf(child.stderr), once(child, 'exit')]);
    expect({ told, status }).toEqual({ told: expect.stringContaining('Run npm ci'), status: 1 });
  });
});

describe('the built program', () => {
  beforeAll(async () => {
    await buildInto(path.join(installation, 'dist'));
  });

  it.runIf(systemNode)('runs under whichever Node.js the machine has', async () => {
    const child = run(['--version'], systemNode);
    const [version, [status]] = await Promise.all([textOf(child.stdout), once(child, 'exit')]);
    expect({ version, status }).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), status: 0 });
  });

  it.each([
    ['SIGTERM', process.execPath],
    ['SIGINT', process.execPath],
    ...(systemNode ? ([['SIGTERM', systemNode]] as const) : []),
  ] as const)('serves until %s, then ends well (%s)', async (signal, node) => {
    const child = run(['serve', '--json'], node);
    const narration = textOf(child.stderr);
    const { address } = JSON.parse(await firstLine(child.stdout));
    expect((await fetch(`${address}/`)).status).toBe(200);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await narration).toContain('Stopped.\n');
  });

  it('ends with the exit status of what was typed', async () => {
    const child = run(['doctr']);
    expect(await once(child, 'exit')).toEqual([2, null]);
  });
});
