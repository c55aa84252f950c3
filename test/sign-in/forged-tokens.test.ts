import type { KeyObject } from 'node:crypto';
import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Provider, ProviderClient } from '#platform/sign-in/provider-client.ts';
import { providerClient } from '#platform/sign-in/provider-client.ts';

/*
 * A provider that a test can make lie: everything it says is signed by itself, and one thing at a time is wrong. What is
 * ours, the client and its checks, is the real one.
 */
const issuer = 'https://provider.example';
const redirect = 'https://headwater.example/sign-in/answer/oidc';
const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });

interface Lies {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly signer?: 'own' | 'other' | 'nobody' | 'hmac';
  readonly alter?: (token: string) => string;
  readonly answer?: (path: string) => Response | undefined;
}

let used: Set<string>;
let lastNonce: string;
beforeEach(() => {
  used = new Set();
});

function encoded(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function tokenWith({ claims, header, signer = 'own', alter }: Lies): string {
  const now = Math.floor(performance.timeOrigin / 1_000 + performance.now() / 1_000);
  const alg = { own: 'RS256', other: 'RS256', nobody: 'none', hmac: 'HS256' }[signer];
  const body = `${encoded({ alg, kid: 'own', ...header })}.${encoded({
    iss: issuer,
    aud: 'headwater',
    sub: 'somebody',
    iat: now,
    exp: now + 300,
    auth_time: now,
    nonce: lastNonce,
    ...claims,
  })}`;
  const token = `${body}.${signed(body, signer)}`;
  return alter ? alter(token) : token;
}

function signed(body: string, signer: NonNullable<Lies['signer']>): string {
  if (signer === 'nobody') return '';
  // The confusion of old: the public key used as the secret of a symmetric signature.
  if (signer === 'hmac') {
    const pem = own.publicKey.export({ type: 'spki', format: 'pem' });
    return createHmac('sha256', pem).update(body).digest('base64url');
  }
  const key: KeyObject = signer === 'own' ? own.privateKey : other.privateKey;
  return sign('sha256', Buffer.from(body), key).toString('base64url');
}

function lying(lies: Lies = {}, more: Partial<Provider> = {}): ProviderClient {
  return providerClient({
    id: 'oidc',
    name: 'The provider',
    discovery: issuer,
    clientId: 'headwater',
    clientSecret: 'a secret of the client',
    scope: 'openid',
    saysOrganisation: 'no',
    fetch: (address, { body }) => Promise.resolve(answer(new URL(address).pathname, body, lies)),
    ...more,
  });
}

function answer(path: string, body: unknown, lies: Lies): Response {
  const special = lies.answer?.(path);
  if (special) return special;
  if (path.includes('.well-known')) {
    return Response.json({
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      end_session_endpoint: `${issuer}/end`,
      authorization_response_iss_parameter_supported: true,
    });
  }
  if (path === '/keys') {
    const key = own.publicKey.export({ format: 'jwk' });
    return Response.json({ keys: [{ ...key, kid: 'own', alg: 'RS256', use: 'sig' }] });
  }
  const code = new URLSearchParams(String(body)).get('code') ?? '';
  if (used.has(code)) return Response.json({ error: 'invalid_grant' }, { status: 400 });
  used.add(code);
  return Response.json({ access_token: randomUUID(), token_type: 'bearer', id_token: tokenWith(lies) });
}

/** Goes there and comes back, with what the answer’s address says changed. */
async function thereAndBack(client: ProviderClient, changed: Readonly<Record<string, string | undefined>> = {}) {
  const sent = await client.begin(redirect, 'usual');
  if (!sent.ok) return sent;
  const { state, nonce, verifier } = sent.value;
  lastNonce = nonce;
  const query = Object.entries({ code: 'a-code', state, iss: issuer, ...changed }).filter(
    ([, value]) => value !== undefined,
  );
  return await client.finish(new URL(`${redirect}?${new URLSearchParams(query as [string, string][])}`), {
    state,
    nonce,
    verifier,
    proof: 'usual',
  });
}

const hourAgo = Math.floor(performance.timeOrigin / 1_000) - 3_600;

describe('an identity token', () => {
  it('that is what it should be tells who came', async () => {
    const returned = await thereAndBack(lying());
    expect(returned).toMatchObject({ ok: true, value: { issuer, subject: 'somebody', organisationClaims: [] } });
  });

  it.each<readonly [string, Lies]>([
    ['signed with another key', { signer: 'other' }],
    ['not signed at all', { signer: 'nobody' }],
    ['signed with the public key as a secret', { signer: 'hmac' }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['for another audience', { claims: { aud: 'another-service' } }],
    ['for several audiences, us among them, by another party', { claims: { aud: ['headwater', 'x'], azp: 'x' } }],
    ['of another sign-in', { claims: { nonce: 'of-another' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['that has expired', { claims: { iat: hourAgo, exp: hourAgo + 60 } }],
    ['without an end', { claims: { exp: undefined } }],
    ['without a subject', { claims: { sub: undefined } }],
    [
      'whose claims were altered after it was signed',
      {
        alter: (token) => {
          const [header, body = '', signature] = token.split('.');
          const claims = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), sub: 'somebody-else' };
          return `${header}.${encoded(claims)}.${signature}`;
        },
      },
    ],
    ['cut short', { alter: (token) => token.slice(0, -20) }],
  ])('%s signs nobody in', async (_what, lies) => {
    const returned = await thereAndBack(lying(lies));
    expect(returned.ok).toBe(false);
    if (!returned.ok) expect(returned.failure.nextStep).not.toBe('');
  });
});

describe('an answer of a provider', () => {
  it.each([
    ['with another state', { state: 'another' }],
    ['without a state', { state: undefined }],
    ['of another provider', { iss: 'https://evil.example' }],
    ['that does not say of whom it is', { iss: undefined }],
    ['without a code', { code: undefined }],
  ])('%s signs nobody in', async (_what, changed) => {
    expect((await thereAndBack(lying(), changed)).ok).toBe(false);
  });

  it('serves once: its code is refused the second time, in words', async () => {
    const client = lying();
    expect((await thereAndBack(client)).ok).toBe(true);
    const again = await thereAndBack(client);
    expect(again).toMatchObject({ ok: false, failure: { code: 'sign-in-used' } });
  });

  it('that refuses says so, and what to do', async () => {
    const returned = await thereAndBack(lying(), { code: undefined, error: 'access_denied' });
    expect(returned).toMatchObject({ ok: false, failure: { code: 'provider-refused' } });
  });
});

describe('a provider', () => {
  it.each<readonly [string, (path: string) => Response | undefined, string]>([
    ['that is down', () => Response.json({}, { status: 503 }), 'provider-unreachable'],
    [
      'that answers with a page',
      () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
      'provider-unreachable',
    ],
    [
      'that is another than was entered',
      (path) => (path.includes('.well-known') ? Response.json({ issuer: 'https://evil.example' }) : undefined),
      'provider-untrusted',
    ],
    [
      'that does not know our secret',
      (path) => (path === '/token' ? Response.json({ error: 'invalid_client' }, { status: 401 }) : undefined),
      'provider-settings',
    ],
  ])('%s ends on a problem that says what to do', async (_what, said, code) => {
    const returned = await thereAndBack(lying({ answer: said }));
    expect(returned).toMatchObject({ ok: false, failure: { code } });
  });

  it('whose clock is an hour off is told from one that lies', async () => {
    const returned = await thereAndBack(lying({ claims: { iat: hourAgo, exp: hourAgo + 60 } }));
    expect(returned).toMatchObject({ ok: false, failure: { code: 'provider-clock' } });
  });

  it('that cannot be reached is asked again the next time', async () => {
    let down = true;
    const client = lying({ answer: () => (down ? Response.json({}, { status: 503 }) : undefined) });
    expect((await client.begin(redirect, 'usual')).ok).toBe(false);
    down = false;
    expect((await client.begin(redirect, 'usual')).ok).toBe(true);
  });

  it('must have asked again where a second proof is wanted', async () => {
    const client = lying({ claims: { auth_time: hourAgo } });
    const sent = await client.begin(redirect, 'fresh');
    if (!sent.ok) throw new Error(sent.failure.message);
    expect(new URL(sent.value.address).searchParams.get('prompt')).toBe('login');
    expect(new URL(sent.value.address).searchParams.get('max_age')).toBe('0');
    expect(new URL(sent.value.address).searchParams.get('code_challenge_method')).toBe('S256');
    const { state, nonce, verifier } = sent.value;
    lastNonce = nonce;
    const back = new URL(`${redirect}?${new URLSearchParams({ code: 'c', state, iss: issuer })}`);
    expect((await client.finish(back, { state, nonce, verifier, proof: 'fresh' })).ok).toBe(false);
  });

  it('of schools says for which organisation somebody is here', async () => {
    const said = { organisation: { id: 'ABC-1', urn: '990041', name: 'Ashcombe School' } };
    const returned = await thereAndBack(lying({ claims: said }, { saysOrganisation: 'yes' }));
    expect(returned).toMatchObject({ ok: true, value: { organisationClaims: ['dfe:abc-1', 'urn:990041'] } });
    const none = await thereAndBack(lying({}, { saysOrganisation: 'yes' }), { code: 'another-code' });
    expect(none).toMatchObject({ ok: true, value: { organisationClaims: ['none'] } });
  });

  it('is left with the identity token, and comes back here', async () => {
    const place = new URL((await lying().leave('a-token', 'https://headwater.example/signed-out')) ?? '');
    expect(place.origin + place.pathname).toBe(`${issuer}/end`);
    expect(place.searchParams.get('id_token_hint')).toBe('a-token');
    expect(place.searchParams.get('post_logout_redirect_uri')).toBe('https://headwater.example/signed-out');
  });
});
