import type { Category } from './categories.ts';
import { categories } from './categories.ts';
import { categoryOfTable } from './table-categories.ts';

/** Which categories a statement asks, and which it changes. */
export interface Touched {
  readonly read: readonly Category[];
  readonly changed: readonly Category[];
}

const remembered = new Map<string, Touched>();
/** Statements are few and repeat; only a COPY or a list of parameters makes new ones without end. */
const mostRemembered = 2_000;
const longestRemembered = 20_000;

/**
 * The categories that a statement touches, from the tables it names: every name of a table counts, wherever it stands, so
 * that no way of writing a join or a sub-query escapes. No column is named like a table. Text in quotation marks, and
 * comments, name nothing.
 */
export function touchedBy(statement: string): Touched {
  const known = remembered.get(statement);
  if (known) return known;
  const touched = readStatement(statement);
  if (remembered.size >= mostRemembered) remembered.clear();
  if (statement.length <= longestRemembered) remembered.set(statement, touched);
  return touched;
}

const unsaid = /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g;
const changes =
  /\b(?:insert\s+into|delete\s+from|update|merge\s+into|truncate(?:\s+table)?)\s+(?:only\s+)?(?:"?public"?\s*\.\s*)?"?(\w+)"?/gi;
const copiedIn = /\bcopy\s+(?:"?public"?\s*\.\s*)?"?(\w+)"?\s*(?:\([^)]*\)\s*)?from\b/gi;

function readStatement(statement: string): Touched {
  const said = statement.replace(unsaid, ' ');
  const changed = new Set<Category>();
  // What is left after the changes are taken out is read: `INSERT INTO a SELECT … FROM b` changes a and reads b.
  const left = [changes, copiedIn].reduce(
    (text, pattern) =>
      text.replace(pattern, (whole, table: string) => {
        const category = categoryOfTable(table.toLowerCase());
        if (!category) return whole;
        changed.add(category);
        return ' ';
      }),
    said,
  );
  const read = new Set<Category>();
  for (const [word] of left.matchAll(/\w+/g)) {
    const category = categoryOfTable(word) ?? categoryOfTable(word.toLowerCase());
    if (category) read.add(category);
  }
  // `INSERT INTO learner … RETURNING learner.id` and `register.version + 1` name the table that is changed again.
  return { read: ordered(read, changed), changed: ordered(changed, new Set()) };
}

function ordered(found: ReadonlySet<Category>, without: ReadonlySet<Category>): readonly Category[] {
  return categories.filter((one) => found.has(one) && !without.has(one));
}
