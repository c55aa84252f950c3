/** Where signing in happens. */
export const signInPaths = {
  signIn: '/sign-in',
  /** Sends to a provider. */
  with: (provider: string) => `/sign-in/with/${provider}`,
  /** Where a provider sends back to: what is entered with it as the redirect address. */
  answer: (provider: string) => `/sign-in/answer/${provider}`,
  passkey: '/sign-in/passkey',
  newPasskey: '/sign-in/passkey/new',
  invitation: '/sign-in/invitation',
  choose: '/sign-in/choose',
  again: '/sign-in/again',
  held: '/sign-in/held',
  signOut: '/sign-out',
  signedOut: '/signed-out',
  leaveProvider: '/signed-out/provider',
  home: '/home',
  account: '/account',
  organisation: '/account/organisation',
  /** Keys that wait for somebody who reads what they read. */
  waitingKeys: '/account/keys',
  /** The demonstration’s own provider. */
  identity: '/demonstration/identity',
} as const;

/** An address with what stands in its query. */
export function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
