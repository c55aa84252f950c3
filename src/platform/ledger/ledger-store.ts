import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { canonicalRow, chainedHash, firstOpening, hashedColumns } from './chain.ts';
import type { LedgerNote } from './model.ts';

/** A day's chain as it stands. */
export interface LedgerDay {
  readonly day: PlainDate;
  /** The how manieth day with entries. */
  readonly number: number;
  /** The head of the day before. */
  readonly opening: Buffer;
  readonly count: number;
  readonly head: Buffer;
}

/** Any number, as long as it is the same in every process: who appends holds this lock until the commit. */
const appendLock = 4_015_001;

/**
 * Appends notes to the chain, in their order, and answers the day as it then stands. One writer at a time across all
 * processes: the lock is taken in a statement of its own, so that the next one sees what the writer before committed.
 *
 * @param today the day it is; a day that is over is never appended to, however late a note comes.
 * @param again notes that may be in the chain already, by `mark`: those are left out.
 */
export async function appendNotes(
  gate: Gated,
  notes: readonly LedgerNote[],
  today: PlainDate,
  again: 'new' | 'recovered' = 'new',
): Promise<void> {
  const last = await lockedLastDay(gate);
  const fresh = again === 'new' ? notes : await unwritten(gate, notes);
  if (fresh.length === 0) return;
  const started = last && last.day >= today ? last : nextDay(last, today);
  const { rows, head } = chain(started, fresh);
  const { day, number, opening } = started;
  const values = [JSON.stringify(rows), day, started.count + rows.length, head];
  if (started === last) await gate.client.query({ text: `${goneOn} ${insertion}`, values });
  else await gate.client.query({ text: `${begun} ${insertion}`, values: [...values, number, opening] });
}

/** Those that are not in the chain. Their marks are looked for from the day on which the first of them was made. */
async function unwritten(gate: Gated, notes: readonly LedgerNote[]): Promise<readonly LedgerNote[]> {
  const { rows } = await gate.client.query<{ mark: string }>({
    text: 'SELECT mark FROM ledger_entry WHERE day >= (SELECT min(at) FROM unnest($1::timestamptz[]) AS at)::date - 1 AND mark = ANY ($2::uuid[])',
    values: [notes.map(({ at }) => at), notes.map(({ mark }) => mark)],
  });
  const written = new Set(rows.map(({ mark }) => mark));
  return notes.filter(({ mark }) => !written.has(mark));
}

/** Takes the lock, and then reads: two statements, each with its own sight of what was committed, in one message. */
async function lockedLastDay(gate: Gated): Promise<LedgerDay | undefined> {
  const answers = (await gate.client.query(
    `SELECT pg_advisory_xact_lock(${appendLock});
     SELECT day, number, opening, count, head FROM ledger_day ORDER BY day DESC LIMIT 1`,
  )) as unknown as readonly { readonly rows: readonly LedgerDay[] }[];
  return answers[1]?.rows[0];
}

function nextDay(last: LedgerDay | undefined, day: PlainDate): LedgerDay {
  const opening = last?.head ?? firstOpening;
  return { day, number: (last?.number ?? 0) + 1, opening, count: 0, head: opening };
}

interface Chained {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly head: Buffer;
}

function chain(from: LedgerDay, notes: readonly LedgerNote[]): Chained {
  let head = from.head;
  const rows = notes.map((note, index) => {
    const placed = { day: from.day, seq: from.count + index + 1, note };
    head = chainedHash(head, canonicalRow(placed));
    return rowOf(placed.day, placed.seq, note, head);
  });
  return { rows, head };
}

function rowOf(day: PlainDate, seq: number, note: LedgerNote, hash: Buffer): Readonly<Record<string, unknown>> {
  return {
    day,
    seq,
    at: note.at,
    mark: note.mark,
    person_id: note.personId,
    organisation_id: note.organisationId,
    membership_id: note.membershipId,
    actor: note.actor,
    scope_kind: note.scopeKind,
    purpose: note.purpose,
    agreement_id: note.agreementId,
    break_glass_id: note.breakGlassId,
    action: note.action,
    route: note.route,
    status: note.status,
    reads: note.reads,
    changes: note.changes,
    subjects: note.subjects,
    learners: note.learners,
    settings: note.settings,
    la_id: note.laId,
    trust_id: note.trustId,
    hash: `\\x${hash.toString('hex')}`,
  };
}

const goneOn = 'WITH d AS (UPDATE ledger_day SET count = $3, head = $4 WHERE day = $2)';
const begun = 'WITH d AS (INSERT INTO ledger_day (day, count, head, number, opening) VALUES ($2, $3, $4, $5, $6))';
/** As JSON, because arrays of different lengths cannot be unnested. */
const insertion = `INSERT INTO ledger_entry (${hashedColumns}, hash)
  SELECT ${hashedColumns}, hash
    FROM json_to_recordset($1) AS t(day date, seq integer, at timestamptz, mark uuid, person_id bigint,
         organisation_id integer, membership_id bigint, actor text, scope_kind text, purpose text, agreement_id bigint,
         break_glass_id bigint, action text, route text, status smallint, reads text[], changes text[], subjects text,
         learners bigint[], settings integer[], la_id integer, trust_id integer, hash bytea)`;
