import { z } from 'zod';
import { ProblemError } from '#foundation/kernel/problem.ts';
import { ByteReader } from './byte-reader.ts';

const table = z.object({
  name: z.string().regex(/^[a-z_][a-z0-9_]*$/),
  columns: z.array(z.string().regex(/^[a-z_][a-z0-9_]*$/)),
  /** The terms by which its rows are put in order, in SQL: a digest must not depend on where rows happen to lie. */
  order: z.string(),
});
/** A table of a backup. */
export type BackupTable = z.infer<typeof table>;

const manifest = z.object({
  headwater: z.string(),
  madeAt: z.string(),
  serverVersion: z.number().int(),
  migrations: z.array(z.object({ name: z.string(), sha256: z.string().nullable() })),
  tables: z.array(table),
  /** Of columns whose numbers PostgreSQL gives: the last one given, or more. */
  identities: z.array(z.object({ table: z.string(), column: z.string(), last: z.string().nullable() })),
});
/** What stands at the head of a backup. */
export type BackupManifest = z.infer<typeof manifest>;

const ending = z.object({ table: z.string(), rows: z.number().int(), sha256: z.string() });
/** What stands behind a table's rows: how many they are, and the digest of what COPY gave. */
export type TableEnding = z.infer<typeof ending>;

const total = z.object({ tables: z.number().int(), rows: z.number().int() });

/** A backup in its order: the manifest; of each table its rows, then its ending; the total. */
export type BackupRecord =
  | { readonly kind: 'manifest'; readonly manifest: BackupManifest }
  | { readonly kind: 'rows'; readonly bytes: Buffer }
  | { readonly kind: 'ending'; readonly ending: TableEnding }
  | { readonly kind: 'total'; readonly total: z.infer<typeof total> };

const letters = { manifest: 'M', rows: 'D', ending: 'E', total: 'S' } as const;
const mostBytes = 64 * 1024 * 1024;

/** The bytes of a record: a letter, a length, and what it says. */
export function recordBytes(record: BackupRecord): Buffer {
  const body = bodyOf(record);
  const head = Buffer.alloc(5);
  head.write(letters[record.kind], 'latin1');
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

function bodyOf(record: BackupRecord): Buffer {
  switch (record.kind) {
    case 'manifest':
      return Buffer.from(JSON.stringify(record.manifest));
    case 'rows':
      return record.bytes;
    case 'ending':
      return Buffer.from(JSON.stringify(record.ending));
    case 'total':
      return Buffer.from(JSON.stringify(record.total));
  }
}

/** The records in a stream of bytes, up to and with the total. */
export async function* recordsIn(source: AsyncIterable<Buffer>): AsyncGenerator<BackupRecord> {
  const reader = new ByteReader(source, unreadable);
  for (;;) {
    const head = await reader.exactly(5);
    const length = head.readUInt32BE(1);
    if (length > mostBytes) throw unreadable();
    const record = recordOf(head.toString('latin1', 0, 1), await reader.exactly(length));
    yield record;
    if (record.kind === 'total') return;
  }
}

function recordOf(letter: string, body: Buffer): BackupRecord {
  if (letter === letters.rows) return { kind: 'rows', bytes: body };
  try {
    const said: unknown = JSON.parse(body.toString());
    if (letter === letters.manifest) return { kind: 'manifest', manifest: manifest.parse(said) };
    if (letter === letters.ending) return { kind: 'ending', ending: ending.parse(said) };
    if (letter === letters.total) return { kind: 'total', total: total.parse(said) };
  } catch {
    throw unreadable();
  }
  throw unreadable();
}

/** Thrown where the inside of a backup is not what this version writes, though its seal is whole. */
export function unreadable(): ProblemError {
  return new ProblemError({
    code: 'backup-unreadable',
    message: 'The backup cannot be understood by this version of Headwater.',
    nextStep: 'Restore it with the version that made it, or a newer one. Nothing was restored.',
  });
}
