import { z } from 'zod';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure } from '#foundation/kernel/result.ts';
import { reads } from '#platform/access/allowed.ts';
import { inScope } from '#platform/access/in-scope.ts';
import { whyForPrograms } from '#platform/access/why.ts';
import type { RouteServer } from '#platform/web/route-server.ts';
import { RollDocument, RollRow, RollSent, RollTaken } from './api-model.ts';
import type { EnrolmentSent, FieldProblem, RollText } from './enrolment-fields.ts';
import { nothingKnown, readEnrolment, rollFields } from './enrolment-fields.ts';
import { characteristicsOf, enrolmentsOf } from './enrolment-store.ts';
import type { Characteristic, Enrolment, Keeper } from './model.ts';
import type { RowOutcome } from './put-roll.ts';
import { putRoll } from './put-roll.ts';
import type { RollContext } from './roll-access.ts';
import { keeperAt, needRollReader, rollWriter } from './roll-access.ts';

const params = z.object({ urn: z.string().max(12) });
const longestRoll = 32 * 1024 * 1024;

/** A setting's whole roll for programs. */
export function rollApi(app: RouteServer, context: RollContext): void {
  const tags = ['registers'];
  const get = {
    summary: 'The roll of a setting',
    description: 'Everybody who is or was on roll, with what is known of them on the day it is asked.',
    tags,
    params,
    response: { 200: RollDocument },
  };
  app.get('/api/v1/settings/:urn/roll', { schema: get }, async (request) => {
    const keeper = await keeperAt(context, request.params.urn);
    const scope = await needRollReader(context.askScope, request, keeper);
    return inScope(context.database, scope, async (scoped) => {
      const enrolments = await enrolmentsOf(scoped, keeper.settingId);
      const known = await characteristicsOf(scoped, keeper.settingId);
      const shown = reads(scope, 'characteristics') ? known : undefined;
      return { why: whyForPrograms(scope), ...rollDocument(keeper, enrolments, shown, context.clock.today()) };
    });
  });
  const put = {
    summary: 'Make a setting’s roll what is sent',
    description:
      'Row by row: enrols who is not there, changes who is, refuses what cannot be with the reason and keeps the rest. Who is not sent stays on roll: leaving is said with a last day.',
    tags,
    params,
    body: RollSent,
    response: { 200: RollTaken },
  };
  app.put('/api/v1/settings/:urn/roll', { schema: put, bodyLimit: longestRoll }, async (request) => {
    const keeper = await keeperAt(context, request.params.urn);
    const writer = await rollWriter(context, request, keeper);
    const read = request.body.enrolments.map(readRow);
    const sent = read.flatMap((row) => (row.ok ? [row.value] : []));
    const outcomes = sent.length === 0 ? [] : await putRoll(writer, keeper.settingId, sent);
    return taken(read, outcomes);
  });
}

function rollDocument(
  { urn }: Keeper,
  enrolments: readonly Enrolment[],
  /** `undefined` where the reader is not shown them. */
  characteristics: readonly Characteristic[] | undefined,
  today: PlainDate,
) {
  const known = Map.groupBy(characteristics ?? [], ({ slot }) => slot);
  const rows = enrolments.map((one) => {
    const theirs = known.get(one.slot) ?? [];
    const then = theirs.findLast(({ validFrom }) => validFrom <= today) ?? theirs[0];
    const onRoll = one.enteredOn <= today && (one.leftOn === undefined || one.leftOn >= today);
    return {
      ...(characteristics && nothingKnown),
      ...then,
      ...one,
      upn: one.upn ?? null,
      uln: one.uln ?? null,
      leftOn: one.leftOn ?? null,
      onRoll,
    };
  });
  return { urn, asAt: today, onRoll: rows.filter(({ onRoll }) => onRoll).length, enrolments: rows };
}

type ReadRow = Result<EnrolmentSent, readonly FieldProblem[]>;

function readRow(row: unknown): ReadRow {
  const parsed = RollRow.safeParse(row);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join('.') ?? '';
    const message = `${issue?.message ?? 'It is no row of a roll'}.`;
    return failure([{ code: 'row-unreadable', field, value: '', message, nextStep: 'Correct it and send it again.' }]);
  }
  const text: RollText = Object.fromEntries(rollFields.map((field) => [field, String(parsed.data[field] ?? '')]));
  return readEnrolment(text);
}

function taken(read: readonly ReadRow[], outcomes: readonly RowOutcome[]): z.infer<typeof RollTaken> {
  const answer: z.infer<typeof RollTaken> = { enrolled: 0, changed: 0, unchanged: 0, refused: [], notices: [] };
  const refuse = (row: number, { field, value, message }: FieldProblem): void => {
    answer.refused.push({ row, field, value, reason: message });
  };
  let next = 0;
  for (const [index, row] of read.entries()) {
    if (!row.ok) for (const problem of row.failure) refuse(index + 1, problem);
    const outcome = row.ok ? outcomes[next++] : undefined;
    if (outcome?.ok === false) refuse(index + 1, outcome.failure);
    if (!outcome?.ok) continue;
    answer[outcome.value.kind] += 1;
    for (const { message, nextStep } of outcome.value.notices)
      answer.notices.push({ row: index + 1, message, nextStep });
  }
  return answer;
}
