import type { LoadedChange, LoadedRegister } from '#domain/register/load-year.ts';
import { openSessions } from '#domain/roll/calendar.ts';
import type { AcademicYear } from '#foundation/kernel/academic-year.ts';
import { academicYearDays } from '#foundation/kernel/academic-year.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { byteOf } from './exampleshire-absence.ts';
import { classIn } from './exampleshire-classes.ts';
import type { Stay } from './exampleshire-lives.ts';
import { termDays } from './exampleshire-lives.ts';
import { exampleCalendar } from './exampleshire-rolls.ts';
import type { ExampleSetting } from './exampleshire-settings.ts';
import type { Sheet, Unexplained } from './exampleshire-sheet.ts';
import { fillSheet } from './exampleshire-sheet.ts';
import { londonInstant } from './london-time.ts';
import { mixed, numberedRandom } from './random.ts';

/** Who takes the registers of Exampleshire and who puts them right: a demonstration goes on from what these two wrote. */
export const registerActor = 'School system (made up)';
export const officeActor = 'Attendance officer (made up)';

const unexplained = byteOf('N');
const illness = byteOf('I');

/** Which of a year's registers are asked for: those that had come in by an instant. */
export interface AsAt {
  readonly year: AcademicYear;
  readonly now: Date;
}

/**
 * A setting's half-day registers of a year that had come in by `now`, as they stood then, in order of day and session. A
 * few never come, and some come late; a class may be missing at first; N becomes a reason within days. `stays` are all
 * that reach into the year, later ones too: what is past must not depend on how much of the year is known.
 */
export function sessionRegisters(
  setting: ExampleSetting,
  stays: readonly Stay[],
  { year, now }: AsAt,
): readonly LoadedRegister[] {
  const calendar = exampleCalendar(setting, { year, today: academicYearDays(year).end });
  const days = termDays(year).filter((one) => openSessions(calendar, one).length > 0);
  const sheet = fillSheet(setting, year, stays, days);
  const bySession = Map.groupBy(sheet.unexplained, ({ row }) => row);
  const classes = classPlaces(sheet, stays, year);
  const registers: LoadedRegister[] = [];
  for (let row = 0; row < 2 * days.length; row += 1) {
    const at = takenAt(setting, days[row >> 1] as PlainDate, row & 1);
    if (at === undefined || at > now) continue;
    registers.push(registerOf(sheet, { row, at, now, unexplained: bySession.get(row) ?? [], classes }));
  }
  return registers;
}

/** When a register came in; undefined when it never did. The same whenever it is asked. */
export function takenAt(setting: ExampleSetting, day: PlainDate, half: number): Date | undefined {
  const random = numberedRandom(mixed(mixed(setting.keeper.urn, Number(day.replaceAll('-', ''))), half));
  const fate = random();
  if (fate < (setting.oftenLate ? 0.06 : 0.012)) return undefined;
  const isLate = fate > (setting.oftenLate ? 0.7 : 0.985);
  const usual = half === 0 ? setting.usualMorning : setting.usualAfternoon;
  const minutes = usual - 5 + Math.floor(12 * random()) + (isLate ? 60 + Math.floor(80 * random()) : 0);
  return londonInstant(day, minutes);
}

interface Taken {
  readonly row: number;
  readonly at: Date;
  readonly now: Date;
  readonly unexplained: readonly Unexplained[];
  /** The places of each class. */
  readonly classes: readonly (readonly number[])[];
}

/** The places of each class of a year, in the order of their names. */
function classPlaces({ base }: Sheet, stays: readonly Stay[], year: AcademicYear): readonly (readonly number[])[] {
  const byName = Map.groupBy(stays, (stay) => classIn(stay, year));
  const names = [...byName.keys()].sort();
  return names.map((name) => (byName.get(name) ?? []).map(({ slot }) => slot - base));
}

function registerOf(sheet: Sheet, taken: Taken): LoadedRegister {
  const { days, size } = sheet;
  const { row, at, now } = taken;
  const day = days[row >> 1] as PlainDate;
  const marks = sheet.marks.slice(row * size, (row + 1) * size);
  const final = new Map(taken.unexplained.map(({ place }) => [place, marks[place] as number]));
  // D, a part-time plan or planted absence may have been written over the absence that was to be explained.
  for (const { place, byte } of taken.unexplained) if (marks[place] !== byte) final.delete(place);
  for (const place of final.keys()) marks[place] = unexplained;
  const changes = [...lateClass(sheet, taken, marks), ...explanations(sheet, taken, { marks, final })].filter(
    (change) => change.at <= now && change.marks.length > 0,
  );
  for (const change of changes) for (const { place, amended } of change.marks) marks[place] = amended;
  return { day, session: 1 + (row & 1), marks, takenAt: at, actor: registerActor, changes };
}

/** In one register of eighty a class is missing and sent an hour or two later. It is taken out of `marks`. */
function lateClass({ days, urn }: Sheet, { row, at, classes }: Taken, marks: Uint8Array): readonly LoadedChange[] {
  const random = numberedRandom(mixed(urn, Number((days[row >> 1] as PlainDate).replaceAll('-', '')) + row));
  if (random() > 1 / 80 || classes.length < 3) return [];
  const missing = classes[Math.floor(random() * classes.length)] ?? [];
  const places = missing.filter((place) => marks[place] !== 0);
  const entered = places.map((place) => ({ place, original: 0, amended: marks[place] as number }));
  for (const place of places) marks[place] = 0;
  const later = new Date(at.getTime() + (40 + Math.floor(90 * random())) * 60_000);
  return [{ at: later, actor: registerActor, reason: 'Sent later', marks: entered }];
}

/** What became of N, day by day on which the office found out. */
function explanations(
  { days }: Sheet,
  { row, unexplained: found }: Taken,
  { final }: { readonly marks: Uint8Array; readonly final: ReadonlyMap<number, number> },
): readonly LoadedChange[] {
  const byDelay = Map.groupBy(
    found.filter(({ place }) => final.has(place)),
    ({ after }) => after,
  );
  return [...byDelay]
    .toSorted(([left], [right]) => left - right)
    .flatMap(([after, all]) => {
      const day = days[(row >> 1) + after];
      if (day === undefined) return [];
      const bytes = Map.groupBy(all, ({ byte }) => byte);
      // One change for each reason, minutes apart, as an office works through its list.
      return [...bytes].map(([byte, group], index) => ({
        at: londonInstant(day, 10 * 60 + 15 + (row % 37) + index),
        actor: officeActor,
        reason: byte === illness ? 'Parent telephoned: unwell' : 'No reason given when asked',
        marks: [...new Set(group.map(({ place }) => place))].map((place) => ({
          place,
          original: unexplained,
          amended: byte,
        })),
      }));
    });
}
