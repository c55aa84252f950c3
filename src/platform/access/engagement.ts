import type { Purpose } from './purposes.ts';

/**
 * As whom somebody is here: what a sign-in is bound to, and what a scope is compiled from, anew with every request, so that
 * whatever ends (a membership, an agreement, a team) ends with the next one.
 */
export type Engagement = MemberEngagement | FamilyEngagement;

interface Engaged {
  readonly personId: number;
  /** When they last proved who they are a second time; absent when they have not. */
  readonly steppedUpAt?: Date | undefined;
}

/** A member of an organisation in one role, for one purpose; with an agreement, under that one alone. */
export interface MemberEngagement extends Engaged {
  readonly as: 'member';
  readonly membershipId: number;
  readonly purpose: Purpose;
  readonly agreementId?: number | undefined;
  /** A record opened out of reach, while it is open. */
  readonly breakGlassId?: number | undefined;
}

/** A child, or an adult with parental responsibility for one. */
export interface FamilyEngagement extends Engaged {
  readonly as: 'child' | 'parent';
}
