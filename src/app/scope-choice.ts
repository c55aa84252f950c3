/** What a person or a program may ask to be here as, in a demonstration, without signing in. `nobody` is a choice too: it sees no child. */
export const choiceKinds = ['setting', 'head', 'la', 'trust', 'nation'] as const;
export type ChoiceKind = (typeof choiceKinds)[number];

export type ScopeChoice =
  | { readonly kind: ChoiceKind /** URN, area code or id, trust id: digits and letters. */; readonly key: string }
  | { readonly kind: 'nobody' };

/** The cookie that remembers the choice, and the header in which a program makes it. */
export const scopeCookie = 'headwater-scope';
export const scopeHeader = 'headwater-scope';

/** `setting:990001` as the cookie and the form have it, or `setting 990001` as the header has it. */
export function readChoice(text: string): ScopeChoice | undefined {
  if (text.trim() === 'nobody') return { kind: 'nobody' };
  const [, kind, key] = /^(setting|head|la|trust|nation)[: ]\s*([A-Za-z0-9-]{1,20})$/.exec(text.trim()) ?? [];
  const known = choiceKinds.find((one) => one === kind);
  return known === undefined || key === undefined ? undefined : { kind: known, key };
}

/** As `readChoice` reads it. */
export function writtenChoice(choice: ScopeChoice): string {
  return choice.kind === 'nobody' ? 'nobody' : `${choice.kind}:${choice.key}`;
}

/** The choice's text of a Cookie header; `undefined` when it has none. */
export function chosenInCookie(cookies: string | undefined): string | undefined {
  for (const pair of cookies?.split(';') ?? []) {
    const [name, ...value] = pair.split('=');
    if (name?.trim() === scopeCookie) return value.join('=').trim();
  }
  return undefined;
}

/** The Set-Cookie that remembers a choice until the browser is closed, or, without one, forgets it. */
export function rememberingCookie(choice: ScopeChoice | undefined, publicUrl: string | undefined): string {
  const value = choice === undefined ? '; Max-Age=0' : writtenChoice(choice);
  const secure = publicUrl?.startsWith('https:') ? '; Secure' : '';
  return `${scopeCookie}=${value}; Path=/; HttpOnly; SameSite=Strict${secure}`;
}
