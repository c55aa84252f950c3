import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { Category } from '#platform/access/categories.ts';
import { categories } from '#platform/access/categories.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { enterDecision } from './decision-store.ts';
import type { GoldenRule } from './golden-rules.ts';
import { goldenRules } from './golden-rules.ts';
import type { Version } from './history.ts';
import { inForceAt } from './history.ts';
import { lawfulBasis } from './lawful-bases.ts';
import type { Member } from './signatory-store.ts';
import { agreementIdsOf, readHistories } from './store.ts';

/** The form of a decision as typed. */
export type TypedDecision = Readonly<Record<'outcome' | 'withWhom' | 'what' | 'under' | 'reason', string>> &
  Readonly<Partial<Record<GoldenRule, string>>> & { readonly category: readonly string[] };

/** What is missing or too long in one field. */
export interface DecisionFault {
  readonly field: string;
  readonly message: string;
}

/** An agreement in force in which an organisation gives. */
export interface UsableAgreement {
  readonly agreementId: number;
  readonly version: Version;
}

/** The agreements under which an organisation may share now. */
export async function usableAgreements(
  gate: Gated,
  organisationId: number,
  now: Date,
): Promise<readonly UsableAgreement[]> {
  const histories = await readHistories(gate, await agreementIdsOf(gate, [organisationId]));
  return histories.flatMap((history) => {
    const version = inForceAt(history, now);
    const gives = version?.document.shares.some(({ from }) => version.organisations[from] === organisationId);
    return version && gives ? [{ agreementId: history.agreementId, version }] : [];
  });
}

export interface Recorded {
  readonly learnerId: number;
  readonly member: Member;
  readonly typed: TypedDecision;
  readonly now: Date;
}

/**
 * Records a decision to share, or not to: with whom, what, why, under which agreement or duty, and how each golden rule was
 * weighed. A decision to share names what it rests on; a refusal need not. Answers every fault of the form at once.
 */
export async function recordDecision(
  gate: Gated,
  { learnerId, member, typed, now }: Recorded,
): Promise<Result<number, readonly DecisionFault[]>> {
  const usable = await usableAgreements(gate, member.organisationId, now);
  const [kind, code = ''] = typed.under.split(':');
  const agreement = kind === 'agreement' ? usable.find((one) => String(one.agreementId) === code) : undefined;
  const duty = kind === 'duty' ? lawfulBasis(code) : undefined;
  const rests = agreement !== undefined || (duty?.kind === 'duty' && !duty.notYetInForce);
  const faults = [...faultsOfForm(typed), ...(rests ? [] : faultsOfBasis(typed))];
  if (faults.length > 0) return failure(faults);
  const rules = goldenRules.flatMap(({ rule }) => (typed[rule]?.trim() ? [[rule, typed[rule].trim()] as const] : []));
  return success(
    await enterDecision(gate, learnerId, {
      outcome: typed.outcome === 'shared' ? 'shared' : 'not-shared',
      organisationId: member.organisationId,
      withWhom: typed.withWhom.trim(),
      what: typed.what.trim(),
      categories: categories.filter((one: Category) => typed.category.includes(one)),
      agreementId: agreement?.agreementId,
      agreementSha256: agreement?.version.sha256,
      duty: rests ? duty?.code : undefined,
      reason: typed.reason.trim(),
      answers: Object.fromEntries(rules),
      decidedAt: now,
      decidedBy: member.toldBy,
      personId: member.personId,
    }),
  );
}

const needed = [
  ['withWhom', 'Say with whom, or who asked', 200],
  ['what', 'Say what was shared, or asked for', 1000],
  ['reason', 'Say why', 2000],
] as const;

function faultsOfForm(typed: TypedDecision): readonly DecisionFault[] {
  const chosen = typed.outcome === 'shared' || typed.outcome === 'not-shared';
  const long = goldenRules.filter(({ rule }) => (typed[rule] ?? '').length > 1000);
  const record = goldenRules.filter(({ rule }) => rule === 'law' || rule === 'fit');
  return [
    ...(chosen ? [] : [{ field: 'outcome', message: 'Choose whether it was shared' }]),
    ...needed.flatMap(([field, message, most]) => {
      const text = typed[field].trim();
      if (text === '') return [{ field, message }];
      return text.length > most ? [{ field, message: `${message}, in at most ${most} characters` }] : [];
    }),
    ...record
      .filter(({ rule }) => !typed[rule]?.trim())
      .map(({ rule }) => ({
        field: rule,
        message: `Answer: ${rule === 'law' ? 'what lets you share, or does not' : 'whether it fits'}`,
      })),
    ...long.map(({ rule }) => ({ field: rule, message: 'Answer in at most 1,000 characters' })),
  ];
}

function faultsOfBasis({ outcome }: TypedDecision): readonly DecisionFault[] {
  return outcome === 'shared'
    ? [{ field: 'under', message: 'Choose the agreement or the duty under which it was shared' }]
    : [];
}
