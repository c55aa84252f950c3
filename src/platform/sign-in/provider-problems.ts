import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';
import type { Problem } from '#foundation/kernel/problem.ts';

interface Named {
  readonly name: string;
}

/** What went wrong between us and a provider, for the person in front of it: what happened, and what to do. */
export function providerProblem(provider: Named, reason: unknown): Problem {
  if (reason instanceof AuthorizationResponseError) return refusedThere(provider, reason.error);
  if (reason instanceof ResponseBodyError) return refusedHere(provider, reason.error);
  const code = codeOf(reason);
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return clocksDiffer(provider);
  if (unreachable.has(code)) return cannotBeReached(provider);
  return cannotBeTrusted(provider);
}

/** Codes of the client for a provider that does not answer, or answers with no document. */
const unreachable = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_PARSE_ERROR',
  'network',
]);

function codeOf(reason: unknown): string {
  const code = reason instanceof Error && 'code' in reason ? String(reason.code) : '';
  if (code.startsWith('OAUTH_')) return code;
  const cause = reason instanceof Error ? reason.cause : undefined;
  // What fetch throws when nobody is there, and what it wraps.
  if (reason instanceof TypeError && reason.message === 'fetch failed') return 'network';
  return cause instanceof Error ? codeOf(cause) : code;
}

function refusedThere({ name }: Named, error: string): Problem {
  if (error === 'access_denied' || error === 'interaction_required' || error === 'consent_required') {
    return {
      code: 'provider-refused',
      message: `${name} did not sign you in: it was refused, or you chose to go back.`,
      nextStep: `Sign in again and agree, or ask whoever looks after your account at ${name}.`,
    };
  }
  return {
    code: 'provider-refused',
    message: `${name} could not sign you in.`,
    nextStep: 'Try again in a few minutes. If it goes on, tell whoever looks after Headwater for you.',
  };
}

function refusedHere({ name }: Named, error: string): Problem {
  if (error === 'invalid_grant') {
    return {
      code: 'sign-in-used',
      message: 'This sign-in was used already, or it took too long.',
      nextStep: 'Begin again: each sign-in serves once.',
    };
  }
  return {
    code: 'provider-settings',
    message: `${name} does not accept this Headwater.`,
    nextStep:
      'Tell whoever looks after Headwater: its client id, client secret or redirect address differ from what the provider has.',
  };
}

function clocksDiffer({ name }: Named): Problem {
  return {
    code: 'provider-clock',
    message: `${name} and this Headwater do not agree on the time, or you were not asked to prove who you are again.`,
    nextStep: 'Sign in again. If it goes on, whoever looks after Headwater should set its clock (NTP).',
  };
}

function cannotBeReached({ name }: Named): Problem {
  return {
    code: 'provider-unreachable',
    message: `${name} does not answer just now.`,
    nextStep: 'Nothing is lost. Try again in a few minutes, or see whether the provider says that it is down.',
  };
}

function cannotBeTrusted({ name }: Named): Problem {
  return {
    code: 'provider-untrusted',
    message: `What came back does not prove that it is from ${name}, so nobody was signed in.`,
    nextStep:
      'Begin again from the sign-in page. If it goes on, whoever looks after Headwater should check the provider’s address (issuer).',
  };
}
