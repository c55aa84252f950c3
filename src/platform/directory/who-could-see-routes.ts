import type { FastifyRequest } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { ParameterError, ProblemError } from '#foundation/kernel/problem.ts';
import { readTypedDay } from '#foundation/kernel/typed-day.ts';
import { isOfTheSetting } from '#platform/access/allowed.ts';
import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { Member } from '#platform/agreement/signatory-store.ts';
import { delaysOf } from '#platform/ledger/delay-store.ts';
import { isInForce, wasThere } from '#platform/ledger/looked.ts';
import { childRecordPath } from '#platform/ledger/paths.ts';
import { sendPage } from '#platform/web/answers.ts';
import { textOrEmpty } from '#platform/web/form-fields.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import type { DirectoryContext } from './asking.ts';
import { askWho, childReached, id } from './asking.ts';
import type { Facts } from './facts.ts';
import { factsAbout, placesOfChild } from './facts-store.ts';
import { groupsOf, limits } from './groups.ts';
import { OwnRecordPage, WhoCouldSeePage } from './pages/who-could-see-page.tsx';
import { directoryPaths, whoCouldSeeApiPath, whoCouldSeePath } from './paths.ts';
import { organisationPlace } from './people-store.ts';
import type { CouldSee } from './who-could-see.ts';
import { childCategories, whoCouldSee } from './who-could-see.ts';

const Child = z.object({ learnerId: id });
const Asked = z.object({ day: textOrEmpty, category: textOrEmpty });
const OwnAsked = Asked.extend({ child: id.optional() });

const Answer = z.object({
  learnerId: z.int(),
  day: z.string(),
  category: z.string().nullable(),
  asRecordedAt: z.iso.datetime(),
  people: z.array(
    z.object({
      personId: z.int().describe('0 where the person is not named to whoever asks'),
      name: z.string(),
      organisation: z.string(),
      as: z.string(),
      by: z.enum(['role', 'team', 'agreement', 'break-glass', 'family']),
      reference: z.int().describe('Number of the team, agreement or opening; 0 for a role and for family'),
      purposes: z.array(z.string()),
      categories: z.array(z.string()),
      afterStepUp: z.array(z.string()).describe('Of the categories, those that need a second sign-in'),
      from: z.iso.datetime(),
      until: z.iso.datetime().nullable().describe('null where there is no last day'),
    }),
  ),
  limits: z.array(z.string()).describe('What the answer cannot know'),
});

/** Who could see a child’s record on a day: for heads, safeguarding leads and administrators, and for families. */
export function whoCouldSeeRoutes(app: RouteServer, context: DirectoryContext): void {
  const { database, clock, shell } = context;
  const page = { schema: { hide: true, params: Child, querystring: Asked } };
  app.get(directoryPaths.whoCouldSee, page, async (request, reply) => {
    const { learnerId } = request.params;
    const { day, category } = askedOf(request.query, clock.today());
    const { name, why, told, record } = await needAnswerable(context, request, { learnerId, day });
    const all = told(whoCouldSee(await factsAbout(database, learnerId, day), day));
    return await sendPage(reply, shell, {
      title: 'Who could see a child’s record',
      path: whoCouldSeePath(learnerId),
      ...(record && { breadcrumbs: [{ text: name, href: record }, { text: 'Who could see' }] }),
      children: h(WhoCouldSeePage, {
        name,
        why,
        day,
        category,
        groups: groupsOf(all, category),
        action: whoCouldSeePath(learnerId),
        all: `${whoCouldSeeApiPath(learnerId)}?day=${day}${category === undefined ? '' : `&category=${category}`}`,
        asRecordedAt: clock.now(),
      }),
    });
  });
  const schema = {
    tags: ['access'],
    summary: 'Who could see a child’s record on a day, by what and for what',
    params: Child,
    querystring: z.object({ day: z.string().optional(), category: z.enum(categories).optional() }),
    response: { 200: Answer },
  };
  app.get(directoryPaths.whoCouldSeeApi, { schema }, async (request) => {
    const { learnerId } = request.params;
    const { day, category } = askedOf({ day: '', category: '', ...request.query }, clock.today());
    const { told } = await needAnswerable(context, request, { learnerId, day });
    const all = told(whoCouldSee(await factsAbout(database, learnerId, day), day));
    const people = all.filter((one) => category === undefined || one.categories.includes(category)).map(asJson);
    const asRecordedAt = clock.now().toISOString();
    return { learnerId, day, category: category ?? null, asRecordedAt, people, limits: [...limits] };
  });
  ownRecordRoutes(app, context);
}

function asJson(one: CouldSee): z.infer<typeof Answer>['people'][number] {
  const { personId, name, organisation, as, by, reference } = one;
  return {
    personId,
    name,
    organisation,
    as,
    by,
    reference,
    purposes: [...one.purposes],
    categories: [...one.categories],
    afterStepUp: [...one.afterStepUp],
    from: one.from.toISOString(),
    until: one.until?.toISOString() ?? null,
  };
}

