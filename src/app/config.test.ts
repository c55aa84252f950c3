import { describe, expect, it } from 'vitest';
import { configReference, readConfig, shownConfig } from './config.ts';

describe('readConfig', () => {
  it('needs nothing: loopback, port 3000, its own database', () => {
    expect(readConfig({})).toEqual({
      ok: true,
      value: {
        databaseUrl: undefined,
        port: 3000,
        host: '127.0.0.1',
        dataDirectory: './data',
        publicUrl: undefined,
        demonstration: 'everything',
        demonstrationScopes: 'made-up-only',
        hardening: {
          trustedProxies: [],
          requestsPerMinute: 3_000,
          securityContact: undefined,
          securityPolicy: undefined,
        },
        signIn: {
          mode: 'demonstration',
          passkeys: 'off',
          providers: [],
          missing: [],
          limits: { idle: 1_800_000, absolute: 43_200_000 },
        },
        given: {},
        logLevel: 'warn',
        colour: 'allowed',
      },
    });
  });

  it('takes an empty variable as unset', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toEqual(readConfig({}));
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'headwater'],
    ['HOST', 'two words'],
    ['LOG_LEVEL', 'loud'],
    ['HEADWATER_PUBLIC_URL', 'example.org'],
  ])('names %s when it is %s', (name, value) => {
    const read = readConfig({ [name]: value });
    expect(read.ok).toBe(false);
    const problems = read.ok ? [] : read.failure;
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(new RegExp(`^${name} must be .*\\.$`));
    expect(problems[0]?.nextStep).toContain(`${name}=`);
    expect(problems[0]?.message).not.toContain('\n');
  });

  it('reports every bad variable at once', () => {
    const read = readConfig({ PORT: 'x', LOG_LEVEL: 'y' });
    expect(read.ok ? [] : read.failure).toHaveLength(2);
  });
});

describe('shownConfig', () => {
  it.each([
    'postgres://ann:s3cret@db/headwater?sslpassword=s3cret',
    'postgresql://ann:s3cret@/headwater?host=%2Ftmp&port=5433',
  ])('hides the password of %s wherever it carries one', (address) => {
    const read = readConfig({ DATABASE_URL: address });
    const shown = read.ok ? JSON.stringify(shownConfig(read.value)) : '';
    expect(shown).toContain('ann');
    expect(shown).not.toContain('s3cret');
  });
});

describe('docs/reference/configuration.md', () => {
  it('is what the schema says (vitest -u writes it)', async () => {
    await expect(configReference()).toMatchFileSnapshot('../../docs/reference/configuration.md');
  });
});

describe('the servers in front', () => {
  it.each(['10.0.0.4', '10.0.0.4, 10.1.0.0/16', '2001:db8::/32'])('may be %s', (given) => {
    const read = readConfig({ HEADWATER_TRUSTED_PROXIES: given });
    expect(read.ok && read.value.hardening.trustedProxies).toEqual(given.split(', '));
  });

  it.each(['everybody', '10.0.0.4/33', '10.0.0.4;10.0.0.5', '0.0.0.0/x', '*'])('may not be %s', (given) => {
    expect(readConfig({ HEADWATER_TRUSTED_PROXIES: given })).toMatchObject({
      ok: false,
      failure: [{ message: expect.stringContaining('HEADWATER_TRUSTED_PROXIES') }],
    });
  });
});
