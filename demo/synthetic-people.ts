import { groups } from '#domain/roll/groups.ts';
import { writeCharacteristics, writeEnrolments, writeLearners } from '#domain/roll/load-store.ts';
import type { Characteristic, Enrolment } from '#domain/roll/model.ts';
import { groupsPerSpell, spellStatuses } from '#domain/roll/packed-roll.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import { identifierOf } from '#foundation/kernel/pupil-identifiers.ts';
import type { Scoped } from '#platform/access/in-scope.ts';
import type { StewardScope } from '#platform/access/scope.ts';
import { givenNameFor, surnameFor } from './exampleshire-names.ts';
import { mixed } from './random.ts';
import type { SyntheticSetting } from './synthetic-england.ts';

interface Person {
  readonly enrolment: Enrolment;
  readonly known: Characteristic;
}

const placesEach = 4_096;

/** Enrolments and characteristics that pack into a synthetic setting's roll, with made-up names. */
export function syntheticPeople({ keeper, roll, seed }: SyntheticSetting): readonly Person[] {
  const { start } = academicYearDays(roll.year);
  const { spells } = roll;
  return Array.from({ length: spells.count }, (_, spell) => {
    const place = spells.place[spell] as number;
    const slot = roll.base + place;
    const [from, to] = [spells.from[spell] as number, spells.to[spell] as number];
    const codes = [...spells.groups.subarray(spell * groupsPerSpell, (spell + 1) * groupsPerSpell)].map(
      (group) => groups[group]?.code ?? '',
    );
    const [
      yearGroup = '99',
      sex = 'U',
      sen = 'U',
      fsm = 'U',
      ethnicity = 'NOBT',
      lookedAfter = 'U',
      socialWorker = 'U',
    ] = codes;
    const draw = (purpose: number): number => mixed(mixed(seed, place), purpose) / 4_294_967_296;
    const number = identifierOf(roll.identifiers[place] as number);
    const identifier = number.ok ? (keeper.unit === 'event' ? { uln: number.value } : { upn: number.value }) : {};
    const enteredOn = addDays(start, from);
    const enrolment: Enrolment = {
      settingId: keeper.settingId,
      slot,
      learnerId: keeper.settingId * placesEach + place,
      ...identifier,
      surname: surnameFor(ethnicity, draw(1)),
      givenName: givenNameFor(ethnicity, sex, draw(2)),
      bornOn: addDays(plainDate(`${roll.year - Number(yearGroup) - 5}-09-01`), Math.floor(365 * draw(3))),
      yearGroup: Number(yearGroup),
      class: '',
      status: spellStatuses[spells.status[spell] as number] ?? 'single',
      enteredOn,
      leftOn: to < 364 ? addDays(start, to) : undefined,
    };
    const known = { slot, validFrom: enteredOn, sex, sen, fsm, ethnicity, lookedAfter, socialWorker };
    return { enrolment, known };
  });
}

/** Writes the people of synthetic settings: for what needs names, which most benchmarks do not. */
export async function writeSyntheticPeople(
  scoped: Scoped<StewardScope>,
  settings: readonly SyntheticSetting[],
): Promise<void> {
  const people = settings.flatMap((setting) =>
    syntheticPeople(setting).map((person) => ({ ...person, place: setting.keeper })),
  );
  await writeLearners(
    scoped,
    people.map(({ enrolment: { learnerId, upn, uln }, place }) => ({ learnerId, upn, uln, homeLaId: place.laId })),
  );
  await writeEnrolments(
    scoped,
    people.map(({ enrolment, place }) => ({ ...enrolment, place })),
  );
  await writeCharacteristics(
    scoped,
    people.map(({ enrolment, known, place }) => ({ ...known, settingId: enrolment.settingId, place })),
  );
}
