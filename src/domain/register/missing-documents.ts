import { z } from 'zod';
import { csvDocument } from '#foundation/formats/csv-writer.ts';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { MissingPicture } from './missing-picture.ts';
import { sessionAddress } from './page-sessions.ts';

export const MissingQuery = z.strictObject({
  area: z.string().max(12).optional().meta({ description: 'A local authority, by GSS or three-digit code.' }),
  day: PlainDate.optional().meta({ description: 'Today when left out.' }),
  format: z.enum(['json', 'csv']).optional(),
});

export const MissingDocument = z.object({
  day: PlainDate,
  asAt: z.string(),
  why: z.string().meta({ description: 'Why this may be read.' }),
  due: z.number().int().meta({ description: 'Registers that should be in by now.' }),
  taken: z.number().int().meta({ description: 'Of those, complete.' }),
  partly: z.number().int().meta({ description: 'Of those, there with somebody unmeasured.' }),
  missing: z.number().int(),
  later: z.number().int().meta({ description: 'Expected that day and not due yet.' }),
  settings: z.number().int(),
  shut: z.number().int(),
  untold: z.number().int().meta({ description: 'Colleges whose timetable the reader does not see.' }),
  registers: z.array(
    z.object({
      urn: z.number().int(),
      name: z.string(),
      kind: z.string(),
      session: z.string(),
      state: z.enum(['missing', 'partly']),
      due: z.string(),
      expected: z.number().int().nullable().meta({ description: 'Null for whoever reads totals alone.' }),
      unmeasured: z.number().int().nullable(),
      lastTaken: PlainDate.nullable(),
    }),
  ),
});
export type MissingDocument = z.infer<typeof MissingDocument>;

/** Missing registers as programs are answered. */
export function missingDocument(picture: MissingPicture, why: string, now: Date): MissingDocument {
  const { day, counts, settings, shut, untold } = picture;
  const registers = picture.lines.map(({ keeper, standing, lastTaken }) => ({
    urn: keeper.urn,
    name: keeper.name,
    kind: keeper.kind,
    session: sessionAddress(standing.session),
    state: standing.kind,
    due: standing.due.toISOString(),
    expected: standing.kind === 'partly' ? (standing.counted?.expected ?? null) : null,
    unmeasured: standing.kind === 'partly' ? (standing.counted?.unmeasured ?? null) : null,
    lastTaken: lastTaken ?? null,
  }));
  return { day, asAt: now.toISOString(), why, ...counts, settings, shut, untold, registers };
}

/** The same as rows. */
export function missingCsv({ day, asAt, registers }: MissingDocument): string {
  return csvDocument({
    header: ['day', 'as_at', 'urn', 'name', 'kind', 'session', 'state', 'due', 'expected', 'unmeasured', 'last_taken'],
    rows: registers.map((one) => [
      day,
      asAt,
      one.urn,
      one.name,
      one.kind,
      one.session,
      one.state,
      one.due,
      one.expected,
      one.unmeasured,
      one.lastTaken,
    ]),
  });
}
