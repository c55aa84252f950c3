import type { LightMyRequestResponse } from 'fastify';
import type { RouteServer } from '#platform/web/route-server.ts';

/** What a test’s browser was answered, where it ended up. */
export interface Seen {
  readonly url: string;
  readonly status: number;
  readonly body: string;
  readonly headers: LightMyRequestResponse['headers'];
}

/** A browser without a screen: keeps cookies, follows redirects, and says where its requests come from. */
export interface InjectBrowser {
  readonly cookies: Map<string, string>;
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<Seen>;
  /** Sends a form of the page it is on. */
  post(
    url: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Seen>;
  /** One answer, redirects not followed. */
  step(method: 'GET' | 'POST', url: string, payload?: string): Promise<Seen>;
}

/** `host` as typed into the address bar. */
export function injectBrowser(app: RouteServer, host = 'localhost:80'): InjectBrowser {
  const cookies = new Map<string, string>();
  const once = async (
    method: 'GET' | 'POST',
    url: string,
    payload?: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Seen> => {
    const answer = await app.inject({
      method,
      url,
      headers: {
        host,
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0',
        'sec-fetch-site': method === 'POST' ? 'same-origin' : 'none',
        ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(payload !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...more,
      },
      ...(payload !== undefined && { payload }),
    });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      const gone = attributes.some((one) => /^max-age=0$/i.test(one) || /^expires=Thu, 01 Jan 1970/i.test(one));
      if (gone) cookies.delete(name);
      else cookies.set(name, value);
    }
    return { url, status: answer.statusCode, body: answer.body, headers: answer.headers };
  };
  const follow = async (first: Seen): Promise<Seen> => {
    let seen = first;
    for (let hops = 0; hops < 15 && seen.status >= 300 && seen.status < 400; hops += 1) {
      const to = String(seen.headers.location);
      if (!to.startsWith('/')) return seen;
      seen = await once('GET', to);
    }
    return seen;
  };
  return {
    cookies,
    get: async (url, headers) => follow(await once('GET', url, undefined, headers)),
    post: async (url, fields, headers) =>
      follow(await once('POST', url, new URLSearchParams(fields).toString(), headers)),
    step: (method, url, payload) => once(method, url, payload),
  };
}

/** The attribute of the first tag that matches. */
export function attributeOf(body: string, tag: RegExp, name: string): string {
  const found = tag.exec(body)?.[0] ?? '';
  return (new RegExp(`${name}="([^"]*)"`).exec(found)?.[1] ?? '').replaceAll('&amp;', '&');
}

/** Signs in through the demonstration’s own provider, as somebody of that name. Answers where they land. */
export async function signInAs(browser: InjectBrowser, name: string, returnTo?: string): Promise<Seen> {
  const query = returnTo === undefined ? '' : `?return=${encodeURIComponent(returnTo)}`;
  return await choosePersona(browser, await browser.get(`/sign-in/with/demonstration${query}`), name);
}

/** Chooses somebody at the provider’s own page. */
export async function choosePersona(browser: InjectBrowser, page: Seen, name: string): Promise<Seen> {
  const action = attributeOf(page.body, /<form method="post" action="\/demonstration[^>]*>/, 'action');
  const button = new RegExp(`<button[^>]*name="person"[^>]*>\\s*<strong>${name}</strong>`);
  const person = attributeOf(page.body, button, 'value');
  if (action === '' || person === '') throw new Error(`${name} cannot be chosen at ${page.url} (${page.status})`);
  return await browser.post(action, { person });
}
