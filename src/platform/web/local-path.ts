/** Where to go back to: a path on this server as it stands, `/` for anything else. Never another site. */
export function localPath(from: string | undefined): string {
  if (from === undefined || !/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(from)) return '/';
  const base = 'http://headwater.invalid';
  if (!URL.canParse(from, base)) return '/';
  const { origin, pathname, search } = new URL(from, base);
  // A path such as /./ /evil.example resolves to one that begins with two slashes, which names another site.
  if (origin !== base || pathname.startsWith('//') || pathname === '/scope') return '/';
  return `${pathname}${search}`;
}
