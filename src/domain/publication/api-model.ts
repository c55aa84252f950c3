import { z } from 'zod';
import { askedText } from '#foundation/kernel/asked-text.ts';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import { measures } from './measures.ts';
import { Grain, grains } from './model.ts';

/** The figures API in schemas: what it accepts, what it answers, and so what openapi.json says. */

const format = z
  .enum(['json', 'csv'])
  .optional()
  .meta({ description: 'json unless told, or unless Accept asks for text/csv.' });

const list = (description: string) => askedText(4000).min(1).meta({ description });

export const FiguresQuery = z.strictObject({
  area: list('One or more areas by GSS or three-digit code, current or past, separated by commas.'),
  measure: list(
    'One or more measures by id (/api/v1/measures), separated by commas. A column that Headwater does not know yet goes by its heading in the release (/api/v1/releases, undeclaredColumns).',
  ),
  phase: list(
    'One or more phases, separated by commas: all, primary, secondary, special … All of them when left out.',
  ).optional(),
  breakdown: askedText(200)
    .optional()
    .meta({ description: 'A characteristic, such as sex=male. All pupils when left out.' }),
  from: PlainDate.optional().meta({ description: 'Only periods that start on this day or later.' }),
  to: PlainDate.optional().meta({ description: 'Only periods that start on this day or earlier.' }),
  grain: Grain.optional().meta({ description: `Length of period: ${grains.join(', ')}. All of them when left out.` }),
  asPublished: PlainDate.optional().meta({
    description: 'What was known on this day. What is known now when left out.',
  }),
  dataset: list(
    'One or more datasets (/api/v1/releases), separated by commas. The official ones when left out.',
  ).optional(),
  vintages: z
    .enum(['latest', 'all'])
    .optional()
    .meta({ description: 'all: every publication of each figure, oldest first. latest when left out.' }),
  format,
});
export type FiguresQuery = z.infer<typeof FiguresQuery>;

export const CellDocument = z
  .object({
    state: z.enum(['number', 'suppressed', 'not-applicable', 'not-available', 'rounds-to-zero', 'low-reliability']),
    value: z
      .number()
      .nullable()
      .meta({ description: 'The number; null when there is none. Never 0 for a missing figure.' }),
    symbol: z.string().nullable().meta({ description: 'The symbol as printed: c, z, x, low, u … null for a number.' }),
  })
  .meta({ id: 'Cell', description: 'A published number, or the reason there is none.' });

export const FigureDocument = z
  .object({
    area: z.object({ code: z.string(), name: z.string() }),
    measure: z.string(),
    phase: z.string(),
    breakdown: z.string(),
    grain: Grain,
    from: PlainDate,
    to: PlainDate,
    period: z.string(),
    cell: CellDocument,
    numerator: CellDocument.nullable(),
    denominator: CellDocument.nullable(),
    coverage: z
      .object({ reporting: CellDocument, expected: CellDocument })
      .nullable()
      .meta({ description: 'Schools reporting of schools expected, where the release prints both.' }),
    origin: z.enum(['printed', 'computed']),
    provisional: z
      .boolean()
      .meta({ description: 'Registers of the period were still being corrected when it was published.' }),
    series: z.enum(['live', 'census']),
    dataset: z.string(),
    vintage: z.object({ id: z.number().int(), publishedOn: PlainDate, line: z.number().int() }),
  })
  .meta({ id: 'Figure' });
export type FigureDocument = z.infer<typeof FigureDocument>;

export const FiguresDocument = z.object({ figures: z.array(FigureDocument) });

export const MeasureDocument = z
  .object({
    id: z.string(),
    label: z.string(),
    unit: z.string(),
    group: z.string(),
    definition: z.string(),
    numerator: z.string().nullable(),
    denominator: z.string().nullable(),
    source: z.string(),
  })
  .meta({ id: 'Measure' });

const MeasureGroup = z.enum([...new Set(measures.map((measure) => measure.group))]);

export const MeasuresQuery = z.strictObject({
  group: MeasureGroup.optional().meta({ description: 'Only one group, such as absence-reason.' }),
  format,
});
export const MeasuresDocument = z.object({ measures: z.array(MeasureDocument) });

export const ReleaseDocument = z
  .object({
    id: z.number().int(),
    dataset: z.string(),
    publishedOn: PlainDate,
    publishedOnBasis: z.enum(['given', 'path', 'archive', 'received']),
    file: z.string(),
    rowsRead: z.number().int(),
    rowsLoaded: z.number().int(),
    rowsAlreadyKnown: z.number().int(),
    rowsHeld: z.number().int(),
    rowsRejected: z.number().int(),
    undeclaredColumns: z.array(z.string()),
    demonstration: z.boolean(),
  })
  .meta({ id: 'Release' });

export const ReleasesQuery = z.strictObject({ format });
export const ReleasesDocument = z.object({ releases: z.array(ReleaseDocument) });
