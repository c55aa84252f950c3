import { groupCount } from '#domain/roll/groups.ts';
import { groupsPerSpell } from '#domain/roll/packed-roll.ts';
import type { MarkScan } from './mark-scan.ts';
import { wholeBlocks } from './mark-scan.ts';
import { tallyLayout } from './tally.ts';

/** Numbers of a tally, up to a whole number of sixteen bytes. */
export const tallyBytes = Math.ceil((tallyLayout.size * 4) / 16) * 16;
/** Everyone, and one of each of seven kinds. */
export const groupsOfPlace = 1 + groupsPerSpell;
const mostWeeks = 55;

/** Where everything lies in a scan's memory while one setting's year is rebuilt. */
export interface YearMemory {
  /** Places, up to whole blocks. */
  readonly length: number;
  readonly at: {
    readonly marks: number;
    readonly expected: number;
    readonly rostered: number;
    readonly groups: number;
    readonly inGroups: number;
    readonly list: number;
    readonly tally: number;
    readonly used: number;
    readonly weeks: number;
    readonly counters: number;
    readonly packed: number;
  };
  readonly bytes: Uint8Array;
  readonly tally: Uint32Array;
  /** How often each byte was met in the year. */
  readonly used: Uint32Array;
  /** How many of each group are expected on the day. */
  readonly inGroups: Uint32Array;
  readonly mostPacked: number;
}

/** Lays the memory out for a roll of so many places, wiped. */
export function yearMemory(scan: MarkScan, places: number): YearMemory {
  const length = wholeBlocks(places);
  const mostPacked = 4 * tallyBytes;
  const sizes = {
    marks: length,
    expected: length,
    rostered: length,
    groups: groupsOfPlace * length,
    inGroups: 4 * groupCount,
    list: 256,
    tally: tallyBytes,
    used: 1024,
    weeks: mostWeeks * tallyBytes,
    counters: 4 * length,
    packed: mostPacked,
  };
  let next = 0;
  const at = { ...sizes };
  for (const name of Object.keys(sizes) as (keyof typeof sizes)[]) {
    at[name] = next;
    next = Math.ceil((next + sizes[name]) / 64) * 64;
  }
  // What is written at the end of a buffer may be read a little beyond it.
  const buffer = scan.memory(next + 1024);
  const bytes = new Uint8Array(buffer);
  bytes.fill(0, 0, next);
  const numbers = (from: number, count: number) => new Uint32Array(buffer, from, count);
  return {
    length,
    at,
    bytes,
    tally: numbers(at.tally, tallyLayout.size),
    used: numbers(at.used, 256),
    inGroups: numbers(at.inGroups, groupCount),
    mostPacked,
  };
}

/** The tally of a week, from 0. */
export function weekTally(memory: YearMemory, week: number): Uint32Array {
  if (week < 0 || week >= mostWeeks) throw new RangeError(`A year has no week ${week}`);
  return new Uint32Array(memory.bytes.buffer, memory.at.weeks + week * tallyBytes, tallyLayout.size);
}
