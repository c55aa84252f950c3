import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import type { Gated } from '#platform/access/in-gate.ts';
import type { StoredPasskey } from './passkey-store.ts';
import { insertPasskey, notePasskeyUse, passkeyById, passkeysOf } from './passkey-store.ts';

/** The address of a site as a passkey is bound to it. */
export interface Site {
  /** With scheme and port. */
  readonly origin: string;
}

const named = 'Headwater';
/** An authenticator must know its owner (PIN, finger, face): a found key alone opens nothing. */
const userVerification = 'required';
/** EdDSA, ES256 and RS256 (COSE): what every authenticator in use has one of. */
const supportedAlgorithmIDs = [-8, -7, -257];

/** What a browser needs to make a passkey for somebody: not one that they have already on that device. */
export async function optionsToMake(
  gate: Gated,
  site: Site,
  person: { readonly personId: number; readonly name: string },
) {
  const known = await passkeysOf(gate, person.personId);
  return await generateRegistrationOptions({
    rpName: named,
    rpID: new URL(site.origin).hostname,
    userName: person.name,
    userDisplayName: person.name,
    excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
    supportedAlgorithmIDs,
    authenticatorSelection: { residentKey: 'required', userVerification },
  });
}

/** What a browser needs to use a passkey: any it has for this site, or one of somebody’s. */
export async function optionsToUse(gate: Gated, site: Site, personId: number | undefined) {
  const own = personId === undefined ? [] : await passkeysOf(gate, personId);
  return await generateAuthenticationOptions({
    rpID: new URL(site.origin).hostname,
    userVerification,
    allowCredentials: own.map(({ credentialId }) => ({ id: credentialId })),
  });
}

const Credential = z.looseObject({ id: z.string().min(1).max(1_400), type: z.literal('public-key') });

/** The browser’s answer, as far as its form goes; its proof is checked by the two functions below. */
function credentialIn(text: string): unknown {
  try {
    const parsed = Credential.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

interface Answer {
  readonly site: Site;
  readonly challenge: string;
  readonly credential: string;
}

/** Keeps the passkey that a browser has made. Answers whether it proved itself and was new. */
export async function keepPasskey(
  gate: Gated,
  { site, challenge, credential }: Answer,
  owner: { readonly personId: number; readonly name: string },
  now: Date,
): Promise<boolean> {
  const response = credentialIn(credential) as RegistrationResponseJSON | undefined;
  if (!response) return false;
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: new URL(site.origin).hostname,
    requireUserVerification: true,
    supportedAlgorithmIDs,
  }).catch(() => undefined);
  if (!verified?.verified || !verified.registrationInfo) return false;
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  return await insertPasskey(gate, {
    credentialId: id,
    personId: owner.personId,
    publicKey: Buffer.from(publicKey),
    counter,
    transports: (response.response.transports ?? []).map(String).slice(0, 8),
    name: owner.name.slice(0, 60),
    madeAt: now,
  });
}

/** Whose passkey a browser has used; `undefined` when it proves nothing. A counter that went back is a copied key. */
export async function passkeyUsed(
  gate: Gated,
  { site, challenge, credential }: Answer,
  now: Date,
): Promise<StoredPasskey | undefined> {
  const response = credentialIn(credential) as AuthenticationResponseJSON | undefined;
  const kept = response && (await passkeyById(gate, response.id));
  if (!response || !kept) return undefined;
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: new URL(site.origin).hostname,
    requireUserVerification: true,
    credential: { id: kept.credentialId, publicKey: new Uint8Array(kept.publicKey), counter: kept.counter },
  }).catch(() => undefined);
  if (!verified?.verified) return undefined;
  await notePasskeyUse(gate, kept.credentialId, verified.authenticationInfo.newCounter, now);
  return kept;
}
