import { z } from 'zod';
import type { ListedRoute } from '#app/server.ts';
import type { AttackedWorld, Attacker, Target } from './attacked-world.ts';

/** An answer as an attacker reads it. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | number | undefined>>;
}

/** The routes an attack goes through: without HEAD, which is GET’s. */
export function attackedRoutes(routes: readonly ListedRoute[]): readonly ListedRoute[] {
  return routes.filter(({ method }) => method !== 'HEAD');
}

/** The parameters in a route’s path. */
export function parametersOf({ url }: ListedRoute): readonly string[] {
  return [...url.matchAll(/:(\w+)|(\*)/g)].map(([, name, star]) => name ?? star ?? '');
}

/** The address of a route with its parameters filled in. A parameter that no target knows is a fault of the test’s. */
export function addressOf(route: ListedRoute, target: Target): string {
  return route.url.replaceAll(/:(\w+)|\*/g, (whole, name?: string) => {
    const value = target[name ?? '*'];
    if (value === undefined)
      throw new Error(`Say in test/attacks/attacked-world.ts what stands for ${whole} of ${route.url}.`);
    return value;
  });
}

/** Names of what a schema takes, whatever it is wrapped in. */
export function fieldsOf(schema: unknown): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodUnion) return [...new Set(schema.options.flatMap(fieldsOf))];
  if (schema instanceof z.ZodPipe) return [...fieldsOf(schema.in), ...fieldsOf(schema.out)];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return fieldsOf(schema.unwrap());
  return [];
}

interface Sent {
  readonly method?: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A form where it is a record of texts; else sent as it is. */
  readonly form?: Readonly<Record<string, string>> | undefined;
  readonly json?: unknown;
  readonly raw?: Buffer | undefined;
}

/** Asks as somebody. What streams without end is left when it has begun. */
export async function ask(world: Pick<AttackedWorld, 'app' | 'headersOf'>, who: Attacker, sent: Sent): Promise<Answer> {
  const { method = 'GET', url, headers = {}, form, json, raw } = sent;
  const payload =
    raw ?? (form ? new URLSearchParams(form).toString() : json === undefined ? undefined : JSON.stringify(json));
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
  const streams = /\/events(?:\?|$)/.test(url);
  const asked = world.app.inject({
    method: method as 'GET',
    url,
    headers: { ...world.headersOf[who], ...(payload !== undefined && { 'content-type': type }), ...headers },
    ...(payload !== undefined && { payload }),
    ...(streams && { signal: AbortSignal.timeout(400) }),
  });
  const answer = await asked.catch((reason: unknown) => {
    if (!streams) throw reason;
    return { statusCode: 200, body: 'goes on', headers: {} };
  });
  return { status: answer.statusCode, body: answer.body, headers: answer.headers as Answer['headers'] };
}

/** The body that goes with a route: a form to a page, JSON to an interface. */
export function bodyFor(
  { method, url }: ListedRoute,
  fields: Readonly<Record<string, string>>,
): Pick<Sent, 'form' | 'json'> {
  if (method === 'GET') return {};
  return url.startsWith('/api/') ? { json: fields } : { form: fields };
}
