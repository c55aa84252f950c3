import { sql } from 'kysely';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { ChildrenScope, SettingScope, StewardScope } from '#platform/access/scope.ts';
import type { ReviewItem } from './record-review.ts';

type Answering = Scoped<SettingScope | StewardScope>;
/** Who enters what is asked: the gate for a family, whose own scope is read-only. */
type Entering = Gated | Scoped<SettingScope | StewardScope>;
/** Who reads it: the setting, or the family what it asked itself. */
type Asking = Answering | Scoped<ChildrenScope>;

/** Where a request is: the setting that answers, and where it stands. */
export interface Answerer {
  readonly settingId: number;
  readonly laId: number;
  readonly trustId: number;
}

/** Who asks, in words and by number. */
export interface Asker {
  readonly personId: number | null;
  readonly as: 'child' | 'parent' | 'staff';
  readonly words: string;
}

/** A request for a copy of a child’s record. */
export interface AccessRequest extends Answerer {
  readonly learnerId: number;
  readonly requestId: number;
  readonly askedBy: number | null;
  readonly askedAs: Asker['as'];
  readonly asker: string;
  readonly askedAt: Date;
  readonly dueOn: PlainDate;
  readonly closedAt: Date | null;
  readonly outcome: 'given' | 'refused' | null;
  readonly outcomeWords: string | null;
}

const columns = sql`learner_id AS "learnerId", request_id AS "requestId", setting_id AS "settingId", la_id AS "laId",
  trust_id AS "trustId", asked_by AS "askedBy", asked_as AS "askedAs", asker, asked_at AS "askedAt", due_on AS "dueOn",
  closed_at AS "closedAt", outcome, outcome_words AS "outcomeWords"`;

/** Stores a request, and that it was asked. */
export async function insertRequest(
  entering: Entering,
  one: {
    readonly learnerId: number;
    readonly at: Answerer;
    readonly by: Asker;
    readonly now: Date;
    readonly dueOn: PlainDate;
  },
): Promise<number> {
  const { learnerId, at, by, now, dueOn } = one;
  await sql`
    INSERT INTO subject_access (learner_id, setting_id, asked_by, asked_as, asker, asked_at, due_on, la_id, trust_id)
    VALUES (${learnerId}, ${at.settingId}, ${by.personId}, ${by.as}, ${by.words}, ${now}, ${dueOn}, ${at.laId}, ${at.trustId})
  `.execute(entering);
  // The gate may enter a request and read none, so what was entered is not given back by the statement itself.
  const { rows } = await sql<{ requestId: number }>`
    SELECT currval('subject_access_request_id_seq') AS "requestId"`.execute(entering);
  const requestId = Number(rows[0]?.requestId);
  await insertStep(entering, { ...at, learnerId, requestId }, { step: 'asked', at: now, by: by.words });
  return requestId;
}

type RequestKey = Answerer & Pick<AccessRequest, 'learnerId' | 'requestId'>;

/** Adds to what was done about a request. */
export async function insertStep(
  entering: Entering,
  key: RequestKey,
  done: { readonly step: string; readonly at: Date; readonly by: string },
): Promise<void> {
  await sql`
    INSERT INTO subject_access_step (learner_id, request_id, setting_id, step, done_at, done_by, la_id, trust_id)
    VALUES (${key.learnerId}, ${key.requestId}, ${key.settingId}, ${done.step}, ${done.at}, ${done.by}, ${key.laId}, ${key.trustId})
  `.execute(entering);
}

/** What was done about a request, in order. */
export async function stepsOf(
  answering: Answering,
  { learnerId, requestId }: Pick<AccessRequest, 'learnerId' | 'requestId'>,
): Promise<readonly { readonly step: string; readonly at: Date; readonly by: string }[]> {
  const { rows } = await sql<{ step: string; at: Date; by: string }>`
    SELECT step, done_at AS at, done_by AS by FROM subject_access_step
     WHERE learner_id = ${learnerId} AND request_id = ${requestId} ORDER BY step_id
  `.execute(answering);
  return rows;
}

