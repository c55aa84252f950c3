import { z } from 'zod';
import { londonTime } from '#foundation/kernel/london-clock.ts';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import { liveRows } from './live-table.ts';
import { coverageToday } from './place-picture.ts';
import type { LiveReading } from './reading.ts';

const Row = z.looseObject({ id: z.string(), name: z.string() }).meta({
  description: 'One row: rates in per cent, counts, and registers in as “n of n”; a missing figure is its symbol.',
});
const Coverage = z.object({ in: z.number().int(), expected: z.number().int() });
const rows = z.array(Row).nullable();

export const LiveDocument = z
  .object({
    place: z.object({
      kind: z.enum(['area', 'trust', 'setting']),
      id: z.string().meta({ description: 'The area’s code, the trust’s number or the setting’s URN.' }),
      name: z.string(),
    }),
    day: PlainDate.meta({
      description:
        'The day that `registers`, `tables.today`, `oldest` and `newest` are of: today unless another was asked for.',
    }),
    begun: z.boolean().meta({
      description:
        'false before the first register of today is due while none is in, and on a day without school: the registers of such a day are not counted as expected of the week or the year.',
    }),
    newestDay: PlainDate.nullable().meta({
      description:
        'Until today has begun: the newest school day that has registers, with which the page leads. Ask for it as `day`.',
    }),
    tense: z.enum(['live', 'past']).meta({ description: 'past when another day than today was asked for.' }),
    oldest: z
      .string()
      .nullable()
      .meta({ description: 'Local time at which the day’s first register was taken, HH:MM.' }),
    newest: z
      .string()
      .nullable()
      .meta({ description: 'Local time at which the day’s newest register was taken, HH:MM.' }),
    complete: z.object({ settings: z.number().int(), of: z.number().int() }),
    reach: z.enum(['full', 'protected']).meta({
      description:
        'protected: counts are to the nearest ten, and the day, codes and groups of few settings are left out.',
    }),
    registers: z.object({ morning: Coverage, afternoon: Coverage, event: Coverage }),
    elsewhere: z
      .number()
      .int()
      .meta({ description: 'Children on a local authority’s own roll, of whom no sessions are expected.' }),
    byChild: z
      .object({ children: z.number().int(), persistent: z.number().int(), severe: z.number().int() })
      .nullable()
      .meta({
        description: 'Children with the sessions of all their settings together; null where hidden or not counted yet.',
      }),
    tables: z.object({
      today: rows,
      periods: rows,
      weeks: rows,
      reasons: rows,
      groups: rows,
      kinds: rows,
      below: rows,
    }),
  })
  .meta({
    id: 'LiveAttendance',
    description: 'The live picture of a place. Sessions and timetabled events are never added.',
  });

/** A reading as the API answers it. */
export function liveDocument(reading: LiveReading): z.infer<typeof LiveDocument> {
  const { picture, tables } = reading;
  const { place, taken, session, event } = picture;
  const { address } = place;
  const id = address.kind === 'area' ? address.code : String(address.kind === 'trust' ? address.trustId : address.urn);
  const coverage = (...asked: Parameters<typeof coverageToday>): z.infer<typeof Coverage> => {
    const { isIn, expected } = coverageToday(...asked);
    return { in: isIn, expected };
  };
  const listed = Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [name, table ? liveRows(table) : null]),
  ) as z.infer<typeof LiveDocument>['tables'];
  return {
    place: { kind: address.kind, id, name: place.name },
    day: picture.at.day,
    begun: picture.begun,
    newestDay: reading.lead?.picture.at.day ?? null,
    tense: picture.tense,
    oldest: taken ? londonTime(taken.first) : null,
    newest: taken ? londonTime(taken.last) : null,
    complete: { settings: picture.complete.known, of: picture.complete.of },
    reach: picture.reach === 'full' ? 'full' : 'protected',
    registers: {
      morning: coverage(session, 'morning'),
      afternoon: coverage(session, 'afternoon'),
      event: coverage(event, 'event'),
    },
    elsewhere: picture.elsewhere,
    byChild: shownChildren(reading),
    tables: listed,
  };
}

function shownChildren({ byChild, picture }: LiveReading): z.infer<typeof LiveDocument>['byChild'] {
  if (!byChild) return null;
  const { people: children, persistent, severe } = byChild;
  const isFew = [persistent, severe].some((count) => count < 10);
  return picture.reach !== 'full' && isFew ? null : { children, persistent, severe };
}
