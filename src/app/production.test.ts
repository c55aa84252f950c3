import { describe, expect, it } from 'vitest';
import { inGate } from '#platform/access/in-gate.ts';
import { keptLog, testClock, testConfig } from '../../test/app-parts.ts';
import { freshDatabase, freshDatabaseUrl } from '../../test/database/fresh-database.ts';
import { recordedTerminal } from '../../test/recorded-terminal.ts';
import { runCommandLine } from './commands/cli.ts';
import { startHeadwater } from './main.ts';
import { configurationFaults, madeUpFaults } from './production.ts';

const good = {
  HEADWATER_MODE: 'production',
  HEADWATER_PASSKEYS: 'on',
  HEADWATER_PUBLIC_URL: 'https://headwater.example.org',
  HEADWATER_DEMONSTRATION: 'nothing',
  HEADWATER_DEMONSTRATION_SCOPES: 'none',
};

describe('production mode', () => {
  it('starts with passkeys or a provider, by https, and nothing made up', () => {
    expect(configurationFaults(testConfig(good))).toEqual([]);
    const dfe = { HEADWATER_DFE_SIGN_IN_CLIENT_ID: 'us', HEADWATER_DFE_SIGN_IN_SECRET: 'eight letters' };
    expect(configurationFaults(testConfig({ ...good, HEADWATER_PASSKEYS: 'off', ...dfe }))).toEqual([]);
  });

  it.each([
    ['HEADWATER_PASSKEYS', 'off', 'Nobody could sign in'],
    ['HEADWATER_PUBLIC_URL', 'http://headwater.example.org', 'not https'],
    ['HEADWATER_PUBLIC_URL', 'https://10.0.0.7', 'need a name'],
    ['HEADWATER_DEMONSTRATION', 'figures', 'made up beside real children'],
    ['HEADWATER_DEMONSTRATION', 'everything', 'made up beside real children'],
    ['HEADWATER_DEMONSTRATION_SCOPES', 'made-up-only', 'without signing in'],
    ['HEADWATER_DEMONSTRATION_SCOPES', 'any', 'without signing in'],
    ['HEADWATER_DFE_SIGN_IN_CLIENT_ID', 'us', 'HEADWATER_DFE_SIGN_IN_SECRET is not set'],
  ])('refuses %s=%s, and says what to do', (name, value, words) => {
    const faults = configurationFaults(testConfig({ ...good, [name]: value }));
    expect(faults).toHaveLength(1);
    expect(faults[0]?.reason).toContain(words);
    expect(faults[0]?.nextStep).toMatch(/^Set HEADWATER_/);
  });

  it('does not start, and names every reason at once, as does doctor', async () => {
    const config = testConfig({ HEADWATER_MODE: 'production' });
    const started = await startHeadwater({ config, clock: testClock, log: keptLog(), narrate: () => undefined });
    expect(started.ok).toBe(false);
    if (!started.ok) expect(started.failure.message.match(/\(\d\)/g)).toHaveLength(4);
    for (const command of ['serve', 'doctor']) {
      const terminal = recordedTerminal({
        environment: { HEADWATER_MODE: 'production', HEADWATER_DATA_DIR: '/nowhere/at/all', PORT: '0' },
      });
      expect(await runCommandLine([command, '--json'], terminal)).not.toBe(0);
      for (const words of ['Nobody could sign in', 'not https', 'made up beside', 'without signing in']) {
        expect(terminal.written(), command).toContain(words);
      }
    }
  });

  it('does not start on a database in which somebody made up has an account', async () => {
    const database = await freshDatabase();
    const config = testConfig(good);
    expect(await madeUpFaults(config, database)).toEqual([]);
    await inGate(database, 'administer', (gate) =>
      gate
        .insertInto('person')
        .values({ name: 'Made Up', email: null, learner_id: null, demonstration: true, entered_at: new Date(0) })
        .execute(),
    );
    expect((await madeUpFaults(config, database))[0]?.reason).toContain('1 made-up people');
    expect(await madeUpFaults(testConfig(), database)).toEqual([]);
  });
});

describe('the first administrator', () => {
  it('is made by command, with a link that opens once; there is no default password', async () => {
    const databaseUrl = await freshDatabaseUrl();
    const environment = { ...good, DATABASE_URL: databaseUrl };
    const words = ['people', 'invite', 'Ada Moss', '--at', 'Exampleshire Council'];
    const unknown = recordedTerminal({ environment });
    expect(await runCommandLine([...words, '--json'], unknown)).toBe(1);
    const terminal = recordedTerminal({ environment });
    expect(await runCommandLine([...words, '--kind', 'local-authority', '--area', '850'], terminal)).toBe(0);
    expect(terminal.written()).toMatch(/^https:\/\/headwater\.example\.org\/sign-in\/invitation\?code=[\w-]{43}\n$/);
    const again = recordedTerminal({ environment });
    expect(await runCommandLine(words, again)).toBe(0);
    expect(again.written()).not.toBe(terminal.written());
  });
});
