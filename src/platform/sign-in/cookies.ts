/**
 * The cookies of signing in. `session`: who is signed in. `attempt`: the sign-in under way, ten minutes. `held`: opens a
 * form that was sent too late, for hours. `leaving`: the session just ended, so that the provider’s can be ended too.
 */
const names = {
  session: 'headwater-session',
  attempt: 'headwater-signing-in',
  held: 'headwater-held',
  leaving: 'headwater-leaving',
} as const;
export type CookieName = keyof typeof names;

/** How long browsers keep them, in seconds; a session’s goes when the browser is closed. */
const lasting: Readonly<Partial<Record<CookieName, number>>> = { attempt: 600, held: 12 * 3_600, leaving: 300 };

/** Cookies of one Headwater: those of https are `Secure` and bound to the very host (`__Host-`). */
export interface Cookies {
  /** The value in a Cookie header; `undefined` when there is none, or two. */
  read(header: string | undefined, name: CookieName): string | undefined;
  /** The Set-Cookie header that sets one. Not to be read by scripts, not sent by other sites’ forms. */
  set(name: CookieName, value: string): string;
  /** The Set-Cookie header that forgets one. */
  forget(name: CookieName): string;
}

/** By the address people type. */
export function cookiesFor(publicUrl: string | undefined): Cookies {
  const secure = publicUrl?.startsWith('https:') ?? false;
  const named = (name: CookieName): string => (secure ? `__Host-${names[name]}` : names[name]);
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    read: (header, name) => oneValue(header, named(name)),
    set: (name, value) => {
      const seconds = lasting[name];
      return `${named(name)}=${value}; ${attributes}${seconds === undefined ? '' : `; Max-Age=${seconds}`}`;
    },
    forget: (name) => `${named(name)}=; ${attributes}; Max-Age=0`,
  };
}

/** A secret of ours is 43 letters: anything else is no cookie of ours. Two of one name are somebody’s trick. */
function oneValue(header: string | undefined, name: string): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value] = values;
  return values.length === 1 && value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
}

/** Whether a Cookie header has anything of a session, whatever it is worth: a program sends none. */
export function hasSessionCookie(header: string | undefined): boolean {
  return /(?:^|;\s*)(?:__Host-)?headwater-session=/.test(header ?? '');
}
