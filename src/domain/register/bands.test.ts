import { describe, expect, it } from 'vitest';
import { columnsOf } from '#domain/roll/packed-roll.ts';
import type { BandColumn } from './bands.ts';
import { bandColumns, bandIndex, bandsOf } from './bands.ts';

/** The bands of everyone, for one enrolment with these sessions. */
function bandsWith(
  { attending, authorised, unauthorised }: Record<'attending' | 'authorised' | 'unauthorised', number>,
  status: 'single' | 'guest' = 'single',
): readonly BandColumn[] {
  const spell = { place: 0, from: 0, to: 364, status, compulsory: true, groups: [10, 19, 22, 26, 29, 49, 52] };
  const bands = bandsOf({ spells: columnsOf([spell]) }, Uint16Array.of(attending, authorised, unauthorised, 0));
  return bandColumns.filter((column) => bands[bandIndex(0, column)] === 1);
}

describe('the bands of an enrolment', () => {
  it.each([
    [{ attending: 271, authorised: 20, unauthorised: 9 }, ['enrolments']],
    [{ attending: 270, authorised: 20, unauthorised: 10 }, ['enrolments', 'persistent']],
    [{ attending: 151, authorised: 100, unauthorised: 50 }, ['enrolments', 'persistent']],
    [{ attending: 150, authorised: 100, unauthorised: 50 }, ['enrolments', 'persistent', 'severe']],
    [{ attending: 0, authorised: 0, unauthorised: 0 }, []],
  ])('with %o are %j', (counts, columns) => {
    expect(bandsWith(counts)).toEqual(columns);
  });

  it('are none here for a guest, who is counted where they are enrolled', () => {
    expect(bandsWith({ attending: 1, authorised: 9, unauthorised: 0 }, 'guest')).toEqual([]);
  });

  it('are counted in the group that was last known', () => {
    const spell = { place: 0, status: 'single' as const, compulsory: true };
    const roll = columnsOf([
      { ...spell, from: 0, to: 9, groups: [10, 19, 22, 26, 29, 49, 52] },
      { ...spell, from: 10, to: 364, groups: [10, 19, 23, 26, 29, 49, 52] },
    ]);
    const bands = bandsOf({ spells: roll }, Uint16Array.of(9, 1, 0, 0));
    expect([22, 23].map((group) => bands[bandIndex(group, 'persistent')])).toEqual([0, 1]);
  });
});
