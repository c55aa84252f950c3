import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { AreaLinkFact } from './area-facts.ts';

interface Reorganisation {
  readonly on: string;
  readonly source: string;
  readonly verified?: false;
  /** Each predecessor's id with the ids of those that took it over, in whole or in part. */
  readonly successions: readonly (readonly [predecessorId: number, successorIds: readonly number[]])[];
}

/** Ids are in england-authorities-*.ts. A place that kept its three-digit code has no link: it is one area throughout. */
const reorganisations: readonly Reorganisation[] = [
  { on: '2009-04-01', source: 'Bedfordshire (Structural Changes) Order 2008', successions: [[820, [822, 823]]] },
  { on: '2009-04-01', source: 'Cheshire (Structural Changes) Order 2008', successions: [[875, [895, 896]]] },
  {
    on: '2009-04-01',
    source:
      'Code list only: a county code ended the day before two authorities of its name were given codes of their own',
    verified: false,
    successions: [[1001, [908, 420]]],
  },
  {
    on: '2019-04-01',
    source: 'Bournemouth, Dorset and Poole (Structural Changes) Order 2018 (SI 2018/648), articles 3 and 7',
    successions: [
      [837, [839]],
      [836, [839]],
      // Christchurch left Dorset for the new authority, so the old county has two successors.
      [835, [838, 839]],
    ],
  },
  {
    on: '2021-04-01',
    source: 'Northamptonshire (Structural Changes) Order 2020 (SI 2020/156)',
    successions: [[928, [940, 941]]],
  },
  {
    on: '2023-04-01',
    source: 'Cumbria (Structural Changes) Order 2022 (SI 2022/331)',
    successions: [[909, [942, 943]]],
  },
];

/** Which authority took over from which, with the day and the Order. */
export const englandAreaLinks: readonly AreaLinkFact[] = reorganisations.flatMap((change) =>
  change.successions.flatMap(([predecessorId, successorIds]) =>
    successorIds.map((successorId) => ({
      predecessorId,
      successorId,
      on: plainDate(change.on),
      source: change.source,
      verified: change.verified ?? true,
    })),
  ),
);
