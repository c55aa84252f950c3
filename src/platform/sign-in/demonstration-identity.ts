import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Provider from 'oidc-provider';
import { z } from 'zod';
import type { Shell } from '#foundation/ui/page/shell.ts';
import { inGate } from '#platform/access/in-gate.ts';
import { roles } from '#platform/access/roles.ts';
import type { Database } from '#platform/database/pool.ts';
import { sendPage } from '#platform/web/answers.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { demonstrationAdapter } from './demonstration-adapter.ts';
import type { MadeUpPerson } from './pages/demonstration.tsx';
import { personaPage } from './pages/demonstration.tsx';
import { signInPaths } from './paths.ts';
import type { MadeUp } from './people-store.ts';
import { linkIdentity, madeUpPeople, openPerson } from './people-store.ts';
import type { Provider as KnownProvider } from './provider-client.ts';

/** An address that nobody has: what the provider and we call each other, whatever address people use. */
const virtual = 'http://exampleshire.invalid';
const issuer = `${virtual}${signInPaths.identity}`;
const clientId = 'headwater';

/** The demonstration’s sign-in provider: a real one, in this process, for people who are made up. */
export interface DemonstrationIdentity {
  /** As sign-in knows it. */
  readonly provider: KnownProvider;
  /** Enters its pages and endpoints, and joins its subjects to the people. */
  enter(app: RouteServer, parts: { readonly database: Database; readonly shell: Shell }): void;
}

/** Keys, client secret and cookie keys are made anew with every start: none is kept, and none is in the program. */
export function createDemonstrationIdentity(): DemonstrationIdentity {
  const clientSecret = randomBytes(32).toString('base64url');
  const parts: { app?: RouteServer } = {};
  const provider: KnownProvider = {
    id: 'demonstration',
    name: 'the demonstration’s sign-in',
    discovery: issuer,
    clientId,
    clientSecret,
    scope: 'openid',
    saysOrganisation: 'no',
    knowsUsAs: virtual,
    fetch: (address, options) => answeredHere(parts.app, address, options),
  };
  return {
    provider,
    enter: (app, { database, shell }) => {
      parts.app = app;
      const identity = openProvider(clientSecret);
      app.register((inner: RouteServer, _options, done) => {
        mount(inner, identity);
        done();
      });
      personaRoutes(app, identity, { database, shell });
    },
  };
}

/** Discovery, token and keys are asked without a network: by the same server, within the process. */
async function answeredHere(
  app: RouteServer | undefined,
  address: string,
  {
    method,
    headers,
    body,
  }: { readonly method: string; readonly headers: Record<string, string>; readonly body?: unknown },
): Promise<Response> {
  if (!app) throw new TypeError('fetch failed');
  const { pathname, search } = new URL(address);
  const answer = await app.inject({
    method: method === 'POST' ? 'POST' : 'GET',
    url: `${pathname}${search}`,
    headers: { ...headers, host: new URL(virtual).host },
    ...(body instanceof URLSearchParams && { payload: body.toString() }),
  });
  return new Response(answer.payload, {
    status: answer.statusCode,
    headers: { 'content-type': String(answer.headers['content-type'] ?? '') },
  });
}