/** One request; `undefined` when there is none, or it is out of scope. */
export async function requestAt(asking: Asking, requestId: number): Promise<AccessRequest | undefined> {
  const { rows } = await sql<AccessRequest>`
    SELECT ${columns} FROM subject_access WHERE request_id = ${requestId}
  `.execute(asking);
  return rows[0];
}

/** The open request that a command started for a child; `undefined` when there is none. */
export async function openByCommand(
  steward: Scoped<StewardScope>,
  learnerId: number,
  words: string,
): Promise<AccessRequest | undefined> {
  const { rows } = await sql<AccessRequest>`
    SELECT ${columns} FROM subject_access
     WHERE learner_id = ${learnerId} AND asked_as = 'staff' AND asker = ${words} AND closed_at IS NULL
     ORDER BY request_id DESC LIMIT 1
  `.execute(steward);
  return rows[0];
}

/** The requests of a setting, open ones first, those due soonest first. */
export async function requestsAt(answering: Answering, settingId: number): Promise<readonly AccessRequest[]> {
  const { rows } = await sql<AccessRequest>`
    SELECT ${columns} FROM subject_access WHERE setting_id = ${settingId}
     ORDER BY closed_at IS NOT NULL, due_on, request_id LIMIT 200
  `.execute(answering);
  return rows;
}

/** What a person of a family has asked about a child, the latest first. */
export async function requestsOf(
  own: Scoped<ChildrenScope>,
  { personId, learnerId }: { readonly personId: number; readonly learnerId: number },
): Promise<readonly AccessRequest[]> {
  const { rows } = await sql<AccessRequest>`
    SELECT ${columns} FROM subject_access WHERE learner_id = ${learnerId} AND asked_by = ${personId}
     ORDER BY request_id DESC LIMIT 20
  `.execute(own);
  return rows;
}

/** Stores what was gathered, in place of what was gathered before, and its texts to be decided. */
export async function savePack(
  steward: Scoped<StewardScope>,
  key: RequestKey,
  pack: { readonly content: Buffer; readonly items: readonly ReviewItem[]; readonly now: Date },
): Promise<void> {
  const { learnerId, requestId, settingId, laId, trustId } = key;
  await sql`DELETE FROM subject_access_item WHERE learner_id = ${learnerId} AND request_id = ${requestId}`.execute(
    steward,
  );
  await sql`
    INSERT INTO subject_access_pack (learner_id, request_id, setting_id, gathered_at, content, la_id, trust_id)
    VALUES (${learnerId}, ${requestId}, ${settingId}, ${pack.now}, ${pack.content}, ${laId}, ${trustId})
    ON CONFLICT (learner_id, request_id) DO UPDATE SET gathered_at = excluded.gathered_at, content = excluded.content
  `.execute(steward);
  const of = <Key extends keyof ReviewItem>(name: Key) => pack.items.map((one) => one[name]);
  await sql`
    INSERT INTO subject_access_item (learner_id, request_id, setting_id, item_id, whose, found_in, words, times, la_id, trust_id)
    SELECT ${learnerId}, ${requestId}, ${settingId}, i.*, ${laId}::integer, ${trustId}::integer
      FROM unnest(${of('itemId')}::integer[], ${of('whose')}::text[], ${of('foundIn')}::text[], ${of('words')}::text[],
                  ${of('times')}::integer[]) AS i
  `.execute(steward);
}

/** What was gathered for a request; `undefined` before that, and after it was closed. */
export async function packOf(answering: Answering, request: AccessRequest): Promise<Buffer | undefined> {
  const { rows } = await sql<{ content: Buffer }>`
    SELECT content FROM subject_access_pack WHERE learner_id = ${request.learnerId} AND request_id = ${request.requestId}
  `.execute(answering);
  return rows[0]?.content;
}

/** A text to be decided, and what was decided. */
export interface DecidedItem extends ReviewItem {
  readonly decision: 'keep' | 'black-out' | null;
  readonly reason: string | null;
  readonly decidedBy: string | null;
}

/** The texts of a request that a person decides, in order. */
export async function itemsOf(answering: Answering, request: AccessRequest): Promise<readonly DecidedItem[]> {
  const { rows } = await sql<DecidedItem>`
    SELECT item_id AS "itemId", whose, found_in AS "foundIn", words, times, decision, reason, decided_by AS "decidedBy"
      FROM subject_access_item WHERE learner_id = ${request.learnerId} AND request_id = ${request.requestId}
     ORDER BY item_id
  `.execute(answering);
  return rows;
}

