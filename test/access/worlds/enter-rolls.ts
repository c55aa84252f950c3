import type { YearLoad } from '#domain/register/load-store.ts';
import { countLoad } from '#domain/register/load-year.ts';
import { packRoll } from '#domain/roll/pack-roll.ts';
import { academicYearOf } from '#foundation/kernel/academic-year.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { bookOf } from '#foundation/nations/code-books.ts';
import type { Numbered } from './enter-rows.ts';
import { idsOf, marksOf } from './ids.ts';

const book = bookOf('england');
export const bornOn = plainDate('2015-12-01');

/** The packed roll of every setting with the register of this morning in it, in which nobody is present. */
export function rollsOf({
  number,
  world,
}: Numbered): readonly (YearLoad & { readonly keeper: { readonly laId: number; readonly trustId: number } })[] {
  const ids = idsOf(number);
  return world.settings.map(({ la, trust, nation }, setting) => {
    const enrolments = world.enrolments.flatMap((one, position) => {
      if (one.setting !== setting) return [];
      const learnerId = ids.learner(one.learner);
      return [
        {
          settingId: ids.setting(setting),
          slot: ids.slot(position),
          learnerId,
          ...marksOf(learnerId),
          bornOn,
          yearGroup: one.yearGroup,
          class: one.class,
          status: 'single' as const,
          enteredOn: one.from,
          ...(one.to !== null && { leftOn: one.to }),
        },
      ];
    });
    const settingId = ids.setting(setting);
    const year = academicYearOf(world.today);
    const roll = packRoll({ keeper: { settingId, nation: 'england' }, year, enrolments, characteristics: [] });
    const registers = [
      { day: world.today, session: 1, marks: new Uint8Array(roll.size), takenAt: world.now, actor: 'a test' },
    ];
    const keeper = { settingId, laId: ids.la(la), trustId: ids.trust(trust), nationId: ids.nation(nation) };
    return { keeper, roll, bookId: book.bookId, registers, counted: countLoad(roll, book, registers) };
  });
}
