import { londonDay } from '#foundation/kernel/plain-date.ts';
import type { Engagement } from '#platform/access/engagement.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import { purposes } from '#platform/access/purposes.ts';
import type { Role } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';
import type { AgreementReach } from '#platform/agreement/reach.ts';
import { agreementReach } from '#platform/agreement/reach.ts';
import { agreementIdsOf } from '#platform/agreement/store.ts';
import type { Membership } from './people-store.ts';
import { isParent, membershipsOf, openPerson } from './people-store.ts';

/** Something a person can be here as. */
export interface Choice {
  /** As a form sends it: `member:12:inclusion`, `member:12:inclusion:5` under an agreement, `child`, `parent`. */
  readonly value: string;
  readonly engagement: Engagement;
  /** In words: “head at Ashcombe School”. */
  readonly title: string;
  readonly purpose: string;
  readonly membership?: Membership | undefined;
}

/**
 * Everything a person can be here as at an instant. Where the provider says for which organisations somebody is here,
 * only what they are at those.
 */
export async function choicesOf(
  gate: Gated,
  personId: number,
  organisationClaims: readonly string[],
  now: Date,
): Promise<readonly Choice[]> {
  const person = await openPerson(gate, personId);
  if (!person) return [];
  const today = londonDay(now);
  const members = (await membershipsOf(gate, personId, today)).filter(
    ({ externalId, urn }) =>
      organisationClaims.length === 0 ||
      (externalId !== null && organisationClaims.includes(externalId)) ||
      (urn !== null && organisationClaims.includes(`urn:${urn}`)),
  );
  const own = members.flatMap((membership) => asMember(personId, membership));
  return [
    ...own,
    ...(await underAgreements(gate, own, now)),
    ...(person.learnerId === null ? [] : [asFamily(personId, 'child')]),
    ...((await isParent(gate, personId, today)) ? [asFamily(personId, 'parent')] : []),
  ];
}

function asMember(personId: number, membership: Membership): readonly Choice[] {
  const role: Role = roles[membership.role];
  return role.purposes.map((purpose: Purpose) => ({
    value: `member:${membership.membershipId}:${purpose}`,
    engagement: { as: 'member', personId, membershipId: membership.membershipId, purpose },
    title: `${role.title}, ${membership.organisation}`,
    purpose: purposes[purpose],
    membership,
  }));
}

/** Most agreements of one organisation that are offered: beyond that somebody chooses on the agreement’s own page. */
const mostAgreements = 20;

/** The same roles under each agreement that gives their organisation something whole for that purpose. */
async function underAgreements(gate: Gated, own: readonly Choice[], now: Date): Promise<readonly Choice[]> {
  const found: Choice[] = [];
  for (const [organisationId, choices] of Map.groupBy(own, ({ membership }) => membership?.organisationId ?? 0)) {
    for (const agreementId of (await agreementIdsOf(gate, [organisationId])).slice(0, mostAgreements)) {
      const reached = await agreementReach(gate, agreementId, organisationId, now);
      if (reached.ok) found.push(...choices.flatMap((choice) => underOne(choice, reached.value)));
    }
  }
  return found;
}

function underOne(choice: Choice, { agreementId, purpose, words, categories }: AgreementReach): readonly Choice[] {
  const { engagement, membership } = choice;
  if (engagement.as !== 'member' || engagement.purpose !== purpose || !membership) return [];
  const role: Role = roles[membership.role];
  if (!role.reads.some((category) => categories.includes(category))) return [];
  const [value, title] = [`${choice.value}:${agreementId}`, `${choice.title}, ${words}`];
  return [{ ...choice, value, title, engagement: { ...engagement, agreementId } }];
}

/** Whether somebody is this by their role alone. */
export function byRoleAlone({ engagement }: Choice): boolean {
  return engagement.as !== 'member' || engagement.agreementId === undefined;
}

function asFamily(personId: number, as: 'child' | 'parent'): Choice {
  return {
    value: as,
    engagement: { as, personId },
    title: as === 'child' ? 'yourself' : 'a parent or carer',
    // Said to themselves alone; others are told by `purposes`.
    purpose: as === 'child' ? 'to see your own record' : 'to see the record of your own child',
  };
}

/** The choice that an engagement is, whether or not it was proved a second time. */
export function chosenAmong(choices: readonly Choice[], engagement: Engagement | undefined): Choice | undefined {
  if (!engagement) return undefined;
  const value = valueOfEngagement(engagement);
  return choices.find((choice) => choice.value === value);
}

function valueOfEngagement(engagement: Engagement): string {
  if (engagement.as !== 'member') return engagement.as;
  const { membershipId, purpose, agreementId } = engagement;
  return ['member', membershipId, purpose, ...(agreementId === undefined ? [] : [agreementId])].join(':');
}
