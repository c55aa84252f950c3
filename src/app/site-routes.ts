import type { Clock } from '#foundation/kernel/effects.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import type { Shell } from '#foundation/ui/page/shell.ts';
import { htmlMediaType } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { HardeningSettings } from './hardening-settings.ts';
import { sitePaths } from './paths.ts';
import { aboutPage, accessibilityPage, apiPage } from './site-pages.tsx';

/** Two streams meeting, in the river teal of the site. */
const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0b5563"/><path d="M7 6c0 7 4 9 9 12 5-3 9-5 9-12M16 18v9" fill="none" stroke="#fff" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

const robots = 'User-agent: *\nDisallow: /api/\n';

export interface SiteOptions {
  readonly shell: Shell;
  readonly clock: Clock;
  readonly publicUrl: string | undefined;
  /** Where weaknesses are reported; unless given, at the page about this Headwater. */
  readonly security?: Pick<HardeningSettings, 'securityContact' | 'securityPolicy'> | undefined;
}

/** The pages about the site itself, and the small files that browsers and search engines ask for. */
export function siteRoutes(app: RouteServer, { shell, clock, publicUrl, security }: SiteOptions): void {
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
    const contact = security?.securityContact ?? `${address}${sitePaths.about}#security`;
    const text = securityText({ address, contact, policy: security?.securityPolicy }, clock);
    return reply.type('text/plain; charset=utf-8').header('cache-control', 'public, max-age=86400').send(text);
  });
}

interface SecurityWords {
  readonly address: string;
  readonly contact: string;
  readonly policy: string | undefined;
}

/** Days for which the file may be believed: RFC 9116 advises less than a year. */
const believedFor = 180;

/** RFC 9116. It is written anew for each who asks, so the day after which it is not to be believed never comes. */
function securityText({ address, contact, policy }: SecurityWords, clock: Clock): string {
  const lines = [
    `Contact: ${contact}`,
    `Expires: ${addDays(clock.today(), believedFor)}T00:00:00Z`,
    'Preferred-Languages: en',
    `Canonical: ${address}/.well-known/security.txt`,
    ...(policy === undefined ? [] : [`Policy: ${policy}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function keptForADay<Reply extends { header(name: string, value: string): Reply }>(reply: Reply): Reply {
  return reply.header('cache-control', 'public, max-age=86400');
}
