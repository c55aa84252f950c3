import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { addEnrolment, alreadyThere, endProblem, knowFrom, overlaps, rewrite, twoLearners } from './actions.ts';
import type { RollChange, RollWriter } from './change-roll.ts';
import { changeRoll } from './change-roll.ts';
import type { EnrolmentSent, FieldProblem } from './enrolment-fields.ts';
import { enrolmentProblem } from './enrolment-fields.ts';
import { characteristicsOf, enrolmentsOf, updateEnrolment } from './enrolment-store.ts';
import { joinPlaces, learnersOf } from './learners.ts';
import type { Characteristic, Enrolment } from './model.ts';

/** What became of one row of a roll that was sent. */
export type RowOutcome = Result<
  {
    readonly kind: 'enrolled' | 'changed' | 'unchanged';
    readonly slot: number;
    readonly notices: readonly Problem[];
  },
  FieldProblem
>;

interface Held {
  readonly enrolments: Enrolment[];
  readonly known: ReadonlyMap<number, readonly Characteristic[]>;
}

/**
 * Makes a setting's roll what was sent, row by row, in one transaction: somebody who is not there is enrolled, somebody who
 * is (the same person with the same first day) is changed, and a row that cannot be taken is refused while the rest is
 * kept. Who is not sent stays as they are: leaving is said with a last day, never by silence. Somebody without a UPN or ULN
 * is the same person when name, birth and first day are.
 */
export async function putRoll(
  writer: RollWriter,
  settingId: number,
  rows: readonly EnrolmentSent[],
): Promise<readonly RowOutcome[]> {
  const learners = await learnersFor(writer, settingId, rows);
  const outcomes = await changeRoll(writer, settingId, async (change) => {
    const enrolments = [...(await enrolmentsOf(change.scoped, settingId))];
    const known = Map.groupBy(await characteristicsOf(change.scoped, settingId), ({ slot }) => slot);
    const done: RowOutcome[] = [];
    for (const [index, sent] of rows.entries()) {
      done.push(await putRow(change, { enrolments, known }, learners[index], { sent, today: writer.today }));
    }
    return done;
  });
  const withNotices: RowOutcome[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const learnerId = learners[index];
    if (!outcome.ok || outcome.value.kind !== 'enrolled' || learnerId === undefined) withNotices.push(outcome);
    else
      withNotices.push(success({ ...outcome.value, notices: await joinPlaces(writer.database, learnerId, settingId) }));
  }
  return withNotices;
}

/** Whose each row is; somebody without an identifier is looked for on this roll alone. */
async function learnersFor(
  { database, scope }: RollWriter,
  settingId: number,
  rows: readonly EnrolmentSent[],
): Promise<readonly (number | undefined)[]> {
  const here = await inScope(database, scope, (scoped) => enrolmentsOf(scoped, settingId));
  const byPerson = new Map(here.map((one) => [personKey(one), one.learnerId]));
  const known = rows.map((row) => ((row.upn ?? row.uln) === undefined ? byPerson.get(personKey(row)) : undefined));
  const others = await learnersOf(
    database,
    settingId,
    rows.filter((_row, index) => known[index] === undefined),
  );
  let next = 0;
  return known.map((learnerId) => learnerId ?? others[next++]);
}

function personKey({
  surname,
  givenName,
  bornOn,
  enteredOn,
}: Pick<EnrolmentSent, 'surname' | 'givenName' | 'bornOn' | 'enteredOn'>): string {
  return JSON.stringify([surname.toLowerCase(), givenName.toLowerCase(), bornOn, enteredOn]);
}

async function putRow(
  change: RollChange,
  held: Held,
  learnerId: number | undefined,
  { sent, today }: { readonly sent: EnrolmentSent; readonly today: RollWriter['today'] },
): Promise<RowOutcome> {
  if (learnerId === undefined) return failure(twoLearners(sent));
  const problem = enrolmentProblem(sent, change.keeper.kind);
  if (problem) return failure(problem);
  const theirs = held.enrolments.filter((one) => one.learnerId === learnerId);
  const same = theirs.find(({ enteredOn }) => enteredOn === sent.enteredOn);
  const overlap = theirs.find((one) => one !== same && overlaps(one, sent));
  if (overlap) return failure(alreadyThere(overlap, sent));
  if (!same) {
    const added = await addEnrolment(change, learnerId, sent);
    held.enrolments.push(added);
    return success({ kind: 'enrolled', slot: added.slot, notices: [] });
  }
  if (same.status !== sent.status) return failure(otherStatus(same, sent));
  const wrongEnd =
    sent.leftOn === same.leftOn ? undefined : await endProblem(change, same, { ...same, leftOn: sent.leftOn });
  if (wrongEnd) return failure(wrongEnd);
  const changed = await changeRow(change, { same, sent, known: held.known.get(same.slot) ?? [] }, today);
  return success({ kind: changed ? 'changed' : 'unchanged', slot: same.slot, notices: [] });
}

interface Row {
  readonly same: Enrolment;
  readonly sent: EnrolmentSent;
  readonly known: readonly Characteristic[];
}

async function changeRow(change: RollChange, { same, sent, known }: Row, today: RollWriter['today']): Promise<boolean> {
  const { surname, givenName, bornOn, leftOn, characteristics } = sent;
  const stored = change.storedYearGroup(sent.yearGroup, change.thisYear);
  const regrouped = sent.yearGroup !== 99 && stored !== same.yearGroup && same.enteredOn <= today;
  const details = { surname, givenName, bornOn, class: sent.class || same.class };
  const renamed = (Object.keys(details) as (keyof typeof details)[]).some((key) => details[key] !== same[key]);
  if (renamed || regrouped) {
    await rewrite(change, same, { ...details, ...(regrouped ? { yearGroup: sent.yearGroup } : {}) });
  }
  const moved = leftOn !== same.leftOn;
  if (moved) {
    const after = { ...same, ...details, ...(regrouped ? { yearGroup: stored } : {}), leftOn };
    await updateEnrolment(change.scoped, after);
    change.touch(same);
    change.touch(after);
  }
  const from = today < same.enteredOn ? same.enteredOn : today;
  const before = known.findLast(({ validFrom }) => validFrom <= from);
  const after = await knowFrom(change, same, known, { ...characteristics, validFrom: from });
  return renamed || regrouped || moved || after !== before;
}

function otherStatus(same: Enrolment, sent: EnrolmentSent): FieldProblem {
  return {
    code: 'status-change-conflict',
    field: 'status',
    value: sent.status,
    message: `This enrolment is ${same.status}, not ${sent.status}, and its registers are counted so.`,
    nextStep: 'End it, and put the person on roll with the new status from the day after.',
  };
}
