import { printedCount } from '#foundation/kernel/count-words.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { printableName } from './file-problems.ts';
import type { FoundItem, LeftAlone } from './found-source.ts';

interface Nouns {
  readonly one: string;
  readonly many: string;
}

const readableKinds = '.csv, .tsv, .parquet, .zip and .gz';

/** Keeps count of what one given path held, so that what is no data is told once and not file by file. */
export class WalkTally {
  readonly #name: string;
  readonly #leftAlone: { readonly name: string; readonly what: string; readonly nouns: Nouns }[] = [];
  #items = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** Counts a source or a problem on its way out. */
  noted(item: FoundItem): FoundItem {
    this.#items += 1;
    return item;
  }

  /** A file that another given path already led to. */
  cameBefore(): void {
    this.#items += 1;
  }

  /** Notes a file that is no data. */
  leaveAlone(name: string, nouns: Nouns): void {
    this.#leftAlone.push({ name: printableName(name), what: nouns.one, nouns });
  }

  /** What remains to be said once the path has been walked. */
  *closing(kind: 'file' | 'folder' | 'other'): Generator<FoundItem> {
    if (this.#items > 0 && this.#leftAlone.length > 0) yield this.#leftAloneItem();
    if (this.#items === 0) yield { kind: 'problem', name: this.#name, problem: this.#nothing(kind) };
  }

  #leftAloneItem(): LeftAlone {
    const files = this.#leftAlone.map(({ name, what }) => ({ name, what }));
    return { kind: 'left-alone', name: this.#name, summary: this.#summary(), files };
  }

  #nothing(kind: 'file' | 'folder' | 'other'): Problem {
    const [first] = this.#leftAlone;
    const spreadsheet = this.#leftAlone.some(({ what }) => what === 'a spreadsheet');
    const nextStep = spreadsheet
      ? 'Save the spreadsheet’s table as CSV and import that.'
      : `Headwater imports ${readableKinds} files, and folders of them.`;
    const code = 'nothing-to-import';
    if (!first) return { code, message: `${this.#name}: nothing to import here, it holds no files.`, nextStep };
    if (kind !== 'folder' && this.#leftAlone.length === 1 && first.name === this.#name) {
      return { code, message: `${this.#name} cannot be imported: it is ${first.what}.`, nextStep };
    }
    return { code, message: `${this.#name}: nothing to import here, ${this.#summary()}.`, nextStep };
  }

  #summary(): string {
    const groups = Map.groupBy(this.#leftAlone, ({ nouns }) => nouns.many);
    const parts = [...groups.values()]
      .toSorted((left, right) => right.length - left.length)
      .map((group, index) => phrase(group.length, group[0]?.nouns, index === 0));
    return new Intl.ListFormat('en-GB').format(parts);
  }
}

function phrase(count: number, nouns: Nouns | undefined, first: boolean): string {
  const files = first ? (count === 1 ? ' file' : ' files') : '';
  const number = printedCount(count);
  return count === 1 ? `${number}${files} is ${nouns?.one}` : `${number}${files} are ${nouns?.many}`;
}
