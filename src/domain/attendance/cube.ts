import { packTally, unpackTally } from '#domain/register/tally.ts';
import type { Keeper } from '#domain/roll/model.ts';
import type { PictureVector } from './picture-vector.ts';
import { addVector, emptyVector } from './picture-vector.ts';

/** What the cube must know of a setting: where it stands and what it is. */
export type CubeSetting = Pick<Keeper, 'settingId' | 'laId' | 'trustId' | 'kind' | 'unit' | 'nationId'>;

/** When today's registers of some settings were taken: the first and the last, in milliseconds; absent when none is in. */
export interface TakenTimes {
  readonly first: number;
  readonly last: number;
}

/** The sum of some settings that are alike: the same kind of place, and the same unit of a register. */
export interface KindSum {
  readonly kind: Keeper['kind'];
  readonly unit: Keeper['unit'];
  readonly vector: PictureVector;
}

/** What is held of a setting: its contribution, in few bytes, and when its registers of today were taken. */
interface Held {
  setting: CubeSetting;
  packed: Uint8Array;
  taken: TakenTimes | undefined;
}

interface CubeCell extends KindSum {
  readonly laId: number;
}

/** Sums of settings by local authority and kind, kept exact by taking away what was held and adding what is. */
export interface Cube {
  /** How many changes it has taken in; grows with every `put` that makes a difference. */
  revision(): number;
  has(settingId: number): boolean;
  setting(settingId: number): CubeSetting | undefined;
  settingIds(): readonly number[];
  /** What a setting contributes now: a copy. A setting that was never put contributes nothing. */
  contribution(settingId: number): PictureVector;
  /**
   * Replaces what a setting contributes; the same twice changes nothing, and the order among settings makes no
   * difference. Also takes in a setting that has moved to another authority or trust.
   */
  put(setting: CubeSetting, vector: PictureVector, taken: TakenTimes | undefined): void;
  /** Takes a setting out. */
  remove(settingId: number): void;
  /** The sum of each kind of place over local authorities, in the order in which kinds were first met. */
  sumOfAuthorities(laIds: ReadonlySet<number>): readonly KindSum[];
  /** The same over single settings, those of a trust say. */
  sumOfSettings(settingIds: readonly number[]): readonly KindSum[];
  /** When today's registers were taken, among settings for which `within` holds. */
  takenAmong(within: (setting: CubeSetting) => boolean): TakenTimes | undefined;
}

/** An empty cube. */
export function createCube(): Cube {
  const held = new Map<number, Held>();
  const { cells, cellOf } = createCells();
  const scratch = emptyVector();
  let revision = 0;
  const withdraw = (known: Held): void => {
    addVector(cellOf(known.setting).vector, unpackTally(known.packed, scratch), -1);
  };
  function* unpackedOnes(settingIds: readonly number[]): Generator<KindSum> {
    for (const settingId of settingIds) {
      const known = held.get(settingId);
      if (!known) continue;
      const { kind, unit } = known.setting;
      yield { kind, unit, vector: unpackTally(known.packed, scratch) };
    }
  }
  return {
    revision: () => revision,
    has: (settingId) => held.has(settingId),
    setting: (settingId) => held.get(settingId)?.setting,
    settingIds: () => [...held.keys()],
    contribution(settingId) {
      const known = held.get(settingId);
      return known ? unpackTally(known.packed, emptyVector()) : emptyVector();
    },
    put(setting, vector, taken) {
      const known = held.get(setting.settingId);
      const packed = packTally(vector);
      if (known?.setting === setting && sameTimes(known.taken, taken) && packed.equals(known.packed)) return;
      if (known) withdraw(known);
      addVector(cellOf(setting).vector, vector);
      held.set(setting.settingId, { setting, packed, taken });
      revision += 1;
    },
    remove(settingId) {
      const known = held.get(settingId);
      if (!known) return;
      withdraw(known);
      held.delete(settingId);
      revision += 1;
    },
    sumOfAuthorities: (laIds) => sumByKind([...cells.values()].filter(({ laId }) => laIds.has(laId))),
    sumOfSettings: (settingIds) => sumByKind(unpackedOnes(settingIds)),
    takenAmong: (within) => takenAmong(held.values(), within),
  };
}

function createCells() {
  const cells = new Map<string, CubeCell>();
  const cellOf = ({ laId, kind, unit }: CubeSetting): CubeCell => {
    const key = `${laId} ${kind} ${unit}`;
    const cell = cells.get(key) ?? { laId, kind, unit, vector: emptyVector() };
    cells.set(key, cell);
    return cell;
  };
  return { cells, cellOf };
}

function sameTimes(left: TakenTimes | undefined, right: TakenTimes | undefined): boolean {
  return left?.first === right?.first && left?.last === right?.last;
}

/** Reads its parts one at a time: they may all be the same vector, filled anew. */
function sumByKind(parts: Iterable<KindSum>): readonly KindSum[] {
  const sums = new Map<string, KindSum>();
  for (const { kind, unit, vector } of parts) {
    const key = `${kind} ${unit}`;
    const sum = sums.get(key) ?? { kind, unit, vector: emptyVector() };
    addVector(sum.vector, vector);
    sums.set(key, sum);
  }
  return [...sums.values()];
}

function takenAmong(all: Iterable<Held>, within: (setting: CubeSetting) => boolean): TakenTimes | undefined {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { setting, taken } of all) {
    if (!taken || !within(setting)) continue;
    first = Math.min(first, taken.first);
    last = Math.max(last, taken.last);
  }
  return last === Number.NEGATIVE_INFINITY ? undefined : { first, last };
}
