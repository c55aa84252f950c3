import type { Configuration, CustomFetch } from 'openid-client';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { providerProblem } from './provider-problems.ts';

/** A sign-in provider, as it was entered with us and we with it. */
export interface Provider {
  /** In addresses, and in what a session says of how somebody signed in. */
  readonly id: 'dfe' | 'entra' | 'oidc' | 'demonstration';
  /** As people know it. */
  readonly name: string;
  /** Its issuer, or the address of its discovery document. */
  readonly discovery: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  /** Whether it says for which organisation somebody signs in, and calls that claim `organisation`. */
  readonly saysOrganisation: 'yes' | 'no';
  /** How it is reached, when not through the network. */
  readonly fetch?: CustomFetch | undefined;
  /** The address it knows us by, when not the one people type. */
  readonly knowsUsAs?: string | undefined;
}

/** What a sign-in that is sent to a provider must remember. */
export interface Sent {
  readonly address: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who came back from a provider. */
export interface Returned {
  readonly issuer: string;
  readonly subject: string;
  readonly idToken: string;
  /** `external_id` of the organisations they are here for. */
  readonly organisationClaims: readonly string[];
}

/** What a provider’s answer must fit. */
export interface Expected {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Whether they must just now have proved who they are. */
  readonly proof: 'usual' | 'fresh';
}

/** A provider we can send people to. Every failure is a problem that says what to do. */
export interface ProviderClient {
  readonly provider: Provider;
  begin(redirectUri: string, proof: Expected['proof']): Promise<Result<Sent, Problem>>;
  finish(answer: URL, expected: Expected): Promise<Result<Returned, Problem>>;
  /** Where a person signs out of the provider too; `undefined` when it has no such place, or cannot be asked. */
  leave(idToken: string | undefined, backTo: string): Promise<string | undefined>;
}

/** How far two clocks may differ, in seconds. */
const tolerance = 60;
/** How long what a provider says of itself is believed, in milliseconds. */
const believedFor = 3_600_000;
const patience = 10;

/** The client of a provider. It is asked what it can do when it is first needed, and again after an hour. */
export function providerClient(provider: Provider): ProviderClient {
  let known: { readonly at: number; readonly configuration: Promise<Configuration> } | undefined;
  const configured = (): Promise<Configuration> => {
    if (known && performance.now() - known.at < believedFor) return known.configuration;
    const configuration = discovered(provider);
    known = { at: performance.now(), configuration };
    configuration.catch(() => {
      known = undefined;
    });
    return configuration;
  };
  const attempt = async <Outcome>(work: (configuration: Configuration) => Promise<Outcome>) => {
    try {
      return success(await work(await configured()));
    } catch (reason) {
      return failure(providerProblem(provider, reason));
    }
  };
  return {
    provider,
    begin: (redirectUri, proof) => attempt((configuration) => sent(configuration, provider, redirectUri, proof)),
    finish: (answer, expected) => attempt((configuration) => returned(configuration, provider, answer, expected)),
    leave: async (idToken, backTo) => {
      const left = await attempt(async (configuration) => placeToLeave(configuration, idToken, backTo));
      return left.ok ? left.value : undefined;
    },
  };
}

async function discovered({ discovery: address, clientId, clientSecret, fetch }: Provider): Promise<Configuration> {
  const configuration = await discovery(
    new URL(address),
    clientId,
    { client_secret: clientSecret, [clockTolerance]: tolerance },
    undefined,
    {
      timeout: patience,
      // The signature of the identity token is checked too, not only that it came from the provider by TLS.
      execute: [enableNonRepudiationChecks, ...(fetch ? [allowInsecureRequests] : [])],
      ...(fetch && { [customFetch]: fetch }),
    },
  );
  configuration.timeout = patience;
  return configuration;
}

async function sent(
  configuration: Configuration,
  { scope, id }: Provider,
  redirectUri: string,
  proof: Expected['proof'],
): Promise<Sent> {
  const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
  // The demonstration asks every time who it is to be: there is nothing else to ask.
  const again = proof === 'fresh' || id === 'demonstration';
  const address = buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope,
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(again && { prompt: 'login' }),
    ...(proof === 'fresh' && { max_age: '0' }),
  });
  return { address: address.href, state, nonce, verifier };
}

async function returned(
  configuration: Configuration,
  provider: Provider,
  answer: URL,
  { state, nonce, verifier, proof }: Expected,
): Promise<Returned> {
  const tokens = await authorizationCodeGrant(configuration, answer, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
    ...(proof === 'fresh' && { maxAge: 0 }),
  });
  const claims = tokens.claims();
  if (!claims || tokens.id_token === undefined) throw new TypeError('no identity token');
  let said: unknown = claims['organisation'];
  if (provider.saysOrganisation === 'yes' && said === undefined && configuration.serverMetadata().userinfo_endpoint) {
    said = (await fetchUserInfo(configuration, tokens.access_token, claims.sub))['organisation'];
  }
  const organisationClaims = provider.saysOrganisation === 'yes' ? organisationsIn(said) : [];
  return { issuer: claims.iss, subject: claims.sub, idToken: tokens.id_token, organisationClaims };
}

/** DfE Sign-in’s claim: an id of its own, and a URN where the organisation is a school. */
function organisationsIn(said: unknown): readonly string[] {
  if (typeof said !== 'object' || said === null) return ['none'];
  const { id, urn } = said as { readonly id?: unknown; readonly urn?: unknown };
  const named = [
    ...(typeof id === 'string' && id !== '' ? [`dfe:${id.toLowerCase()}`] : []),
    ...(/^\d{6}$/.test(String(urn)) ? [`urn:${String(urn)}`] : []),
  ];
  return named.length > 0 ? named : ['none'];
}

function placeToLeave(configuration: Configuration, idToken: string | undefined, backTo: string): string | undefined {
  if (!configuration.serverMetadata().end_session_endpoint) return undefined;
  const parameters = { post_logout_redirect_uri: backTo, ...(idToken !== undefined && { id_token_hint: idToken }) };
  return buildEndSessionUrl(configuration, parameters).href;
}
