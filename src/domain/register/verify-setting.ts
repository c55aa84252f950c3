import { bookById } from '#foundation/nations/code-books.ts';
import type { MarkScan } from './mark-scan.ts';
import { unpackTally } from './tally.ts';
import { FoundDifferences } from './verify-findings.ts';
import { brokenPasts } from './verify-history.ts';
import type { Verified } from './verify-model.ts';
import { comparePeriods } from './verify-periods.ts';
import { overlaps } from './verify-roll.ts';
import type { SettingPasts, SettingRows } from './verify-rows.ts';
import { bytesOfRow, dayAndSession, placeAgrees } from './verify-rows.ts';
import type { RowPlace, StoredBatch, StoredLearners, StoredPeriod, StoredRoll } from './verify-store.ts';
import { tallyCountWords } from './verify-words.ts';
import { YearRebuild } from './verify-year.ts';

/** Everything that is stored of one setting's year. */
export interface StoredSetting {
  readonly settingId: number;
  readonly year: StoredBatch['year'];
  readonly keeper: Required<RowPlace> | undefined;
  readonly roll: StoredRoll | undefined;
  readonly learners: StoredLearners | undefined;
  readonly periods: readonly StoredPeriod[];
  /** By day and session. */
  readonly events: ReadonlyMap<number, { readonly minutes: number; readonly roster: Uint8Array }>;
  readonly pasts: SettingPasts;
  readonly registers: SettingRows;
  readonly totals: SettingRows;
}

/** Rebuilds one setting's year and compares it with what is stored, to the last mark. Pure but for the scan's memory. */
export function verifySetting(scan: MarkScan, setting: StoredSetting): Verified {
  const found = new FoundDifferences(setting.settingId, setting.year);
  const { keeper, roll, registers } = setting;
  const seen = { marks: 0, amendments: 0 };
  if (!keeper) found.add({ kind: 'keeper-missing' });
  if (roll) {
    for (const place of overlaps(roll.spells)) found.add({ kind: 'roll-overlap', slot: roll.base + place });
    comparePlaces(setting, found);
    const rebuild = new YearRebuild(scan, roll, setting.year);
    compareRegisters({ setting, roll, rebuild, found, seen });
    comparePeriods({ setting, roll, rebuild, found });
  } else if (registers.count + setting.periods.length + (setting.learners ? 1 : 0) > 0) {
    found.add({ kind: 'roll-missing', stored: registers.count });
  }
  return { years: 1, registers: registers.count, ...seen, found: found.count, differences: found.kept };
}

/** Rows that few read by setting and many by area or trust: each must say where its setting stands. */
function comparePlaces(
  { keeper, roll, learners, periods, registers, totals }: StoredSetting,
  found: FoundDifferences,
): void {
  if (!keeper) return;
  const { laId, trustId, nationId } = keeper;
  const rows = [roll, learners, ...periods].filter((row) => row !== undefined);
  for (const row of rows) {
    const agrees = row.laId === laId && row.trustId === trustId && (row.nationId ?? nationId) === nationId;
    if (!agrees) found.add({ kind: 'place', stored: row.laId, rebuilt: laId });
  }
  for (const [rows, count] of [
    [registers, 'register'],
    [totals, 'total of a register'],
  ] as const) {
    for (let row = 0; row < rows.count; row += 1) {
      if (!placeAgrees(rows, row, keeper)) found.addAt(rows.keys[row] as number, { kind: 'place', count });
    }
  }
}

interface Comparing {
  readonly setting: StoredSetting;
  readonly roll: StoredRoll;
  readonly rebuild: YearRebuild;
  readonly found: FoundDifferences;
  readonly seen: { marks: number; amendments: number };
}

/** Goes through registers and totals side by side, both in order of day and session. */
function compareRegisters(comparing: Comparing): void {
  const { setting, found } = comparing;
  const { registers, totals } = setting;
  let next = 0;
  const keyOfTotal = (): number => (next < totals.count ? (totals.keys[next] as number) : Number.POSITIVE_INFINITY);
  for (let row = 0; row < registers.count; row += 1) {
    const key = registers.keys[row] as number;
    for (; keyOfTotal() < key; next += 1) found.addAt(keyOfTotal(), { kind: 'register-total-extra' });
    const hasTotal = keyOfTotal() === key;
    compareRegister(comparing, row, hasTotal ? bytesOfRow(totals, next) : undefined);
    if (hasTotal) next += 1;
  }
  for (; next < totals.count; next += 1) found.addAt(keyOfTotal(), { kind: 'register-total-extra' });
  reportUnused(comparing);
}

function compareRegister(comparing: Comparing, row: number, total: Uint8Array | undefined): void {
  const { setting, rebuild, found, seen } = comparing;
  const { registers } = setting;
  const key = registers.keys[row] as number;
  const { day, session } = dayAndSession(key);
  const event = setting.events.get(key);
  const marks = bytesOfRow(registers, row);
  seen.marks += marks.length;
  comparePast(comparing, row, marks);
  if (session >= 3 && !event) found.addAt(key, { kind: 'event-missing' });
  const tally = rebuild.add({ marks, day, book: bookById(registers.books[row] as number), event });
  if (total === undefined) found.addAt(key, { kind: 'register-total-missing' });
  else if (!rebuild.isLast(total)) compareTallies(comparing, { key, tally, total });
}

interface DifferentTally {
  readonly key: number;
  readonly tally: Uint32Array;
  readonly total: Uint8Array;
}

/** Not the same bytes: the counts themselves decide, because one tally can be packed in more than one way. */
function compareTallies({ found, rebuild }: Comparing, { key, tally, total }: DifferentTally): void {
  const stored = unpackTally(total);
  for (const [index, rebuilt] of tally.entries()) {
    const there = stored[index] as number;
    const kind = 'register-total';
    if (there !== rebuilt)
      found.addAt(key, {
        kind,
        count: tallyCountWords(index, (place) => rebuild.codeAt(place)),
        stored: there,
        rebuilt,
      });
  }
}

function comparePast({ setting, roll, found, seen }: Comparing, row: number, marks: Uint8Array): void {
  const { registers } = setting;
  const key = registers.keys[row] as number;
  const amendments = setting.pasts.amendments.get(key) ?? [];
  const entries = setting.pasts.entries.get(key) ?? [];
  const version = registers.versions[row] as number;
  seen.amendments += amendments.length;
  if (version === 1 && amendments.length === 0 && entries.length === 0) return;
  for (const broken of brokenPasts({ version, marks, base: roll.base, amendments, entries })) {
    if (broken.kind === 'version') found.addAt(key, { ...broken, count: 'version of the register' });
    else {
      const { kind, slot, stored, rebuilt } = broken;
      found.addAt(key, { kind, slot, count: `mark after version ${broken.version}`, stored, rebuilt });
    }
  }
}

function reportUnused({ setting, rebuild, found }: Comparing): void {
  const changed = new Set([...setting.pasts.amendments.keys(), ...setting.pasts.entries.keys()]);
  const taken = new Set(changed.size > 0 ? setting.registers.keys : []);
  for (const key of [...changed].filter((one) => !taken.has(one)))
    found.addAt(key, { kind: 'history-without-register' });
  const unknown = rebuild.unknownCodes();
  if (unknown > 0) found.add({ kind: 'code-unknown', stored: unknown, rebuilt: 0 });
}