function openProvider(clientSecret: string): Provider {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    adapter: demonstrationAdapter(),
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${virtual}${signInPaths.answer('demonstration')}`],
        post_logout_redirect_uris: [`${virtual}${signInPaths.signedOut}`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'demonstration' }] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, userinfo: { enabled: false } },
    ttl: { AuthorizationCode: 60, AccessToken: 60, IdToken: 300, Interaction: 600, Session: 3_600, Grant: 3_600 },
    interactions: { url: (_ctx, interaction) => `${signInPaths.identity}/people/${interaction.uid}` },
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId, accountId: ctx.oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
    renderError: (ctx, { error }) => {
      ctx.type = 'text/plain';
      ctx.body = `This sign-in cannot go on (${error}). Go back to ${signInPaths.signIn} and begin again.`;
    },
  });
  return provider;
}

/** Its endpoints, below one path of this server. Bodies are left to it, and addresses it sends people to are made ours. */
function mount(app: RouteServer, identity: Provider): void {
  const answer = identity.callback();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
  const pass = (request: FastifyRequest, reply: FastifyReply): void => {
    reply.hijack();
    const { raw } = request;
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    Object.assign(raw, { originalUrl: raw.url, url: raw.url?.slice(signInPaths.identity.length) });
    raw.headers.host = new URL(virtual).host;
    // It never knows who was chosen before: each time anybody can be chosen, without signing out of it first.
    raw.headers.cookie = raw.headers.cookie?.replaceAll(/(?:^|;\s*)_session(?:\.\w+)*=[^;]*/g, '');
    keepHere(reply.raw);
    answer(raw, reply.raw).catch((reason: unknown) =>
      request.log.error({ err: reason }, 'the demonstration’s sign-in failed'),
    );
  };
  app.get(`${signInPaths.identity}/*`, pass);
  app.post(`${signInPaths.identity}/*`, pass);
}

/** The browser stays at the address it is at. */
function keepHere(response: ServerResponse<IncomingMessage>): void {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => {
    const away = name.toLowerCase() === 'location' && typeof value === 'string' && value.startsWith(`${virtual}/`);
    return setHeader(name, away ? value.slice(virtual.length) : value);
  };
}

const Chosen = z.object({ person: z.coerce.number().int().positive().optional(), refuse: z.string().optional() });
const Begun = z.object({ uid: z.string().max(60) });

function personaRoutes(
  app: RouteServer,
  identity: Provider,
  { database, shell }: { readonly database: Database; readonly shell: Shell },
): void {
  const address = `${signInPaths.identity}/people/:uid`;
  app.get(address, { schema: { params: Begun } }, async (request, reply) => {
    const begun = await identity.interactionDetails(request.raw, reply.raw).catch(() => undefined);
    if (!begun) return reply.redirect(signInPaths.signIn, 303);
    reply.header('cache-control', 'no-store');
    const people = await inGate(database, 'sign-in', (gate) => madeUpPeople(gate));
    return sendPage(reply, shell, personaPage(people.map(madeUpPerson), `${signInPaths.identity}/people/${begun.uid}`));
  });
  app.post(address, { schema: { params: Begun, body: Chosen } }, async (request, reply) => {
    const personId = request.body.person;
    const person =
      personId === undefined ? undefined : await inGate(database, 'sign-in', (gate) => chosen(gate, personId));
    const result = person
      ? { login: { accountId: String(person.personId), remember: false } }
      : { error: 'access_denied', error_description: 'Nobody was chosen.' };
    const onwards = await identity
      .interactionResult(request.raw, reply.raw, result, { mergeWithLastSubmission: false })
      .catch(() => undefined);
    return reply.redirect(onwards === undefined ? signInPaths.signIn : onwards.replace(virtual, ''), 303);
  });
}

/** Somebody made up, joined to the provider’s own word for them. Nobody else can be chosen. */
async function chosen(gate: Parameters<Parameters<typeof inGate>[2]>[0], personId: number) {
  const person = await openPerson(gate, personId);
  if (!person?.demonstration) return undefined;
  await linkIdentity(gate, { issuer, subject: String(person.personId), personId }, new Date());
  return person;
}

function madeUpPerson({ personId, name, learnerId, role, organisation, ...family }: MadeUp): MadeUpPerson {
  if (learnerId !== null) return { personId, name, words: 'the child, who sees their own record', group: 'family' };
  if (role !== null && Object.hasOwn(roles, role)) {
    const group = role === 'administrator' ? 'administer' : 'work';
    return { personId, name, words: `${roles[role].title}, ${organisation}`, group };
  }
  return { personId, name, words: family.parent ? parentWords(family) : 'nobody in particular', group: 'family' };
}

/** What sets this parent apart from the child’s others: what a visitor will see when they are this one. */
function parentWords({ withheld, kept }: Pick<MadeUp, 'withheld' | 'kept'>): string {
  if (withheld.includes('everything')) return 'a parent whom a court order bars from the record: sees nothing of it';
  if (withheld.includes('other-adults')) {
    return 'a parent, who sees their child’s record, and nothing about the child’s other parents';
  }
  if (withheld.length > 0) return 'a parent who is told a part of their child’s record';
  return kept
    ? 'a parent whose address is kept from the others, and who sees it themselves'
    : 'a parent, who sees their child’s record';
}
