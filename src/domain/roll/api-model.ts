import { z } from 'zod';

/** A row of a roll as the API takes and gives it. Days are ISO 8601. */
export const RollRow = z
  .object({
    upn: z.string().max(20).nullish().describe('Unique pupil number; one of UPN and ULN says who it is'),
    uln: z.string().max(20).nullish().describe('Unique learner number'),
    surname: z.string().max(200),
    givenName: z.string().max(200),
    bornOn: z.string().max(40),
    yearGroup: z.number().int().default(99).describe('-2 and -1 nursery, 0 reception, 1 to 14; 99 not known'),
    class: z.string().max(200).default(''),
    status: z.string().max(40).default('single').describe('single, main, subsidiary, guest, fe; ehe, eotas'),
    enteredOn: z
      .string()
      .max(40)
      .describe('First day on roll: with the UPN or ULN, what makes an enrolment the same one'),
    leftOn: z.string().max(40).nullish().describe('Last day on roll'),
    sex: z.string().max(20).optional(),
    sen: z.string().max(20).optional(),
    fsm: z.string().max(20).optional(),
    ethnicity: z.string().max(20).optional(),
    lookedAfter: z.string().max(20).optional(),
    socialWorker: z.string().max(20).optional(),
  })
  .describe('Somebody on a roll');
export type RollRow = z.infer<typeof RollRow>;

export const RollDocument = z.object({
  urn: z.number(),
  asAt: z.string().describe('The day the roll is told of'),
  why: z.string().describe('Why the reader may see it, and of how many these are some'),
  onRoll: z.number().describe('How many are on roll on that day'),
  enrolments: z.array(RollRow.extend({ slot: z.number(), onRoll: z.boolean() })),
});

export const RollSent = z.object({ enrolments: z.array(z.unknown()).max(50_000) });

export const RollTaken = z.object({
  enrolled: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  refused: z.array(
    z.object({ row: z.number().describe('From 1'), field: z.string(), value: z.string(), reason: z.string() }),
  ),
  notices: z.array(z.object({ row: z.number(), message: z.string(), nextStep: z.string() })),
});