/** Who can see my record, for a child, and for a parent about each of their children. */
function ownRecordRoutes(app: RouteServer, context: DirectoryContext): void {
  const { database, clock, shell } = context;
  const schema = { hide: true, querystring: OwnAsked };
  app.get(directoryPaths.ownRecord, { schema }, async (request, reply) => {
    const scope = await context.askScope(request);
    const as = scope?.grounds?.family;
    if (scope?.kind !== 'children' || !as) throw new ProblemError(notFamily);
    const learnerId = request.query.child ?? scope.learners[0];
    if (learnerId === undefined || !scope.learners.includes(learnerId)) throw new ProblemError(noSuchChild);
    const { day } = askedOf(request.query, clock.today());
    const child = await childReached(context, scope, learnerId);
    const facts = await factsAbout(database, learnerId, day);
    const delays = await inGate(database, 'administer', (gate) => delaysOf(gate, learnerId));
    const held = delays.filter((one) => isInForce(one, clock.today())).map(({ readerId }) => readerId);
    const readerId = scope.grounds.personId;
    const shown = whoCouldSee(facts, day).filter((one) => one.by !== 'family' && !held.includes(one.personId));
    const guarded = as === 'parent' && isGuarded(facts, readerId, clock.now()) ? 'guarded' : 'open';
    const others = scope.learners.filter((one) => one !== learnerId);
    return await sendPage(reply, shell, {
      title: 'Who can see this record',
      path: directoryPaths.ownRecord,
      children: h(OwnRecordPage, {
        name: child?.name ?? 'This child',
        as,
        day,
        learnerId,
        others,
        // Names and places could say where the child is.
        shown: guarded,
        groups: groupsOf(shown, undefined),
        asRecordedAt: clock.now(),
      }),
    });
  });
}

/** Whether a rule keeps from an adult where a child is, or whom else they have. */
function isGuarded({ family }: Facts, readerId: number, now: Date): boolean {
  const rules = family.filter(({ personId }) => personId === readerId).flatMap((one) => one.rules);
  // A rule for later guards today already: what was once told cannot be taken back.
  return rules.some(({ liftedAt, validTo }) => {
    const over = (liftedAt !== null && liftedAt <= now) || (validTo !== null && new Date(`${validTo}T23:59:59Z`) < now);
    return !over;
  });
}

/** A child, as whoever asks may be told of who could see them. */
interface Answerable {
  readonly name: string;
  readonly why: string;
  readonly told: (all: readonly CouldSee[]) => readonly CouldSee[];
  /** The record itself, for whoever may open it. */
  readonly record?: string;
}

/** The family’s names would name the child. */
function withoutFamilyNames(all: readonly CouldSee[]): readonly CouldSee[] {
  return all.map((one) => (one.by === 'family' ? { ...one, name: 'not named to you', personId: 0 } : one));
}

/** A child, and the day that is asked about. */
interface ChildOnDay {
  readonly learnerId: number;
  readonly day: PlainDate;
}

/**
 * A head’s or lead’s child, or a child of an administrator’s organisation, who is not named to them; on a day on which the
 * child was there. Where a child is who has left is not for the former setting to follow.
 */
async function needAnswerable(
  context: DirectoryContext,
  request: FastifyRequest,
  { learnerId, day }: ChildOnDay,
): Promise<Answerable> {
  const { member, role, scope } = await askWho(context, request);
  if (member && (role === 'head' || role === 'safeguarding-lead') && isOfTheSetting(scope)) {
    const child = await childReached(context, scope, learnerId);
    if (child && wasThere(child, day))
      return {
        name: child.name,
        why: `You see this ${scope.grounds?.by ?? ''}, ${scope.purpose}.`,
        told: (all) => all,
        record: childRecordPath(learnerId),
      };
  } else if (member?.role.administers === 'own-organisation' && (await isTheirs(context, member, { learnerId, day }))) {
    const why = 'You see this because you administer an organisation of this child. The child is not named to you.';
    return { name: `Child number ${learnerId}`, why, told: withoutFamilyNames };
  }
  throw new ProblemError(noSuchChild);
}

async function isTheirs(
  { database }: DirectoryContext,
  { organisationId }: Member,
  { learnerId, day }: ChildOnDay,
): Promise<boolean> {
  const at = await inGate(database, 'administer', (gate) => organisationPlace(gate, organisationId));
  const places = await placesOfChild(database, learnerId);
  return places.some((place) => {
    if (place.enteredOn > day || (place.leftOn !== null && place.leftOn < day)) return false;
    if (at?.kind === 'setting') return place.settingId === at.settingId;
    if (at?.kind === 'trust') return place.trustId > 0 && place.trustId === at.trustId;
    return at?.kind === 'local-authority' && place.laId === at.laId;
  });
}

function askedOf(
  { day, category }: { readonly day?: string | undefined; readonly category?: string | undefined },
  today: PlainDate,
): { readonly day: PlainDate; readonly category: Category | undefined } {
  const read = day ? readTypedDay(day) : today;
  if (!read) throw new ParameterError('day', problem(`“${day}” is no day such as 3/3/2026.`));
  if (read > today) throw new ParameterError('day', problem('What is still to come is not recorded.'));
  const found = childCategories.find((one) => one === category);
  if (category && !found)
    throw new ParameterError('category', problem(`“${category}” is no category of a child’s record.`));
  return { day: read, category: found };
}

function problem(message: string) {
  const nextStep = `Ask for today or an earlier day, and for one of: ${childCategories.join(', ')}.`;
  return { code: 'who-could-see-invalid', message, nextStep };
}

const noSuchChild = {
  code: 'child-not-found',
  message: 'There is no such child, or who could see their record is not yours to ask.',
  nextStep:
    'A head or safeguarding lead asks for children on their roll, whoever administers an organisation for its own, a family for itself.',
} as const;

const notFamily = {
  code: 'own-record-not-allowed',
  message: 'This is for a child, and for parents about their children.',
  nextStep: 'Staff find it on the page of a child on their roll.',
} as const;
