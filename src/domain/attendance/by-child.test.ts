import { describe, expect, it } from 'vitest';
import { bandsOfOne, childCorrections, inPieces } from './by-child.ts';
import type { EnrolmentPlace } from './by-child-store.ts';

const at = (settingId: number, absence: number, possible: number) => ({
  enrolment: { learnerId: 1, settingId, slot: 1 } satisfies EnrolmentPlace,
  absence: { absence, possible },
});

function corrections(parts: readonly ReturnType<typeof at>[]) {
  const bySetting = new Map(parts.map(({ enrolment, absence }) => [enrolment.settingId, absence]));
  return childCorrections(
    parts.map(({ enrolment }) => enrolment),
    ({ settingId }) => bySetting.get(settingId) ?? { absence: 0, possible: 0 },
    (settingId) => [`setting ${settingId}`, settingId < 3 ? 'area 1' : 'area 2', 'area 9'],
  );
}

describe('children on several rolls', () => {
  it('count once in each place, with the sessions of all their settings', () => {
    // 0 of 50 at the main school, 30 of 50 at the unit: each enrolment is in another band, the child is at 30 %.
    const found = corrections([at(1, 0, 50), at(2, 30, 50)]);
    expect(found.get('area 1')).toEqual({ people: -1, persistent: 0, severe: -1 });
    expect(found.get('setting 1')).toEqual({ people: 0, persistent: 1, severe: 0 });
    expect(found.get('setting 2')).toEqual({ people: 0, persistent: 0, severe: -1 });
  });

  it('count in each authority that they are in, and once in the area above both', () => {
    const found = corrections([at(1, 10, 50), at(3, 10, 50)]);
    expect(found.get('area 1')).toEqual({ people: 0, persistent: 0, severe: 0 });
    expect(found.get('area 9')).toEqual({ people: -1, persistent: -1, severe: 0 });
  });

  it('are never counted in two pieces', () => {
    const enrolments = [1, 1, 2, 2, 2, 3, 3].map((learnerId, slot) => ({ learnerId, settingId: 1, slot }));
    for (const size of [1, 2, 3, 4, 7, 9]) {
      const pieces = [...inPieces(enrolments, size)];
      expect(pieces.flat()).toEqual(enrolments);
      const first = pieces.flatMap((piece) => [...new Set(piece.map(({ learnerId }) => learnerId))]);
      expect(first).toEqual([1, 2, 3]);
    }
  });

  it('do not count where nothing was possible', () => {
    const found = corrections([at(1, 5, 50), at(2, 0, 0)]);
    expect(found.get('setting 2')).toBeUndefined();
    expect(found.get('area 1')).toEqual({ people: 0, persistent: 0, severe: 0 });
    expect(bandsOfOne({ absence: 0, possible: 0 })).toEqual({ people: 0, persistent: 0, severe: 0 });
  });

  it('are persistent at exactly a tenth, and severe at exactly a half', () => {
    expect(bandsOfOne({ absence: 1, possible: 10 })).toEqual({ people: 1, persistent: 1, severe: 0 });
    expect(bandsOfOne({ absence: 5, possible: 10 })).toEqual({ people: 1, persistent: 1, severe: 1 });
    expect(bandsOfOne({ absence: 99, possible: 1000 })).toEqual({ people: 1, persistent: 0, severe: 0 });
  });
});
