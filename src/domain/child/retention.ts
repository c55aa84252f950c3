import { createHash } from 'node:crypto';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays, formatAcademicYear } from '#foundation/kernel/academic-year.ts';
import type { Clock } from '#foundation/kernel/effects.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import { inScope } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import { steward } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { closeOfLeavers } from './account-store.ts';
import type { RetentionName } from './retention-schedules.ts';
import { lastDayDue, lastYearDue, scheduleOf } from './retention-schedules.ts';
import type { Deleted, Hold, LeaverPlace, Proof } from './retention-store.ts';
import {
  deleteContacts,
  deleteCopies,
  deleteLeavers,
  deleteProtection,
  deleteRequests,
  deleteSignIns,
  deleteYear,
  holdsOn,
  insertProofs,
  keptYears,
  learnersAt,
  leavers,
  placesOfHeld,
} from './retention-store.ts';

type Keeping = Scoped<StewardScope>;

/** A piece of deletion that is due: done in one transaction, or kept whole by a hold. */
export interface DuePiece {
  readonly rule: RetentionName;
  /** 0 where it is of no one setting. */
  readonly settingId: number;
  readonly span: string;
  /** Why it is not deleted; absent when it may be. */
  readonly heldBecause?: string | undefined;
}

/** What one piece came to: rows and digests by table. Empty for what is held. */
export interface DonePiece extends DuePiece {
  readonly proofs: readonly Proof[];
}

export interface RetentionWanted {
  readonly asAt: PlainDate;
  /** `rehearse` does everything, finds out what it would have come to, and undoes it. */
  readonly mode: 'delete' | 'rehearse';
  readonly interrupted?: AbortSignal | undefined;
}

interface Work extends DuePiece {
  readonly run: (scoped: Keeping, held: Held, now: Date) => Promise<readonly Deleted[]>;
}

/** What is held on a day, worked out anew in each transaction: a hold entered meanwhile wins. */
interface Held {
  readonly settings: ReadonlySet<number>;
  readonly learners: readonly number[];
  yearHeldBecause(settingId: number, year: AcademicYear): string | undefined;
}

/**
 * Deletes what its time has come for, in small transactions, and keeps a proof of each: which table, how many rows, a
 * digest of their keys, under which rule. Registers go by a setting’s whole academic year with all of its totals, so what
 * stays goes on adding up. A hold wins over every schedule.
 */
export async function runRetention(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { asAt, mode, interrupted }: RetentionWanted,
): Promise<readonly DonePiece[]> {
  const done: DonePiece[] = [];
  for (const stage of [yearWork, leaverWork, otherWork]) {
    const works = await inScope(database, steward('keep'), (scoped) => stage(scoped, asAt));
    for (const work of works) {
      if (interrupted?.aborted) return done;
      done.push(await perform(database, work, { asAt, mode, now: clock.now() }));
    }
  }
  return done.filter(({ heldBecause, proofs }) => heldBecause !== undefined || proofs.length > 0);
}

/** Undoes a rehearsal, with what it found out. */
class Rehearsed extends Error {
  readonly proofs: readonly Proof[];

  constructor(proofs: readonly Proof[]) {
    super('A rehearsal is undone');
    this.proofs = proofs;
  }
}

async function perform(
  database: Database,
  { run, ...piece }: Work,
  moment: { readonly asAt: PlainDate; readonly mode: RetentionWanted['mode']; readonly now: Date },
): Promise<DonePiece> {
  try {
    return await inScope(database, steward('keep'), async (scoped) => {
      const held = await heldOn(scoped, moment.asAt);
      const heldBecause =
        piece.heldBecause ?? (held.settings.has(piece.settingId) ? 'A hold on the setting' : undefined);
      if (heldBecause !== undefined) return { ...piece, heldBecause, proofs: [] };
      const deleted = await run(scoped, held, moment.now);
      const proofs = deleted.filter(({ keys }) => keys.length > 0).map((one) => proofOf(one, piece, moment));
      if (moment.mode === 'rehearse') throw new Rehearsed(proofs);
      await insertProofs(scoped, piece.settingId, proofs);
      return { ...piece, proofs };
    });
  } catch (reason) {
    if (reason instanceof Rehearsed) return { ...piece, proofs: reason.proofs };
    throw reason;
  }
}

function proofOf(
  { table, keys }: Deleted,
  { rule, span }: DuePiece,
  moment: { readonly asAt: PlainDate; readonly now: Date },
): Proof {
  const schedule = scheduleOf(rule);
  const said = `${rule}: ${schedule.years} years after ${schedule.after} (${schedule.verified ? 'source checked' : 'source not checked'})`;
  return {
    table,
    rows: keys.length,
    keysSha256: keysDigest(keys),
    rule: said,
    span,
    asAt: moment.asAt,
    deletedAt: moment.now,
    deletedBy: 'headwater retention run',
  };
}

