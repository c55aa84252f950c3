import type { GapFinding, HalfDay } from './dual-model.ts';
import type { ListedGap } from './dual-store.ts';

/** One child's open gaps between two settings with the same finding: a line for whoever looks after both. */
export interface ChildGaps {
  readonly name: string;
  readonly class: string;
  /** Whose register says that the child was expected elsewhere, and where. */
  readonly markedId: number;
  /** 0 when nobody knows where. */
  readonly expectedId: number;
  readonly found: GapFinding;
  /** An enrolment of the child’s in the reader’s reach. */
  readonly place: Pick<ListedGap, 'settingId' | 'slot'>;
  /** The newest first; each with the setting whose register the reader can open, the one that expected the child if so. */
  readonly halves: readonly (HalfDay & { readonly settingId: number })[];
}

/**
 * Tasks gathered by child: both sides of a half day are one line's one entry, because an authority or a trust that sees
 * both has one question to ask, not two. The child whose newest gap is newest comes first.
 */
export function gapsByChild(gaps: readonly ListedGap[]): readonly ChildGaps[] {
  const groups = Map.groupBy(gaps, (gap) => {
    const { marked, expected } = sidesOf(gap);
    return `${gap.learnerId} ${marked} ${expected} ${gap.found}`;
  });
  return [...groups.values()].map(childGaps).toSorted(newestFirst);
}

function sidesOf({ side, settingId, otherSettingId }: ListedGap) {
  return side === 'marked'
    ? { marked: settingId, expected: otherSettingId }
    : { marked: otherSettingId, expected: settingId };
}

function childGaps(gaps: readonly ListedGap[]): ChildGaps {
  const byHalf = Map.groupBy(gaps, ({ day, session }) => `${day} ${session}`);
  const halves = [...byHalf.values()].map((sides) => sides.find(({ side }) => side === 'partner') ?? first(sides));
  const one = gaps.find(({ side }) => side === 'marked') ?? first(gaps);
  const { marked, expected } = sidesOf(one);
  return {
    name: `${one.givenName} ${one.surname}`,
    class: one.class,
    markedId: marked,
    expectedId: expected,
    found: one.found,
    place: { settingId: one.settingId, slot: one.slot },
    halves: halves
      .map(({ day, session, settingId }) => ({ day, session, settingId }))
      .toSorted((left, right) => right.day.localeCompare(left.day) || right.session - left.session),
  };
}

function first(gaps: readonly ListedGap[]): ListedGap {
  const [gap] = gaps;
  if (!gap) throw new Error('A group has a member');
  return gap;
}

function newestFirst(left: ChildGaps, right: ChildGaps): number {
  const [a, b] = [left.halves[0], right.halves[0]];
  return (
    (b?.day ?? '').localeCompare(a?.day ?? '') ||
    (b?.session ?? 0) - (a?.session ?? 0) ||
    left.name.localeCompare(right.name)
  );
}
