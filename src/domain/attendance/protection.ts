import type { RegisterUnit } from '#domain/register/rates.ts';
import { groupIndex, tallyLayout } from '#domain/register/tally.ts';
import { groupCount } from '#domain/roll/groups.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { missingCell } from '#foundation/kernel/cell.ts';
import type { PictureVector } from './picture-vector.ts';
import { addVector, emptyVector, tallyIn, vectorLayout } from './picture-vector.ts';
import type { LivePlace, Reach } from './places.ts';

/** A day of fewer settings than this is a day of one of them to whoever knows the others. */
const fewestSettings = 3;

/** Whether a place is so few settings that its figures are about those: of those that keep the registers it leads with. */
export function isFewSettings({ keepers }: Pick<LivePlace, 'keepers'>): boolean {
  const main = keepers.some(({ unit }) => unit === 'session') ? 'session' : 'event';
  return keepers.filter(({ unit }) => unit === main).length < fewestSettings;
}

/** Whether the day of a kind of register is that of few settings: of the one college among an authority’s schools, say. */
export function dayOf(
  { place, reach }: { readonly place: Pick<LivePlace, 'keepers'>; readonly reach: Reach },
  wanted: RegisterUnit,
): 'shown' | 'withheld' {
  const keep = place.keepers.filter(({ unit }) => unit === wanted).length;
  return reach === 'protected' && keep < fewestSettings ? 'withheld' : 'shown';
}

/** Whether a day and its sessions are shown: of few settings only to their own people and their governors. */
export function showsDay({
  place,
  reach,
}: {
  readonly place: Pick<LivePlace, 'keepers'>;
  readonly reach: Reach;
}): boolean {
  return reach !== 'protected' || !isFewSettings(place);
}

/**
 * A count as it is shown to whoever may see no child of it: to the nearest ten. The same count is always shown alike, so
 * asking again tells nothing; a difference of two such counts may be out by nine either way, so that neither a group taken
 * from its total, nor a setting from its area, nor one instant from the next, tells a count from 1 to 9.
 */
export function toTen(count: number): number {
  return 10 * Math.floor((count + 5) / 10);
}

interface Protection {
  readonly day: 'shown' | 'withheld';
  readonly begun: boolean;
  /** Of the academic year, from 1. */
  readonly week: number;
}

/**
 * A picture as it is shown to whoever may see no child of it. Everything that pages, CSV, programs and events say is worked
 * out from this alone, so that no rate and no sentence knows more. Registers and settings are counted as they are.
 */
export function protectedVector(vector: PictureVector, { day, begun, week }: Protection): PictureVector {
  const shown = emptyVector();
  addVector(shown, vector);
  if (day === 'withheld') withhold(shown, begun ? undefined : week);
  const { inByWeek, missingByWeek, today, onRoll } = vectorLayout;
  for (let index = 0; index <= onRoll; index += 1) {
    const ofRegisters = (index >= inByWeek && index < missingByWeek) || (index >= today && index < onRoll);
    if (!ofRegisters) shown[index] = toTen(shown[index] as number);
  }
  return shown;
}

/** Takes the day out; of a day that has not begun, also whom its registers expect from those who are missing. */
function withhold(shown: PictureVector, notBegunIn: number | undefined): void {
  const parts = (['morning', 'afternoon', 'event'] as const).map((part) => tallyIn(shown, part));
  if (notBegunIn !== undefined) {
    const expected = (group: number): number =>
      parts.reduce((sum, part) => {
        const from = groupIndex(group, 'attending');
        return sum + part.subarray(from, from + 5).reduce((more, count) => more + count, 0);
      }, 0);
    lower(shown, vectorLayout.missingByWeek + notBegunIn - 1, expected(0));
    for (let group = 0; group < groupCount; group += 1) {
      lower(shown, vectorLayout.missingInWeek + group, expected(group));
      lower(shown, vectorLayout.missingInYear + group, expected(group));
    }
  }
  shown.fill(0, 0, 3 * tallyLayout.size);
}

function lower(shown: PictureVector, index: number, by: number): void {
  shown[index] = Math.max(0, (shown[index] as number) - by);
}

/** A rate as a reach sees it: hidden where it, or what is left of a hundred, counts fewer than five. */
export function shownRate(reach: Reach, cell: Cell): Cell {
  if (reach === 'full' || cell.kind !== 'number') return cell;
  return cell.value <= 0 || cell.value >= 100 ? missingCell('suppressed') : cell;
}

/** A count as a reach sees it: none and a few look alike. */
export function shownCount(reach: Reach, cell: Cell): Cell {
  if (reach === 'full' || cell.kind !== 'number') return cell;
  return cell.value === 0 ? missingCell('rounds-to-zero') : cell;
}