/** SHA-256 of keys, one a line, in order: what a proof of deletion holds. */
export function keysDigest(keys: readonly string[]): string {
  return createHash('sha256').update(keys.toSorted().join('\n')).digest('hex');
}

/** Whole academic years of registers. */
async function yearWork(scoped: Keeping, asAt: PlainDate): Promise<readonly Work[]> {
  const held = await heldOn(scoped, asAt);
  return (await keptYears(scoped, lastYearDue(asAt))).map(({ settingId, year }) => ({
    rule: 'registers',
    settingId,
    span: formatAcademicYear(year),
    heldBecause: held.yearHeldBecause(settingId, year),
    run: async (inside, now) =>
      now.yearHeldBecause(settingId, year) === undefined ? deleteYear(inside, { settingId, year }) : [],
  }));
}

/** Enrolments of those who left, once their registers are gone, setting by setting. */
async function leaverWork(scoped: Keeping, asAt: PlainDate): Promise<readonly Work[]> {
  const wanted = { leftBy: lastDayDue('roll', asAt), lastYear: lastYearDue(asAt) };
  const bySetting = Map.groupBy(await leavers(scoped, wanted), ({ settingId }) => settingId);
  return [...bySetting].map(([settingId, places]) => ({
    rule: 'roll',
    settingId,
    span: `left by ${academicYearDays(wanted.lastYear).end}`,
    run: (inside, held) => deleteLeavers(inside, free(places, held)),
  }));
}

function free(places: readonly LeaverPlace[], { learners }: Held): readonly LeaverPlace[] {
  return places.filter(({ learnerId }) => !learners.includes(learnerId));
}

type OtherName = Exclude<RetentionName, 'registers' | 'roll'>;
type Delete = (
  scoped: Keeping,
  wanted: { readonly by: PlainDate; readonly held: readonly number[]; readonly now: Date },
) => Promise<readonly Deleted[]>;
const others: Readonly<Record<OtherName, Delete>> = {
  contacts: deleteContacts,
  copies: deleteCopies,
  requests: deleteRequests,
  protection: deleteProtection,
  'sign-ins': deleteSignIns,
  accounts: async (scoped, wanted) => [{ table: 'person (closed)', keys: await closeOfLeavers(scoped, wanted) }],
};

/** What hangs on children and not on a setting’s year. */
function otherWork(_scoped: Keeping, asAt: PlainDate): Promise<readonly Work[]> {
  const works = (Object.keys(others) as OtherName[]).map((rule): Work => {
    const by = lastDayDue(rule, asAt);
    const run: Work['run'] = (inside, held, now) => others[rule](inside, { by, held: held.learners, now });
    return { rule, settingId: 0, span: `by ${by}`, run };
  });
  return Promise.resolve(works);
}

/**
 * What is held: of a held setting everything, its children’s rows elsewhere too; of a held child everything, and the whole
 * years of registers in which they have a mark, because a register is one row for everybody.
 */
async function heldOn(scoped: Keeping, day: PlainDate): Promise<Held> {
  const holds = await holdsOn(scoped, day);
  const settings = new Set(holds.filter(({ learnerId }) => learnerId === null).map(({ settingId }) => settingId));
  const children = holds.flatMap(({ learnerId }) => (learnerId === null ? [] : [learnerId]));
  const places = await placesOfHeld(scoped, children);
  return {
    settings,
    learners: [...new Set([...children, ...(await learnersAt(scoped, [...settings]))])],
    yearHeldBecause: (settingId, year) => {
      if (settings.has(settingId)) return reasonOf(holds, settingId);
      const { start, end } = academicYearDays(year);
      const within = places.some(
        (one) => one.settingId === settingId && one.enteredOn <= end && (one.leftOn === null || one.leftOn >= start),
      );
      return within ? 'A hold on a child who is in these registers' : undefined;
    },
  };
}

function reasonOf(holds: readonly Hold[], settingId: number): string {
  const hold = holds.find((one) => one.settingId === settingId && one.learnerId === null);
  return `A hold on the setting: ${hold?.reason ?? ''}`;
}

/** The setting’s years of registers that are due on a day, held or not. It names no child. */
export async function dueAt(database: Database, settingId: number, asAt: PlainDate): Promise<readonly DuePiece[]> {
  const works = await inScope(database, steward('keep'), (scoped) => yearWork(scoped, asAt));
  return works.filter((one) => one.settingId === settingId).map(({ run: _run, ...piece }) => piece);
}
