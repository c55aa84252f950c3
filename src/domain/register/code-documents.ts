import { z } from 'zod';
import { csvDocument } from '#foundation/formats/csv-writer.ts';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { AttendanceCodeFact, NationName } from '#foundation/nations/attendance-code.ts';
import { markCategories } from '#foundation/nations/attendance-code.ts';
import type { CodeBook } from '#foundation/nations/code-book.ts';
import { factsOn } from '#foundation/nations/code-book.ts';
import { codeBooks } from '#foundation/nations/code-books.ts';

/** The attendance codes of the API: what it accepts and answers. */

/** The nations that have a code book, as an address names them. */
export const Nation = z.enum(['england', 'wales', 'scotland', 'northern-ireland'] satisfies readonly NationName[]);

export const CodesQuery = z.strictObject({
  nation: Nation.optional().meta({ description: 'One nation. All four when left out.' }),
  on: PlainDate.optional().meta({
    description: 'Only what was in force on this day. Every meaning there has been when left out.',
  }),
  format: z
    .enum(['json', 'csv'])
    .optional()
    .meta({ description: 'json unless told, or unless Accept asks for text/csv.' }),
});
type CodesQuery = z.infer<typeof CodesQuery>;

const CodeDocument = z
  .object({
    nation: Nation,
    book: z.number().meta({ description: 'Number of the code book, stored with each register.' }),
    code: z.string(),
    label: z.string(),
    countsAs: z.enum(markCategories),
    statisticalClass: z.string(),
    late: z.boolean(),
    onlyFor: z.enum(['not-compulsory-school-age', 'compulsory-school-age']).nullable(),
    supplierMark: z.string().nullable().meta({
      description: 'Of a mark that only suppliers’ files hold: unmeasured, refused, or “read as” a code.',
    }),
    from: PlainDate.nullable().meta({ description: 'First day in force; null when it is before our records.' }),
    to: PlainDate.nullable().meta({ description: 'Last day in force; null while it is.' }),
    byte: z.number().nullable().meta({ description: 'As registers are stored; null for a supplier’s mark.' }),
    note: z.string(),
    source: z.string(),
    verified: z.boolean(),
    notVerified: z.string().nullable().meta({ description: 'What of it could not be checked against its source.' }),
    treatmentUnsettled: z
      .boolean()
      .meta({ description: 'Sources disagree about what it counts as, or none says; the note gives the choice.' }),
    ownName: z.boolean().meta({ description: 'The nation’s own code is not established; this is a name of ours.' }),
  })
  .meta({ id: 'AttendanceCode', description: 'One meaning of one attendance code, with the days it is in force.' });
type CodeDocument = z.infer<typeof CodeDocument>;

export const CodesDocument = z.object({ codes: z.array(CodeDocument) }).meta({ id: 'AttendanceCodes' });

/** The codes that were asked for, in the order of their books. */
export function findCodes({ nation, on }: CodesQuery): CodeDocument[] {
  return codeBooks
    .filter((book) => nation === undefined || book.nation === nation)
    .flatMap((book) => (on === undefined ? book.facts : factsOn(book, on)).map((fact) => codeDocument(book, fact)));
}

function codeDocument(book: CodeBook, fact: AttendanceCodeFact): CodeDocument {
  return {
    nation: book.nation,
    book: book.bookId,
    code: fact.code,
    label: fact.label,
    countsAs: fact.category,
    statisticalClass: fact.statisticalMeaning,
    late: fact.late ?? false,
    onlyFor: fact.onlyFor ?? null,
    supplierMark: supplierWords(fact.supplierOnly),
    from: fact.from ?? null,
    to: fact.to ?? null,
    byte: book.bytes.get(fact.code) ?? null,
    note: fact.note,
    source: fact.source,
    verified: fact.verified,
    notVerified: fact.doubt ?? null,
    treatmentUnsettled: fact.treatmentUnsettled ?? false,
    ownName: fact.ownName ?? false,
  };
}

function supplierWords(supplierOnly: AttendanceCodeFact['supplierOnly']): string | null {
  if (supplierOnly === undefined) return null;
  return typeof supplierOnly === 'string' ? supplierOnly : `read as ${supplierOnly.readAs}`;
}

const columns = [
  'nation',
  'book',
  'code',
  'label',
  'countsAs',
  'statisticalClass',
  'late',
  'onlyFor',
  'supplierMark',
  'from',
  'to',
  'byte',
  'note',
  'source',
  'verified',
  'notVerified',
  'treatmentUnsettled',
  'ownName',
] as const satisfies readonly (keyof CodeDocument)[];

/** The codes as a CSV document, its headings in the manner of the Department’s files. */
export function codesCsv(codes: readonly CodeDocument[]): string {
  return csvDocument({
    header: columns.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
    rows: codes.map((code) => columns.map((name) => code[name])),
  });
}
