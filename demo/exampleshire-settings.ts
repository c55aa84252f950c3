import type { Keeper } from '#domain/roll/model.ts';
import { england } from '#foundation/nations/england-areas.ts';
import type { KeeperKind } from '#platform/database/register-schema.ts';
import { mixed } from './random.ts';
import { unitOf } from './synthetic-shapes.ts';

/**
 * The settings of Exampleshire, a made-up local authority in a made-up region. No place, school or trust of these names
 * is meant. Ids and URNs are given here for good: what was loaded once is found again by them.
 */
export const exampleRegion = { areaId: 900_001, name: 'Example region', gss: 'E12999999' } as const;
export const exampleshire = { areaId: 900_002, name: 'Exampleshire', gss: 'E06999999', dfe: '998' } as const;

export const exampleTrusts = [
  { trustId: 900_001, name: 'Lantern Schools Trust' },
  { trustId: 900_002, name: 'Three Rivers Learning Trust' },
  { trustId: 900_003, name: 'Beacon Hill Academies' },
] as const;

const firstUrn = 990_001;

/** One setting, and what its made-up life needs beyond what keeping its register does. */
export interface ExampleSetting {
  readonly keeper: Keeper;
  /** Places in each year's reception class; 0 where nobody begins. */
  readonly intake: number;
  /** Where a primary's leavers mostly go: an index into the secondaries. */
  readonly feeds: number;
  readonly sixthForm: boolean;
  /** How poor the homes of its learners are, 0 to 1: moves free school meals and absence. */
  readonly hardship: number;
  /** Minutes after midnight, local time, at which its registers usually come in. */
  readonly usualMorning: number;
  readonly usualAfternoon: number;
  readonly oftenLate: boolean;
}

const primaryNames = [
  'Alder Brook',
  'Applegarth',
  'Barley Fields',
  'Beech Lane',
  'Bramble Hill',
  'Bridge Street',
  'Brookside',
  'Castle View',
  'Cherry Tree',
  'Church End',
  'Coppice',
  'Cowslip Meadow',
  'Eastgate',
  'Elm Bank',
  'Fairfield',
  'Ferry Lane',
  'Foxglove',
  'Gorse Hill',
  'Greenacre',
  'Hawthorn',
  'Hazel Grove',
  'Heron Water',
  'Holly Road',
  'Kingfisher',
  'Larkrise',
  'Lime Walk',
  'Long Meadow',
  'Maple Drive',
  'Mill Race',
  'Northfield',
  'Oakhurst',
  'Orchard',
  'Park Lane',
  'Quarry Bank',
  'Riverside',
  'Rowan',
  'Skylark',
  'Station Road',
  'Thorn Lea',
  'Willow Bank',
] as const;
const secondaryNames = [
  'Ashcombe',
  'Bexmoor',
  'Cranley Vale',
  'Dunmere',
  'Eastholme',
  'Fenwick Park',
  'Gatesby',
  'Highfold',
  'Inglewood',
] as const;

interface Entry {
  readonly name: string;
  readonly kind: KeeperKind;
  readonly intake: number;
  readonly trust?: number;
  readonly sixthForm?: boolean;
}

const primaryIntakes = [30, 60, 60, 45, 60, 30, 90, 60, 45, 60] as const;

const entries: readonly Entry[] = [
  ...primaryNames.map(
    (name, index): Entry => ({
      name: `${name} Primary School`,
      kind: 'primary',
      intake: primaryIntakes[index % primaryIntakes.length] ?? 60,
      trust: index % 4,
    }),
  ),
  ...secondaryNames.map(
    (name, index): Entry => ({
      name: `${name} ${index % 3 === 2 ? 'High School' : 'School'}`,
      kind: 'secondary',
      intake: 0,
      trust: (index + 1) % 4,
      sixthForm: index % 3 === 0,
    }),
  ),
  { name: 'Juniper Park All-through School', kind: 'all-through', intake: 90, trust: 1, sixthForm: true },
  { name: 'Harbour House School', kind: 'special', intake: 9 },
  { name: 'Windmill School', kind: 'special', intake: 10, trust: 2 },
  { name: 'The Copse School', kind: 'special', intake: 8 },
  { name: 'The Bridge Pupil Referral Unit', kind: 'pupil-referral-unit', intake: 0 },
  { name: 'Larch Tree Alternative Provision Academy', kind: 'alternative-provision', intake: 0, trust: 3 },
  { name: 'Forge Workshop', kind: 'alternative-provision', intake: 0 },
  { name: 'Exampleshire Hospital School', kind: 'hospital-school', intake: 0 },
  { name: 'Saltmarsh Sixth Form College', kind: 'sixth-form-college', intake: 0 },
  { name: 'Exampleshire College', kind: 'fe-college', intake: 0 },
  { name: 'Exampleshire: educated otherwise than at school', kind: 'local-authority', intake: 0 },
];

/** Every setting, in the order of its URN. */
export const exampleSettings: readonly ExampleSetting[] = entries.map(settingOf);

/** The settings of a kind, in order. */
export function settingsOfKind(kind: KeeperKind): readonly ExampleSetting[] {
  return exampleSettings.filter(({ keeper }) => keeper.kind === kind);
}

function settingOf({ name, kind, intake, trust = 0, sixthForm = false }: Entry, index: number): ExampleSetting {
  const draw = (purpose: number): number => mixed(mixed(9_900, index), purpose) / 4_294_967_296;
  const urn = firstUrn + index;
  const keeper: Keeper = {
    settingId: urn,
    urn,
    name,
    kind,
    unit: unitOf(kind),
    nation: 'england',
    nationId: england.areaId,
    laId: exampleshire.areaId,
    trustId: trust === 0 ? 0 : 900_000 + trust,
    amDue: '09:45',
    pmDue: '13:45',
    demonstration: true,
  };
  return {
    keeper,
    intake,
    feeds: index % secondaryNames.length,
    sixthForm,
    hardship: kind === 'primary' ? Math.min(1, 0.05 + 1.1 * draw(1) ** 1.6) : 0.4,
    usualMorning: 8 * 60 + 48 + Math.floor(44 * draw(2)),
    usualAfternoon: 12 * 60 + 50 + Math.floor(44 * draw(3)),
    oftenLate: name.startsWith('Gatesby'),
  };
}
