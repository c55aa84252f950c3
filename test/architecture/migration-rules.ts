import type { ProjectFile, Rule, Violation } from './rule.ts';
import { fileRule } from './rule.ts';

type Found = Omit<Violation, 'path'>;

const tableStart = /^CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?(\w+)\s*\(/;
const addedColumn = /^ALTER TABLE (\w+)\s+ADD COLUMN (\w+)/;
const comment = /^COMMENT ON (TABLE|COLUMN) (\w+(?:\.\w+)?) IS '.*\S.*'/;
const notAColumn = /^(?:CONSTRAINT|PRIMARY|UNIQUE|FOREIGN|CHECK|EXCLUDE|LIKE)\b/i;

const everythingExplained: Rule = {
  id: 'every-column-explained',
  reason:
    'Every table and column carries COMMENT ON in the migrations: the data dictionary is made from it, and somebody with only the database must understand what they see.',
  check: (project) => {
    const migrations = project.files.filter(({ path }) => /^migrations\/.*\.sql$/.test(path));
    const explained = new Set(migrations.flatMap(({ text }) => text.split('\n').flatMap(explainedBy)));
    return migrations.flatMap((file) =>
      declaredIn(file)
        .filter(({ found }) => !explained.has(found))
        .map((declared) => ({ path: file.path, ...declared })),
    );
  },
};

function explainedBy(line: string): string[] {
  const found = comment.exec(line);
  return found?.[2] === undefined ? [] : [found[2]];
}

function declaredIn(file: ProjectFile): Found[] {
  const declared: Found[] = [];
  let table: string | undefined;
  for (const [index, text] of file.text.split('\n').entries()) {
    const opened = tableStart.exec(text)?.[1];
    const added = addedColumn.exec(text);
    if (opened !== undefined) declared.push({ line: index + 1, found: opened });
    if (added) declared.push({ line: index + 1, found: `${added[1]}.${added[2]}` });
    if (opened === undefined && table !== undefined) declared.push(...columnOn(text, table, index + 1));
    table = text.startsWith(')') ? undefined : (opened ?? table);
  }
  return declared;
}

function columnOn(text: string, table: string, line: number): Found[] {
  const name = /^\s+(\w+)\s+\w/.exec(text)?.[1];
  return name === undefined || notAColumn.test(name) ? [] : [{ line, found: `${table}.${name}` }];
}

const forwardOnly = fileRule(
  'migrations-fit-the-cluster',
  'Migrations are plain, forward-only SQL that a Citus cluster can run too: no triggers, MERGE, ROLLUP or SECURITY DEFINER, no serial (identities instead), constraints with names.',
  (path) => /^migrations\/.*\.sql$/.test(path),
  (file) =>
    file.text.split('\n').flatMap((text, index) => {
      const bare = text.replace(/'(?:[^']|'')*'/g, "''").replace(/--.*$/, '');
      const found =
        /\b(?:CREATE (?:CONSTRAINT )?TRIGGER|MERGE INTO|ROLLUP|SECURITY DEFINER|(?:big)?serial|Down Migration)\b/i.exec(
          bare,
        );
      const unnamed = /^\s+(?:\w+ .*\b(?:PRIMARY KEY|REFERENCES|UNIQUE)\b|PRIMARY KEY|UNIQUE|FOREIGN KEY|CHECK)/.exec(
        bare,
      );
      const named = /CONSTRAINT \w+/.test(bare);
      if (found) return [{ line: index + 1, found: found[0] }];
      return unnamed && !named ? [{ line: index + 1, found: `a constraint without a name: ${bare.trim()}` }] : [];
    }),
);

export const migrationRules: readonly Rule[] = [everythingExplained, forwardOnly];
