import type { LoadedRegister } from '#domain/register/load-year.ts';
import type { EventToLoad } from '#domain/roll/load-store.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { isoWeekday } from '#foundation/kernel/plain-date.ts';
import { coursesOf, subjectOf } from './exampleshire-classes.ts';
import type { Stay } from './exampleshire-lives.ts';
import { termDays } from './exampleshire-lives.ts';
import type { AsAt } from './exampleshire-registers.ts';
import { registerActor } from './exampleshire-registers.ts';
import type { ExampleSetting } from './exampleshire-settings.ts';
import type { Sheet } from './exampleshire-sheet.ts';
import { fillSheet } from './exampleshire-sheet.ts';
import { clockTime, londonInstant } from './london-time.ts';
import { mixed, numberedRandom } from './random.ts';

/** A college's timetabled events of a year, and those of their registers that had come in by `now`. */
export interface CollegeYear {
  readonly events: readonly EventToLoad[];
  readonly registers: readonly LoadedRegister[];
}

/** Each course meets on two days a week, in the morning and in the afternoon; one in sixty registers never comes. */
export function collegeYear(setting: ExampleSetting, stays: readonly Stay[], { year, now }: AsAt): CollegeYear {
  const days = termDays(year);
  const sheet = fillSheet(setting, year, stays, days);
  const events: EventToLoad[] = [];
  const registers: LoadedRegister[] = [];
  for (const [index, day] of days.entries()) {
    if (londonInstant(day, 0) > now) break;
    for (const event of eventsOn(setting, stays, { day, sheet })) {
      events.push(event);
      const register = registerOf(sheet, event, index);
      if (register && register.takenAt <= now) registers.push(register);
    }
  }
  return { events, registers };
}

function eventsOn(
  setting: ExampleSetting,
  stays: readonly Stay[],
  { day, sheet }: { readonly day: PlainDate; readonly sheet: Sheet },
): readonly EventToLoad[] {
  const courses = coursesOf(setting);
  const present = stays.filter(({ from, to }) => from <= day && (to === undefined || to >= day));
  const byCourse = Map.groupBy(present, ({ slot }) => slot % courses);
  return Array.from({ length: courses }, (_, course) => course)
    .filter((course) => meets(course, isoWeekday(day)))
    .flatMap((course, index) => {
      const roster = new Uint8Array(Math.ceil(sheet.size / 8));
      for (const { slot } of byCourse.get(course) ?? []) {
        const place = slot - sheet.base;
        roster[place >> 3] = (roster[place >> 3] as number) | (1 << (place & 7));
      }
      return [0, 1].map((half) => ({
        settingId: setting.keeper.settingId,
        day,
        session: 3 + 2 * index + half,
        startsAt: clockTime(half === 0 ? 9 * 60 + 15 : 13 * 60),
        minutes: half === 0 ? 120 : 105,
        title: `${subjectOf(course)}, group ${course + 1}`,
        roster,
      }));
    });
}

function meets(course: number, weekday: number): boolean {
  return [0, 2].includes((weekday + course) % 5);
}

function registerOf(sheet: Sheet, event: EventToLoad, index: number): LoadedRegister | undefined {
  const { day, session, startsAt, minutes, roster } = event;
  const random = numberedRandom(mixed(mixed(event.settingId, Number(day.replaceAll('-', ''))), session));
  if (random() < 1 / 60) return undefined;
  const row = 2 * index + ((session - 3) % 2);
  const marks = sheet.marks.slice(row * sheet.size, (row + 1) * sheet.size);
  for (let place = 0; place < marks.length; place += 1) {
    if (((roster[place >> 3] as number) & (1 << (place & 7))) === 0) marks[place] = 0;
  }
  const started = Number(startsAt.slice(0, 2)) * 60 + Number(startsAt.slice(3));
  const at = londonInstant(day, started + 8 + Math.floor(15 * random()));
  return { day, session, marks, takenAt: at, actor: registerActor, event: { minutes, roster } };
}
