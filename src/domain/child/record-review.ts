import type { ChildRecord, RecordSection } from './record.ts';
import type { Whose } from './record-catalogue.ts';
import { whoseText } from './record-catalogue.ts';
import type { RecordRow } from './record-store.ts';
import type { CopyReader } from './record-withheld.ts';
import { withoutWithheld } from './record-withheld.ts';

/** One text of a record that may be somebody else’s. The same text of the same kind is decided once, wherever it stands. */
export interface ReviewItem {
  readonly itemId: number;
  readonly whose: Whose;
  /** The table and column it was first found in. */
  readonly foundIn: string;
  readonly words: string;
  readonly times: number;
}

/** What a reviewer decided of an item. */
export interface Decision {
  readonly whose: string;
  readonly words: string;
  readonly decision: 'keep' | 'black-out';
}

/** Every text that a person must look at before the record is given to anybody, in the order of the record. */
export function itemsToReview(record: ChildRecord): readonly ReviewItem[] {
  const found = new Map<string, { whose: Whose; foundIn: string; words: string; times: number }>();
  for (const { whose, foundIn, text } of record.sections.flatMap(foreignTexts)) {
    const known = found.get(`${whose} ${text}`);
    if (known) known.times += 1;
    else found.set(`${whose} ${text}`, { whose, foundIn, words: text, times: 1 });
  }
  return [...found.values()].map((one, index) => ({ itemId: index + 1, ...one }));
}

function foreignTexts({ table, rows }: RecordSection) {
  return rows.flatMap((row) =>
    textsOf(row).flatMap(([column, text]) => {
      const whose = whoseText(table, column);
      return whose === undefined || text.trim() === '' ? [] : [{ whose, foundIn: `${table}.${column}`, text }];
    }),
  );
}

/** Days, instants and times are nobody’s words. */
const timeLike = /^\d{4}-\d\d-\d\d(?:T[\d:.+-]+Z?)?$|^\d\d:\d\d(?::\d\d)?$/;

function textsOf(row: RecordRow): readonly (readonly [string, string])[] {
  return Object.entries(row).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && !timeLike.test(entry[1]),
  );
}

const black = '█████';
const shortest = 4;
const words: Readonly<Record<string, string>> = {
  staff: 'name of staff',
  'another-child': 'another child',
  'another-adult': 'another adult',
  'free-text': 'words about somebody else',
};

/**
 * The record as it may be given: decided texts blacked out wherever they stand, inside other texts too; what contact rules
 * withhold from the reader taken out whatever was decided. Throws when an item has no decision.
 */
export function blackedOut(record: ChildRecord, decisions: readonly Decision[], forWhom: CopyReader): ChildRecord {
  const byText = new Map(decisions.map((one) => [`${one.whose} ${one.words}`, one.decision]));
  const out = decisions.filter(({ decision }) => decision === 'black-out').map((one) => one.words);
  const masked = masking([...out, ...forWhom.hidden]);
  const sections = record.sections
    .flatMap((section) => withoutWithheld(section, forWhom) ?? [])
    .map((section) => ({
      ...section,
      rows: section.rows.map((row) => redactRow(row, { table: section.table, byText, masked, forWhom })),
    }));
  return { ...record, sections };
}

interface Redacting {
  readonly table: string;
  readonly byText: ReadonlyMap<string, Decision['decision']>;
  readonly masked: (text: string) => string;
  readonly forWhom: CopyReader;
}

function redactRow(row: RecordRow, { table, byText, masked, forWhom }: Redacting): RecordRow {
  const texts = new Map(textsOf(row));
  const entries = Object.entries(row).map(([column, value]) => {
    const text = texts.get(column);
    if (text === undefined) return [column, value] as const;
    const whose = whoseText(table, column);
    if (whose === undefined || text.trim() === '') return [column, masked(text)] as const;
    if (isOwn(row, forWhom)) return [column, text] as const;
    const decision = byText.get(`${whose} ${text}`);
    if (decision === undefined) throw new RangeError(`${table}.${column} was not reviewed`);
    return [column, decision === 'black-out' ? `${black} (${words[whose]})` : masked(text)] as const;
  });
  return Object.fromEntries(entries);
}

/** A reader’s own address is theirs. */
function isOwn(row: RecordRow, { reader }: CopyReader): boolean {
  return reader !== undefined && 'person_id' in row && 'value' in row && Number(row['person_id']) === reader.personId;
}

/** Takes some texts out of any other, without minding letters’ case and spaces. */
function masking(texts: readonly string[]): (text: string) => string {
  const long = [...new Set(texts.map((one) => one.trim()))].filter((one) => one.length >= shortest);
  if (long.length === 0) return (text) => text;
  const escaped = long
    .toSorted((left, right) => right.length - left.length)
    .map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '[\\s,]+'));
  const pattern = new RegExp(escaped.join('|'), 'gi');
  return (text) => text.replace(pattern, black);
}
