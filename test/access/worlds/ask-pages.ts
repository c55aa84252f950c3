import { inGate } from '#platform/access/in-gate.ts';
import type { Database } from '#platform/database/pool.ts';
import { openSession } from '#platform/sign-in/sessions.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { Counted } from './asked-tables.ts';
import type { Disagreement, Tally } from './compare.ts';
import { engagementOf } from './compare.ts';
import type { Numbered } from './enter-rows.ts';
import type { Ids } from './ids.ts';
import { firstLearner, foundIn, idsOf } from './ids.ts';
import { reachOf } from './model.ts';
import type { Answered } from './model-answers.ts';
import { answerTo } from './model-answers.ts';
import type { Requested, World } from './world.ts';

/** Asks what a world’s people ask of pages and the API, and says what disagrees; `seen` is what SQL answered each decision. */
export type AnswerCheck = (
  numbered: Numbered,
  seen: readonly (readonly Counted[])[],
  tally: Tally,
) => Promise<readonly Disagreement[]>;

const rules = { limits: { idle: 3_600_000, absolute: 36_000_000 }, people: 'everybody' } as const;

/** Asks an address as whoever holds a session. */
export type Ask = (url: string, token: string) => Promise<{ readonly status: number; readonly body: string }>;

/** Asks a server as a browser does. */
export function askingOf(app: RouteServer): Ask {
  return async (url, token) => {
    const answer = await app.inject({ method: 'GET', url, headers: { cookie: `headwater-session=${token}` } });
    return { status: answer.statusCode, body: answer.body };
  };
}

/** Everybody signs in by the sign-in’s own function. */
export function answerCheck(database: Database, ask: Ask): AnswerCheck {
  return async (numbered, seen, tally) => {
    const found: Disagreement[] = [];
    for (const request of numbered.world.requests) {
      const token = await signedIn(database, numbered, request);
      const url = urlOf(idsOf(numbered.number), numbered.world, request);
      tally.requests += 1;
      const asked = { request, url, ...(await ask(url, token)) };
      found.push(...compareAnswer(numbered, asked, seen[request.decision] ?? [], tally));
    }
    return found;
  };
}

async function signedIn(database: Database, { number, world }: Numbered, { decision }: Requested): Promise<string> {
  const engaged = world.decisions[decision];
  if (!engaged) throw new Error('Nobody asks');
  const ids = idsOf(number);
  const arrival = {
    personId: ids.person(engaged.person),
    via: 'a test',
    organisationClaims: [],
    device: 'a test',
    engagement: engagementOf(ids, engaged),
  };
  return await inGate(database, 'sign-in', (gate) => openSession(gate, arrival, rules, world.now));
}

function urlOf(ids: Ids, world: World, { route, enrolment, la, agreement }: Requested): string {
  const place = world.enrolments[enrolment];
  const urn = ids.urn(place?.setting ?? 0);
  const learner = ids.learner(place?.learner ?? 0);
  const slot = ids.slot(enrolment);
  const urls: Readonly<Record<Requested['route'], string>> = {
    'children-api': `/api/v1/areas/${ids.code(la)}/children`,
    'children-page': `/areas/${ids.code(la)}/children`,
    'roll-page': `/settings/${urn}/roll`,
    'roll-api': `/api/v1/settings/${urn}/roll`,
    'person-page': `/settings/${urn}/roll/${slot}`,
    'day-page': `/settings/${urn}/roll/${slot}/day`,
    'register-page': `/settings/${urn}/registers/${world.today}/am`,
    'register-api': `/api/v1/settings/${urn}/registers/${world.today}/am`,
    'dual-page': '/registers/dual',
    'dual-api': '/api/v1/registers/dual',
    'missing-page': '/registers/missing',
    'missing-api': '/api/v1/registers/missing',
    'my-record': `/my-record/${learner}`,
    'who-looked': `/children/${learner}/who-has-looked`,
    'agreement-page': `/agreements/${ids.agreement(agreement)}/children`,
  };
  return urls[route];
}

interface Answer {
  readonly request: Requested;
  readonly url: string;
  readonly status: number;
  readonly body: string;
}

type Say = (what: string, leak: boolean) => void;

function compareAnswer(
  { number, world }: Numbered,
  answer: Answer,
  seen: readonly Counted[],
  tally: Tally,
): readonly Disagreement[] {
  const { request, url, status, body } = answer;
  const expected = answerTo(world, request);
  const layer = url.startsWith('/api/') ? 'api' : 'page';
  const asked = `${url} as ${JSON.stringify(world.decisions[request.decision])}`;
  const found: Disagreement[] = [];
  const say: Say = (what, leak) => {
    tally.leaks += leak ? 1 : 0;
    found.push({ layer, world: number, asked, what, leak });
  };
  tally.comparisons += 3;
  tally.refused += expected.answered === true ? 0 : 1;
  const is = status === 200;
  if (expected.answered !== 'either' && is !== expected.answered) say(`answered ${status}, model ${!is}`, is);
  compareNames({ number, world }, { answer, expected, inText: foundIn(body) }, seen, say);
  return found;
}

interface Read {
  readonly answer: Answer;
  readonly expected: Answered;
  readonly inText: ReturnType<typeof foundIn>;
}

function compareNames({ number, world }: Numbered, read: Read, seen: readonly Counted[], say: Say): void {
  const { answer, expected, inText } = read;
  const { request, url } = answer;
  const serials = (positions: ReadonlySet<number>) => new Set([...positions].map((one) => number * 8 + one));
  const wanted = serials(expected.named);
  // The API may name a child by UPN alone.
  const names = url.startsWith('/api/') ? inText.learners : inText.named;
  for (const one of without(wanted, names)) say(`does not name ${one}, model does`, false);
  const may = new Set([...wanted, ...serials(expected.may ?? new Set())]);
  const bySql = new Set(seen.map(({ table, learner }) => (table === 'enrolment' ? (learner ?? 0) - firstLearner : -1)));
  for (const one of inText.learners) {
    // Whoever asks for a child by number has the number.
    if (!inText.named.has(one) && url.includes(String(firstLearner + one))) continue;
    if (!may.has(one)) say(`names ${one}, model does not`, !reaches(world, request, one - number * 8));
    else if (request.route !== 'agreement-page' && !bySql.has(one)) say(`names ${one}, SQL does not`, true);
  }
  const contacts = serials(expected.contacts);
  for (const one of without(inText.contacts, contacts)) say(`gives out contact ${one}, model does not`, true);
  for (const one of without(contacts, inText.contacts)) say(`does not give out contact ${one}, model does`, false);
}

function without(these: ReadonlySet<number>, those: ReadonlySet<number>): readonly number[] {
  return [...these].filter((one) => !those.has(one));
}

/** Whether a child is in the reach of whoever asks at all: what is named of one who is not is a leak. */
function reaches(world: World, { decision }: Requested, learner: number): boolean {
  const engaged = world.decisions[decision];
  const whom = engaged && reachOf(world, engaged)?.whom;
  if (!whom || whom.kind === 'nation') return false;
  if (whom.kind === 'children') return whom.learners.has(learner);
  return world.enrolments.some((one) => one.learner === learner && whom.settings.has(one.setting));
}
