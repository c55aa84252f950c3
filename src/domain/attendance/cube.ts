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
  /** When today's registers were taken, over local authorities. */
  takenInAuthorities(laIds: ReadonlySet<number>): TakenTimes | undefined;
  /** The same over single settings. */
  takenInSettings(settingIds: readonly number[]): TakenTimes | undefined;
}

/** An empty cube. */
export function createCube(): Cube {
  const held = new Map<number, Held>();
  const sums = createSums();
  const taken = createTakenByAuthority(held);
  const scratch = emptyVector();
  let revision = 0;
  const withdraw = (known: Held): void => sums.add(known.setting, unpackTally(known.packed, scratch), -1);
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
    contribution(settingId) {
      const known = held.get(settingId);
      return known ? unpackTally(known.packed, emptyVector()) : emptyVector();
    },
    put(setting, vector, times) {
      const known = held.get(setting.settingId);
      const packed = packTally(vector);
      if (known?.setting === setting && sameTimes(known.taken, times) && packed.equals(known.packed)) return;
      if (known) withdraw(known);
      sums.add(setting, vector, 1);
      const now = { setting, packed, taken: times };
      held.set(setting.settingId, now);
      taken.replace(known, now);
      revision += 1;
    },
    remove(settingId) {
      const known = held.get(settingId);
      if (!known) return;
      withdraw(known);
      held.delete(settingId);
      taken.replace(known, undefined);
      revision += 1;
    },
    sumOfAuthorities: sums.of,
    sumOfSettings: (settingIds) => sumByKind(unpackedOnes(settingIds)),
    takenInAuthorities: (laIds) => taken.among(laIds),
    takenInSettings: (settingIds) => spanOf(settingIds.map((settingId) => held.get(settingId)?.taken)),
  };
}

/** First and last times by authority, so that a nation's need no look at each of its settings. */
function createTakenByAuthority(held: ReadonlyMap<number, Held>) {
  const spans = new Map<number, TakenTimes | undefined>();
  /** Authorities of which one end may have been taken away: looked at again when they are next asked for. */
  const stale = new Set<number>();
  const renew = (): void => {
    for (const laId of stale) spans.delete(laId);
    for (const { setting, taken } of held.values()) {
      if (stale.has(setting.laId)) spans.set(setting.laId, spanOf([spans.get(setting.laId), taken]));
    }
    stale.clear();
  };
  return {
    replace(before: Held | undefined, after: Held | undefined): void {
      const stays = before?.setting.laId === after?.setting.laId;
      if (before?.taken && !(stays && holds(after?.taken, before.taken))) stale.add(before.setting.laId);
      if (!after) return;
      const { laId } = after.setting;
      spans.set(laId, spanOf([spans.get(laId), after.taken]));
    },
    among(laIds: ReadonlySet<number>): TakenTimes | undefined {
      if (stale.size > 0) renew();
      return spanOf([...laIds].map((laId) => spans.get(laId)));
    },
  };
}

function holds(span: TakenTimes | undefined, other: TakenTimes): boolean {
  return span !== undefined && span.first <= other.first && span.last >= other.last;
}

function spanOf(times: readonly (TakenTimes | undefined)[]): TakenTimes | undefined {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const one of times) {
    if (!one) continue;
    first = Math.min(first, one.first);
    last = Math.max(last, one.last);
  }
  return last === Number.NEGATIVE_INFINITY ? undefined : { first, last };
}

/** From how many authorities on a sum is kept up to date with every change, and how many such sums are kept. */
const keptSums = { fromAuthorities: 6, most: 60 } as const;

/**
 * Sums by authority and kind; and of each nation and region that was asked for, which is asked for again several times a
 * second while a morning comes in, a sum of its own that every change is added to.
 */
function createSums() {
  const cells = new Map<string, CubeCell>();
  const wide = new Map<ReadonlySet<number>, Map<string, KindSum>>();
  const of = (laIds: ReadonlySet<number>): readonly KindSum[] => {
    const known = wide.get(laIds);
    // A copy: what is read at one instant must not change while it is being put into words.
    if (known) return [...known.values()].map((sum) => ({ ...sum, vector: sum.vector.slice() }));
    const found = sumByKind([...cells.values()].filter(({ laId }) => laIds.has(laId)));
    if (laIds.size < keptSums.fromAuthorities) return found;
    if (wide.size >= keptSums.most) wide.clear();
    wide.set(laIds, new Map(found.map((sum) => [kindKey(sum), sum])));
    return of(laIds);
  };
  return {
    of,
    add(setting: CubeSetting, vector: PictureVector, times: 1 | -1): void {
      const key = kindKey(setting);
      addTo(cells, `${setting.laId} ${key}`, { setting, vector, times });
      for (const [laIds, sums] of wide) if (laIds.has(setting.laId)) addTo(sums, key, { setting, vector, times });
    },
  };
}

interface Addition {
  readonly setting: CubeSetting;
  readonly vector: PictureVector;
  readonly times: 1 | -1;
}

function addTo<Sum extends KindSum>(
  sums: Map<string, Sum | CubeCell>,
  key: string,
  { setting, vector, times }: Addition,
): void {
  const { laId, kind, unit } = setting;
  const sum = sums.get(key) ?? { laId, kind, unit, vector: emptyVector() };
  addVector(sum.vector, vector, times);
  sums.set(key, sum);
}

function kindKey({ kind, unit }: Pick<KindSum, 'kind' | 'unit'>): string {
  return `${kind} ${unit}`;
}

function sameTimes(left: TakenTimes | undefined, right: TakenTimes | undefined): boolean {
  return left?.first === right?.first && left?.last === right?.last;
}

/** Reads its parts one at a time: they may all be the same vector, filled anew. */
function sumByKind(parts: Iterable<KindSum>): readonly KindSum[] {
  const sums = new Map<string, KindSum>();
  for (const { kind, unit, vector } of parts) {
    const key = kindKey({ kind, unit });
    const sum = sums.get(key) ?? { kind, unit, vector: emptyVector() };
    addVector(sum.vector, vector);
    sums.set(key, sum);
  }
  return [...sums.values()];
}
