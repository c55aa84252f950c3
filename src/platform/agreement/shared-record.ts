import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { ProblemError } from '#foundation/kernel/problem.ts';
import type { AskingRequest } from '#platform/access/ask-scope.ts';
import type { Category } from '#platform/access/categories.ts';
import { inGate } from '#platform/access/in-gate.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { purposes } from '#platform/access/purposes.ts';
import { aRole } from '#platform/access/roles.ts';
import type { RequestScope } from '#platform/access/scope.ts';
import { placeKey, steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import type { AgreementContext, ReadFields } from './asking.ts';
import type { AgreementReach, ReachedPlace, Told } from './reach.ts';
import { agreementReach } from './reach.ts';
import type { UnsharedRecord } from './shared-store.ts';
import { characteristicsNow, placesGiven, recordsOf, settingsOf } from './shared-store.ts';
import type { Member } from './signatory-store.ts';

/** Categories that the page of what is shared can read. Others come with their own rooms. */
const readable = ['identity', 'characteristics', 'attendance'] as const satisfies readonly Category[];
type Readable = (typeof readable)[number];
export const mostShared = 50;

/** What an organisation sees under an agreement: already made coarser, and nothing that was not declared. */
export interface SharedRecords {
  readonly reach: AgreementReach;
  readonly children: readonly {
    readonly learnerId: number;
    readonly told: Readonly<Partial<Record<Category, Told>>>;
  }[];
  /** Continue after this child; absent when all were shown. */
  readonly next: number | undefined;
  /** Categories that are shared, that the member’s role reads, and that are not shown on this page. */
  readonly elsewhere: readonly Category[];
}

/**
 * What a member sees now under an agreement, a page of children at a time. What is read for it is read within the
 * agreement’s own reach, noted in the ledger, and let out field by field; the whole never leaves this function.
 * Throws a problem when the agreement is not in force, or the member’s role does not act for its purpose.
 */
export async function sharedRecords(
  context: Pick<AgreementContext, 'database' | 'noted' | 'attendanceOf'> & { readonly clock: Clock },
  request: AskingRequest,
  asked: { readonly agreementId: number; readonly member: Member; readonly after: number },
): Promise<SharedRecords> {
  const { database, clock, noted } = context;
  const { agreementId, member, after } = asked;
  const now = clock.now();
  const found = await inGate(database, 'compile', (gate) =>
    agreementReach(gate, agreementId, member.organisationId, now),
  );
  if (!found.ok) throw new ProblemError(found.failure);
  const reach = found.value;
  if (!actsFor(member, reach)) throw new ProblemError(otherPurpose(member, reach));
  const allowed = [...reach.categories, ...reach.inPart].filter((one) => member.role.reads.includes(one));
  const can = readable.filter((one) => one !== 'attendance' || context.attendanceOf);
  const categories = can.filter((one) => allowed.includes(one));
  const elsewhere = allowed.filter((one) => !(can as readonly Category[]).includes(one));
  if (!categories.includes('identity')) return { reach, children: [], next: undefined, elsewhere };
  const today = clock.today();
  const built = await scopeOf(database, reach.reach, { asker: askerOf(member, reach, categories), today });
  const scope = built && (await noted?.(async () => built)(request));
  if (built && !scope?.trail) throw new ProblemError(notNoted);
  if (!scope) return { reach, children: [], next: undefined, elsewhere };
  const readers = { characteristics: characteristicsNow, attendance: context.attendanceOf };
  const children = await inScope(database, scope, async (scoped) => {
    const wanted = { reach: reach.reach, except: reach.except, today, after, limit: mostShared + 1 };
    const rows = await recordsOf(scoped, wanted);
    return await withMore(scoped, rows, { readers, categories, today });
  });
  const shown = children.slice(0, mostShared);
  const learners = shown.map(({ learnerId }) => learnerId);
  scope.trail?.about({ kind: 'learners', learners });
  const rolls = await inScope(database, steward('compile'), (scoped) => settingsOf(scoped, learners, today));
  const toldOf = (learnerId: number) => ({ learnerId, settings: rolls.get(learnerId) ?? [] });
  return {
    reach,
    children: shown.map((child) => ({
      learnerId: child.learnerId,
      told: Object.fromEntries(
        categories.map((one) => [one, reach.degrade(one, child.record[one] ?? {}, toldOf(child.learnerId))]),
      ),
    })),
    next: children.length > mostShared ? shown.at(-1)?.learnerId : undefined,
    elsewhere,
  };
}

interface More {
  readonly readers: Readonly<Record<Exclude<Readable, 'identity'>, ReadFields | undefined>>;
  readonly categories: readonly Readable[];
  readonly today: PlainDate;
}

/** The children with the other categories that are read for them. */
async function withMore(scoped: Scoped, rows: readonly UnsharedRecord[], { readers, categories, today }: More) {
  const learners = rows.map(({ learnerId }) => learnerId);
  const read = new Map<Readable, Awaited<ReturnType<ReadFields>>>();
  for (const one of categories) {
    const reader = one === 'identity' ? undefined : readers[one];
    if (reader) read.set(one, await reader(scoped, learners, today));
  }
  return rows.map(({ learnerId, identity }) => {
    const more = [...read].map(([category, known]) => [category, known.get(learnerId) ?? {}] as const);
    const record: Readonly<Partial<Record<Readable, Readonly<Record<string, string | undefined>>>>> = {
      ...Object.fromEntries(more),
      identity,
    };
    return { learnerId, record };
  });
}

type Asker = Omit<RequestScope & { readonly kind: 'area' }, 'kind' | 'laId'>;

function askerOf(member: Member, reach: AgreementReach, categories: readonly Category[]): Asker {
  return {
    actor: member.toldBy,
    purpose: purposes[reach.purpose],
    categories,
    changes: [],
    grounds: {
      personId: member.personId,
      organisationId: member.organisationId,
      membershipId: member.membershipId,
      agreementId: reach.agreementId,
      by: reach.words,
      until: reach.until,
    },
  };
}

/** The scope of what an agreement reaches; `undefined` when it reaches nobody just now. */
async function scopeOf(
  database: Database,
  reach: ReachedPlace,
  { asker, today }: { readonly asker: Asker; readonly today: PlainDate },
): Promise<RequestScope | undefined> {
  switch (reach.kind) {
    case 'area':
      return { ...asker, kind: 'area', laId: reach.laId };
    case 'settings':
    case 'cohort':
      return { ...asker, kind: 'setting', settings: reach.settings };
    case 'learners': {
      const places = await inScope(database, steward('compile'), (scoped) => placesGiven(scoped, reach, today));
      if (places.length === 0) return undefined;
      return {
        ...asker,
        kind: 'children',
        learners: [...new Set(places.map(({ learnerId }) => learnerId))],
        settings: [...new Set(places.map(({ settingId }) => settingId))],
        places: places.map(({ settingId, slot }) => placeKey(settingId, slot)),
      };
    }
  }
}

/** Whether the role acts for the agreement’s purpose, and the sign-in, which is bound to one purpose, is for it too. */
function actsFor({ role, purpose }: Member, reach: AgreementReach): boolean {
  return role.purposes.includes(reach.purpose) && (purpose === undefined || purpose === reach.purpose);
}

function otherPurpose({ role }: Member, { purpose }: AgreementReach): Problem {
  if (role.purposes.includes(purpose)) {
    return {
      code: 'agreement-purpose-not-allowed',
      message: `This agreement is ${purposes[purpose]}, and you are signed in for another purpose.`,
      nextStep: 'Sign in for its purpose, at /sign-in/choose.',
    };
  }
  return {
    code: 'agreement-purpose-not-allowed',
    message: `This agreement is ${purposes[purpose]}, and ${aRole(role)} does not act for that.`,
    nextStep: 'Sign in in a role that does.',
  };
}

const notNoted: Problem = {
  code: 'agreement-ledger-not-allowed',
  message: 'What is read under an agreement cannot be noted just now, so nothing is shown.',
  nextStep: 'Try again in some minutes, or tell whoever runs Headwater.',
};
