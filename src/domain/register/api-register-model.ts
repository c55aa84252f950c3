import { z } from 'zod';
import { askedText } from '#foundation/kernel/asked-text.ts';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import { sessionStates } from '#foundation/nations/code-book.ts';

/** The register API in schemas: what the description of the API is written from, and what answers are held to. */

export const RegisterParams = z.object({
  urn: z.string().max(12).meta({ description: 'URN of the setting.' }),
  date: PlainDate.meta({ description: 'The day.' }),
  session: z.string().max(6).meta({ description: 'am, pm, or the number of a timetabled event, from 3.' }),
});

export const DayParams = RegisterParams.omit({ session: true });

const instant = z.iso.datetime({ offset: true });

export const RegisterQuery = z.strictObject({
  asAt: instant
    .optional()
    .meta({ description: 'The register as it stood at this instant. As it stands when left out.' }),
  format: z
    .enum(['json', 'csv'])
    .optional()
    .meta({ description: 'json unless told, or unless Accept asks for text/csv.' }),
});

const upn = z.string().meta({ description: 'Unique pupil number.' });
const uln = z.string().meta({ description: 'Unique learner number.' });
const slot = z.number().int().meta({ description: 'Slot on the setting’s roll (GET answers it).' });
const code = z.string().meta({ description: 'A code of the nation’s registers; empty for no mark.' });
const version = z.number().int().min(1);
const sentBy = z
  .string()
  .max(80)
  .meta({ description: 'The system that sends: kept with the register beside who asks.' });
const reason = z.string().max(500);

const OneMark = z.object({ upn: upn.optional(), uln: uln.optional(), slot: slot.optional(), code });

export const RegisterBody = z
  .object({
    version: version.meta({
      description: 'The sender’s own count of what it has sent for this register, from 1. The highest wins.',
    }),
    sentBy: sentBy.optional(),
    reason: reason.optional().meta({ description: 'Why marks that were there already are changed.' }),
    marks: z.union([
      z.record(z.string(), code).meta({ description: 'Code by UPN or ULN.' }),
      z.array(OneMark).meta({ description: 'The same as a list.' }),
    ]),
  })
  .meta({ id: 'RegisterSent', description: 'A whole register. Whoever is left out is unmeasured.' });

export const ChangesBody = z
  .object({
    version: version.meta({ description: 'The version this makes: the current one and one more.' }),
    sentBy: sentBy.optional(),
    changes: z.array(OneMark.extend({ code: code.nullable(), reason })).meta({
      description: 'Marks to change, each with its reason; a code of null withdraws a mark.',
    }),
  })
  .meta({ id: 'MarksSent' });

const Refused = z.object({ pupil: z.string(), code: z.string(), reason: z.string() });

export const RecordedDocument = z
  .object({
    outcome: z.enum(['recorded', 'unchanged']),
    version: z.number().int(),
    expected: z.number().int().meta({ description: 'Who was expected at this register.' }),
    recorded: z.number().int().meta({ description: 'Of whom a mark was sent that could be taken.' }),
    unmeasured: z.number().int().meta({ description: 'Of whom none was: never counted as present.' }),
    amended: z.number().int().meta({ description: 'Marks that had been another before.' }),
    refused: z.array(Refused).meta({ description: 'Marks not taken, and why. All others were.' }),
  })
  .meta({ id: 'RegisterRecorded' });
export type RecordedDocument = z.infer<typeof RecordedDocument>;

const counts = z.object({
  present: z.number().int(),
  absent: z.number().int(),
  'not-required': z.number().int(),
  unmeasured: z.number().int(),
});

export const RegisterDocument = z
  .object({
    urn: z.number().int(),
    date: PlainDate,
    session: z.string(),
    version: z.number().int().meta({ description: '0 when it was not taken: everybody is unmeasured.' }),
    takenAt: z.string().nullable(),
    takenBy: z.string().nullable(),
    asAt: z.string().nullable().meta({ description: 'The instant that was asked for; null for now.' }),
    why: z.string().meta({ description: 'Why this may be read.' }),
    expected: z.number().int(),
    counts,
    marks: z.array(
      z.object({
        slot: z.number().int(),
        identifier: z.string().nullable().meta({ description: 'UPN or ULN.' }),
        code: z.string().nullable(),
        state: z.enum(sessionStates),
      }),
    ),
  })
  .meta({ id: 'Register' });
export type RegisterDocument = z.infer<typeof RegisterDocument>;

/** 409: somebody has recorded another version. RFC 9457, with what is there now. */
export const StaleDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    version: z.number().int(),
    current: RegisterDocument,
  })
  .meta({ id: 'RegisterStale', description: 'A later version with other content is there; nothing was written.' });
export type StaleDocument = z.infer<typeof StaleDocument>;

export const BulkLine = RegisterBody.and(
  z.object({ urn: z.number().int(), date: PlainDate, session: z.string() }),
).meta({ id: 'RegisterLine' });

export const TimetableBody = z.object({
  events: z
    .array(
      z.object({
        number: z.number().int().min(3).max(999).meta({ description: 'The event’s own key on that day, from 3.' }),
        startsAt: z
          .string()
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
          .meta({ description: 'Local time, 09:30.' }),
        minutes: z.number().int().min(1).max(600),
        title: askedText(120).min(1),
        roster: z.array(z.string().max(20)).max(3000).meta({ description: 'UPN or ULN of whoever is expected.' }),
      }),
    )
    .max(500),
});
export type TimetableBody = z.infer<typeof TimetableBody>;

export const TimetableDocument = z.object({
  urn: z.number().int(),
  date: PlainDate,
  events: z.array(
    z.object({
      number: z.number().int(),
      startsAt: z.string(),
      minutes: z.number().int(),
      title: z.string(),
      expected: z.number().int(),
      taken: z.boolean(),
    }),
  ),
  refused: z.array(z.object({ event: z.number().int(), pupil: z.string(), reason: z.string() })).optional(),
});
