import { generateKeyPairSync, sign } from 'node:crypto';
import type { Provider } from '#platform/sign-in/provider-client.ts';

/** A provider of a test’s own, which says of everybody what it is told to. */
export interface HonestProvider {
  readonly provider: Provider;
  /** Who comes back next, and what else is said of them. */
  next(subject: string, claims?: Readonly<Record<string, unknown>>): void;
  /** The address that comes back, from the address that was sent to. */
  answerTo(sentTo: string): string;
}

const issuer = 'https://provider.example';

export function honestProvider(more: Partial<Provider> = {}): HonestProvider {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let claims: Readonly<Record<string, unknown>> = {};
  let nonce = '';
  const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const token = (): string => {
    const now = Math.floor((performance.timeOrigin + performance.now()) / 1_000);
    const times = { iat: now, exp: now + 300, auth_time: now };
    const body = `${encoded({ alg: 'RS256', kid: 'own' })}.${encoded({ iss: issuer, aud: 'us', ...times, nonce, ...claims })}`;
    return `${body}.${sign('sha256', Buffer.from(body), privateKey).toString('base64url')}`;
  };
  const answer = (path: string): Response => {
    if (path.includes('.well-known')) {
      const [authorization_endpoint, token_endpoint, jwks_uri] = ['auth', 'token', 'keys'].map(
        (one) => `${issuer}/${one}`,
      );
      return Response.json({
        issuer,
        authorization_endpoint,
        token_endpoint,
        jwks_uri,
        end_session_endpoint: `${issuer}/end`,
      });
    }
    if (path === '/token') return Response.json({ access_token: 'x', token_type: 'bearer', id_token: token() });
    return Response.json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'own', alg: 'RS256', use: 'sig' }] });
  };
  return {
    provider: {
      id: 'oidc',
      name: 'Exampleshire Council',
      discovery: issuer,
      clientId: 'us',
      clientSecret: 'a secret of the client',
      scope: 'openid',
      saysOrganisation: 'no',
      fetch: (address) => Promise.resolve(answer(new URL(address).pathname)),
      ...more,
    },
    next: (sub, others = {}) => {
      claims = { sub, ...others };
    },
    answerTo: (sentTo) => {
      const { searchParams } = new URL(sentTo);
      nonce = searchParams.get('nonce') ?? '';
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      return `${back.pathname}?${new URLSearchParams({ code: 'a-code', state: searchParams.get('state') ?? '', iss: issuer })}`;
    },
  };
}
