import { academicYearDays, academicYearOf } from '#foundation/kernel/academic-year.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { success } from '#foundation/kernel/result.ts';
import type { MemberEngagement } from '#platform/access/engagement.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { Role } from '#platform/access/roles.ts';
import { aRole } from '#platform/access/roles.ts';
import type { RequestScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { AgreementReach, ReachedPlace } from '#platform/agreement/reach.ts';
import { agreementReach } from '#platform/agreement/reach.ts';
import { placesGiven } from '#platform/agreement/shared-store.ts';
import type { Database } from '#platform/database/pool.ts';
import { breakGlassReach } from '#platform/ledger/break-glass-store.ts';
import type { Asked, LearnerSlot, MemberFacts } from './compile-rules.ts';
import { atMost, childrenScope, earliest, refused } from './compile-rules.ts';
import { slotsOfGroups, slotsOfLearners } from './compile-store.ts';

/** What reaches beyond a role: an agreement, or a record that was opened for a reason. Reads only, and never more than the role. */
export interface Beyond {
  readonly asked: Asked;
  /** A record that was opened is reached wherever the child is, so it has no settings. */
  readonly reach:
    | ReachedPlace
    | { readonly kind: 'learners'; readonly learners: readonly number[]; readonly settings?: undefined };
  /** Children whom it must not reach. */
  readonly except: readonly number[];
}

export interface Acting {
  readonly facts: MemberFacts;
  readonly role: Role;
  readonly asked: Asked;
  readonly engagement: MemberEngagement;
  readonly now: Date;
}

/** What an engagement’s agreement or break-glass reaches at an instant; `undefined` when it has neither. */
export async function beyondRole(gate: Gated, acting: Acting): Promise<Result<Beyond | undefined, Problem>> {
  const { agreementId, breakGlassId } = acting.engagement;
  if (agreementId !== undefined && breakGlassId !== undefined) {
    return refused('scope', 'One is here under an agreement or by break-glass, not both.', 'Choose one of them.');
  }
  if (breakGlassId !== undefined) return await openedRecord(gate, acting, breakGlassId);
  return agreementId === undefined ? success(undefined) : await agreed(gate, acting, agreementId);
}

async function agreed(gate: Gated, acting: Acting, agreementId: number): Promise<Result<Beyond, Problem>> {
  const { facts, role, asked, engagement, now } = acting;
  const found = await agreementReach(gate, agreementId, facts.organisation.organisationId, now);
  if (!found.ok) return found;
  const reached: AgreementReach = found.value;
  if (reached.purpose !== engagement.purpose) {
    return refused('purpose', 'This agreement is for another purpose.', 'Sign in for its purpose.');
  }
  const categories = atMost(asked.categories, reached.categories);
  if (categories.length === 0) {
    const next = 'What it gives in part, or that a child is known at all, is on the agreement’s own page.';
    return refused('scope', `Nothing comes whole to ${aRole(role)} ${reached.words}.`, next);
  }
  return success({ asked: narrowedTo(acting, reached, categories), reach: reached.reach, except: reached.except });
}

function narrowedTo({ asked }: Acting, reached: AgreementReach, categories: Asked['categories']): Asked {
  const grounds = asked.grounds && {
    ...asked.grounds,
    agreementId: reached.agreementId,
    by: `${asked.grounds.by}, ${reached.words}`,
    until: earliest([asked.grounds.until, reached.until]),
  };
  return { ...asked, categories, changes: [], grounds };
}

async function openedRecord(gate: Gated, acting: Acting, breakGlassId: number): Promise<Result<Beyond, Problem>> {
  const { role, asked, engagement, now } = acting;
  const found = await breakGlassReach(gate, breakGlassId, now);
  if (!found.ok) return found;
  const { learnerId, personId, membershipId, categories, until } = found.value;
  const own = personId === engagement.personId && membershipId === engagement.membershipId;
  if (!own || role.breakGlass !== 'with-reason') {
    return refused('break-glass', 'You did not open this record.', 'Open it yourself, and say why.');
  }
  const grounds = asked.grounds && {
    ...asked.grounds,
    breakGlassId,
    by: `${asked.grounds.by}, having opened a record out of reach for a reason that is reviewed`,
    until: earliest([asked.grounds.until, until]),
  };
  const narrowed = { ...asked, categories: atMost(asked.categories, categories), changes: [], grounds };
  return success({ asked: narrowed, reach: { kind: 'learners', learners: [learnerId] }, except: [] });
}

/** The scope of what was agreed or opened. */
export async function scopeBeyond(
  database: Pick<Database, 'poolOf'>,
  { asked, reach, except }: Beyond,
  now: Date,
): Promise<Result<RequestScope, Problem>> {
  if (reach.kind === 'learners') {
    const learners = reach.learners.filter((one) => !except.includes(one));
    const { settings } = reach;
    if (settings === undefined) {
      const slots = await inScope(database, steward('compile'), (scoped) => slotsOfLearners(scoped, learners));
      return childrenScope(asked, learners, slots);
    }
    // Named to an agreement: whoever gives has nothing to give of children elsewhere, nor of their places elsewhere.
    const given = { learners, settings };
    const slots = await inScope(database, steward('compile'), (scoped) => placesGiven(scoped, given, londonDay(now)));
    return childrenScope(asked, [...new Set(slots.map(({ learnerId }) => learnerId))], slots);
  }
  const onlyTotals = asked.categories.every((category) => category === 'totals');
  if (reach.kind === 'cohort' && !onlyTotals) return await cohortScope(database, asked, { ...reach, except }, now);
  if (except.length > 0 && !onlyTotals) {
    return refused(
      'scope',
      'Some children are withheld from this agreement, and a list of everybody cannot leave them out.',
      'See the agreement’s own page, which leaves them out.',
    );
  }
  return success(
    reach.kind === 'area'
      ? { ...asked, kind: 'area', laId: reach.laId }
      : { ...asked, kind: 'setting', settings: reach.settings },
  );
}

/**
 * The children of year groups of some settings, without those who are withheld: with every place of theirs at those
 * settings, or of a child in the group at one and not at another a name would be shown there, and no attendance.
 */
async function cohortScope(
  database: Pick<Database, 'poolOf'>,
  asked: Asked,
  cohort: {
    readonly settings: readonly number[];
    readonly yearGroups: readonly number[];
    readonly except: readonly number[];
  },
  now: Date,
): Promise<Result<RequestScope, Problem>> {
  const { settings, yearGroups, except } = cohort;
  const today = londonDay(now);
  const since = academicYearDays(academicYearOf(today)).start;
  const slots = await inScope(database, steward('compile'), async (scoped) => {
    const perSetting: (readonly LearnerSlot[])[] = [];
    for (const settingId of settings) {
      perSetting.push(await slotsOfGroups(scoped, { settingId, classes: [], yearGroups, today, since }));
    }
    const inGroup = new Set(perSetting.flat().map(({ learnerId }) => learnerId));
    const learners = [...inGroup].filter((one) => !except.includes(one));
    const everywhere = await slotsOfLearners(scoped, learners);
    return everywhere.filter(({ settingId }) => settings.includes(settingId));
  });
  const learners = [...new Set(slots.map(({ learnerId }) => learnerId))];
  return childrenScope(asked, learners, slots, settings);
}
