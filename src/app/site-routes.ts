import type { Clock } from '#foundation/kernel/effects.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import { htmlMediaType } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { sitePaths } from './paths.ts';
import { aboutPage, accessibilityPage, apiPage } from './site-pages.tsx';

/** Two streams meeting, in the river teal of the site. */
const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0b5563"/><path d="M7 6c0 7 4 9 9 12 5-3 9-5 9-12M16 18v9" fill="none" stroke="#fff" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

const robots = 'User-agent: *\nDisallow: /api/\n';

export interface SiteOptions {
  readonly shell: Shell;
  readonly clock: Clock;
  readonly publicUrl: string | undefined;
}

/** The pages about the site itself, and the small files that browsers and search engines ask for. */
export function siteRoutes(app: RouteServer, { shell, clock, publicUrl }: SiteOptions): void {
  const pages = [
    { path: sitePaths.about, page: aboutPage },
    { path: sitePaths.accessibility, page: accessibilityPage },
    { path: sitePaths.api, page: apiPage },
  ];
  for (const { path, page } of pages) {
    app.get(path, async (_request, reply) => reply.type(htmlMediaType).send(await page(shell)));
  }
  app.get(sitePaths.openApi, { schema: { hide: true } }, (_request, reply) => reply.send(app.swagger()));
  app.get('/favicon.svg', (_request, reply) => keptForADay(reply).type('image/svg+xml').send(favicon));
  app.get('/favicon.ico', (_request, reply) => keptForADay(reply).type('image/svg+xml').send(favicon));
  app.get('/robots.txt', (_request, reply) => reply.type('text/plain; charset=utf-8').send(robots));
  app.get('/.well-known/security.txt', (request, reply) => {
    const address = publicUrl ?? `${request.protocol}://${request.host}`;
    return reply.type('text/plain; charset=utf-8').send(securityText(address, clock));
  });
}

/** RFC 9116 asks for a contact and for a day after which the file is not to be believed. */
function securityText(address: string, clock: Clock): string {
  const expires = `${addDays(clock.today(), 180)}T00:00:00Z`;
  return `Contact: ${address}${sitePaths.about}#security\nExpires: ${expires}\nPreferred-Languages: en\n`;
}

function keptForADay<Reply extends { header(name: string, value: string): Reply }>(reply: Reply): Reply {
  return reply.header('cache-control', 'public, max-age=86400');
}
