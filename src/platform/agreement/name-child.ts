import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { History, Version } from './history.ts';
import type { Member } from './signatory-store.ts';
import type { NamedTo } from './store.ts';
import { agreementIdsOf, endSubject, enterSubject, namedTo, readHistories } from './store.ts';

/** What is said of a child: that an agreement reaches them, that nothing of them leaves under it, or that either ends. */
export interface Naming {
  readonly agreementId: number;
  readonly did: 'name' | 'withhold' | 'end';
  readonly reason: string;
}

/** An agreement in which an organisation gives, by its newest version. */
export interface GivenAgreement {
  readonly agreementId: number;
  readonly version: Version;
}

/** The agreements in which an organisation gives, so that it may name children to them and withhold children from them. */
export async function agreementsGiven(gate: Gated, organisationId: number): Promise<readonly GivenAgreement[]> {
  const histories = await readHistories(gate, await agreementIdsOf(gate, [organisationId]));
  return histories.flatMap((history) => {
    const version = newest(history);
    const gives = version?.document.shares.some(({ from }) => version.organisations[from] === organisationId);
    return version && gives ? [{ agreementId: history.agreementId, version }] : [];
  });
}

function newest({ versions }: History): Version | undefined {
  return versions.at(-1);
}

/**
 * Names a child to an agreement by case or by consent, withholds them from it, or ends both, from this instant on. Only an
 * organisation that gives says so. Whoever asks must have checked that the child is within the request’s scope.
 */
export async function nameChild(
  gate: Gated,
  learnerId: number,
  { agreementId, did, reason }: Naming,
  { member, at }: { readonly member: Member; readonly at: Date },
): Promise<Result<'done', Problem>> {
  const given = (await agreementsGiven(gate, member.organisationId)).find((one) => one.agreementId === agreementId);
  if (!given) return failure(problem('agreement-missing', 'Choose an agreement in which your organisation gives.'));
  if (reason.trim() === '') return failure(problem('reason-missing', 'Say why, or where the consent is kept.'));
  if (reason.length > 1000) return failure(problem('reason-too-long', 'Say why in at most 1,000 characters.'));
  const held = (await namedTo(gate, learnerId)).filter(
    (one) => one.agreementId === agreementId && one.to === undefined,
  );
  const by = member.toldBy;
  if (did === 'end') {
    for (const { reachedBy } of held)
      await endSubject(gate, agreementId, { learnerId, reachedBy, at, by: `${by}: ${reason}` });
    return success('done');
  }
  const { kind } = given.version.document.subjects;
  if (did === 'name' && kind !== 'case' && kind !== 'consent') {
    return failure(problem('agreement-missing', 'This agreement reaches places, not children by name.'));
  }
  const reachedBy: NamedTo['reachedBy'] = did === 'withhold' ? 'withheld' : kind === 'consent' ? 'consent' : 'case';
  if (held.some((one) => one.reachedBy === reachedBy)) return success('done');
  await enterSubject(gate, agreementId, { learnerId, reachedBy, reason: reason.trim(), at, by });
  return success('done');
}

function problem(code: string, message: string): Problem {
  return { code: `naming-${code}`, message, nextStep: 'Put it right and send it again.' };
}