/** One decision. */
export interface ItemDecision {
  readonly itemId: number;
  readonly decision: 'keep' | 'black-out';
  readonly reason: string;
}

/** Stores decisions, by whom and when. */
export async function decideItems(
  answering: Answering,
  request: AccessRequest,
  decided: { readonly decisions: readonly ItemDecision[]; readonly now: Date; readonly by: string },
): Promise<void> {
  const { decisions, now, by } = decided;
  await sql`
    UPDATE subject_access_item AS i SET decision = d.decision, reason = d.reason, decided_at = ${now}, decided_by = ${by}
      FROM unnest(${decisions.map(({ itemId }) => itemId)}::integer[], ${decisions.map(({ decision }) => decision)}::text[],
                  ${decisions.map(({ reason }) => reason)}::text[]) AS d (item_id, decision, reason)
     WHERE i.learner_id = ${request.learnerId} AND i.request_id = ${request.requestId} AND i.item_id = d.item_id
       AND i.setting_id = ${request.settingId}
  `.execute(answering);
}

/** Stores the copy that may be fetched. */
export async function insertCopy(
  answering: Answering,
  request: AccessRequest,
  copy: { readonly zip: Buffer; readonly sha256: string; readonly now: Date; readonly keptUntil: PlainDate },
): Promise<void> {
  await sql`
    INSERT INTO subject_access_copy (learner_id, request_id, setting_id, person_id, content, sha256, released_at, kept_until,
                                     la_id, trust_id)
    VALUES (${request.learnerId}, ${request.requestId}, ${request.settingId}, ${request.askedBy}, ${copy.zip}, ${copy.sha256},
            ${copy.now}, ${copy.keptUntil}, ${request.laId}, ${request.trustId})
  `.execute(answering);
}

/** Closes a request with its outcome. */
export async function closeRequest(
  answering: Answering,
  request: AccessRequest,
  how: { readonly outcome: 'given' | 'refused'; readonly words: string; readonly now: Date },
): Promise<void> {
  await sql`
    UPDATE subject_access SET closed_at = ${how.now}, outcome = ${how.outcome}, outcome_words = ${how.words}
     WHERE learner_id = ${request.learnerId} AND request_id = ${request.requestId} AND setting_id = ${request.settingId}
  `.execute(answering);
}

/** Deletes what was gathered: the copy given is the record of it. */
export async function deletePack(steward: Scoped<StewardScope>, request: AccessRequest): Promise<void> {
  await sql`
    DELETE FROM subject_access_pack WHERE learner_id = ${request.learnerId} AND request_id = ${request.requestId}
  `.execute(steward);
}

/** A copy that can be fetched on a day: under a family’s scope for the person it was made for, under the setting’s to be handed over. */
export async function copyOf(
  asking: Asking,
  wanted: { readonly requestId: number; readonly personId: number | null; readonly day: PlainDate },
): Promise<{ readonly content: Buffer; readonly learnerId: number } | undefined> {
  const { rows } = await sql<{ content: Buffer; learnerId: number }>`
    SELECT content, learner_id AS "learnerId" FROM subject_access_copy
     WHERE request_id = ${wanted.requestId} AND kept_until >= ${wanted.day}
       AND (${wanted.personId}::bigint IS NULL OR person_id = ${wanted.personId})
  `.execute(asking);
  return rows[0];
}

/** The names of children at a setting, with their place there, by learner. */
export async function childrenNamed(
  scoped: Scoped<SettingScope>,
  settingId: number,
  learners: readonly number[],
): Promise<ReadonlyMap<number, { readonly slot: number; readonly name: string }>> {
  const { rows } = await sql<{ learnerId: number; slot: number; name: string }>`
    SELECT learner_id AS "learnerId", slot, given_name || ' ' || surname AS name FROM enrolment
     WHERE setting_id = ${settingId} AND learner_id = ANY (${learners}::bigint[]) ORDER BY entered_on
  `.execute(scoped);
  return new Map(rows.map(({ learnerId, ...known }) => [Number(learnerId), known]));
}
