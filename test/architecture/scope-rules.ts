import type { Project, ProjectFile, Rule, Violation } from './rule.ts';
import { fileRule, isCode, isTest } from './rule.ts';
import { lineAt, readSource } from './source-text.ts';

const poolsBehindScopes = fileRule(
  'pools-behind-scopes',
  'Only platform/access takes a connection of a scope’s role, and hands it on inside a scope (inScope). Anywhere else such a connection would ask without one, or with another’s.',
  (path) =>
    isCode(path) &&
    /^(?:src|demo)\//.test(path) &&
    !/^src\/platform\/(?:access|database)\//.test(path) &&
    !isTest(path),
  (file) =>
    [...readSource(file.text).code.matchAll(/\.poolOf\s*\(|\{[^{}]*\bpoolOf\b[^{}]*\}\s*=|transactionOn\s*\(/g)].map(
      (match) => ({
        line: lineAt(file.text, match.index + 1),
        found: match[0].trim(),
      }),
    ),
);

const noStewardForRequests = fileRule(
  'no-steward-for-requests',
  'A steward’s scope reaches every child, for Headwater’s own duties. No request is answered under one: not in routes, not in pages, not in what the server hands them.',
  (path) => isCode(path) && /^src\/.*(?:routes\.ts|\.tsx)$/.test(path) && !isTest(path),
  (file) =>
    [...readSource(file.text).code.matchAll(/\bsteward\s*\(|\bStewardScope\b/g)].map((match) => ({
      line: lineAt(file.text, match.index),
      found: match[0],
    })),
);

const scopesAskedFor = fileRule(
  'scopes-asked-for',
  'A route answers under the scope that it asked for, with the categories it shows or changes (needScope and its like): it hands that one to inScope by name, and makes none of its own. (File by file: what a route hands on to is typed to take a scope.)',
  (path) => /^src\/(?:domain|platform)\/.*routes\.ts$/.test(path) && !isTest(path),
  (file) => {
    const { code } = readSource(file.text);
    const under = [...code.matchAll(/\binScope\s*\(\s*[\w.]+,\s*([^,]{1,40})/g)];
    const asks = /\b(?:need\w*(?:Scope|Reader)|rollWriter|askScope)\s*\(/.test(code);
    const strange = under.filter(([, scope = '']) => !asks || !/^[a-zA-Z.]+$/.test(scope.trim()));
    const made = [...code.matchAll(/\b(?:categories|changes):\s*\[(?!\.\.\.)/g)];
    return [...strange, ...made].map((match) => ({ line: lineAt(file.text, match.index), found: match[0].trim() }));
  },
);

const childrenBehindScopes: Rule = {
  id: 'children-behind-scopes',
  reason:
    'In a room’s *store.ts every statement about a table under row-level security stands in a function that takes a Scoped, or a Gated for what people ask at the gate: such a table cannot be asked without saying who asks. (A heuristic: it reads the statement’s own words and the declaration around it.)',
  check: (project) => {
    const tables = protectedTables(project);
    const takers = scopedNames(project);
    return project.files
      .filter(({ path }) => /^src\/domain\/.*store\.ts$/.test(path) && !isTest(path))
      .flatMap((file) => unscopedStatements(file, tables, takers));
  },
};

/** The tables that a migration puts under row-level security. */
function protectedTables({ files }: Project): ReadonlySet<string> {
  const migrations = files.filter(({ path }) => /^migrations\/.*\.sql$/.test(path));
  return new Set(
    migrations.flatMap(({ text }) =>
      [...text.matchAll(/ALTER TABLE (\w+) ENABLE ROW LEVEL SECURITY/g)].flatMap(([, table]) => table ?? []),
    ),
  );
}

/** `Scoped` and `Gated` (whose role sees no table of a record), and the names that rooms give a scoped one. */
function scopedNames({ files }: Project): RegExp {
  const named = files
    .filter(({ path }) => /^src\/domain\/.*\.ts$/.test(path))
    .flatMap(({ text }) =>
      [...text.matchAll(/^(?:export )?type (\w+) = [^;]*\bScoped\b/gm)].flatMap(([, name]) => name ?? []),
    );
  return new RegExp(`:\\s*(?:${['Scoped', 'Gated', ...named].join('|')})\\b`);
}

interface Declaration {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Parameters and what stands before the body; empty for a value that is no function. */
  readonly signature: string;
}

function unscopedStatements(file: ProjectFile, tables: ReadonlySet<string>, takers: RegExp): readonly Violation[] {
  const { code, texts } = readSource(file.text);
  const declarations = declarationsOf(code);
  return texts.flatMap(({ text, start }) => {
    const table = tableIn(text, file.text.slice(Math.max(0, start - 40), start), tables);
    if (table === undefined) return [];
    const around = declarations.findLast((one) => one.start <= start && start < one.end);
    if (around && isScoped(around, { declarations, code, takers })) return [];
    return [{ path: file.path, line: lineAt(file.text, start), found: `${table} in ${around?.name ?? 'no function'}` }];
  });
}

/** A protected table that a text asks: in SQL's own words, or as the argument of a query builder's. */
function tableIn(text: string, before: string, tables: ReadonlySet<string>): string | undefined {
  if (/(?:selectFrom|insertInto|updateTable|deleteFrom|[jJ]oin)\(\s*['"]$/.test(before)) {
    const [named = ''] = text.split(' ');
    return tables.has(named) ? named : undefined;
  }
  const asked = [...text.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE|COPY)\s+(?:ONLY\s+)?\(?(\w+)/g)];
  return asked.map(([, table]) => table ?? '').find((table) => tables.has(table));
}

/** What is declared at the left margin. A declaration reaches to the next. */
function declarationsOf(code: string): readonly Declaration[] {
  const starts = [...code.matchAll(/^(?:export )?(?:async )?(?:function\*? ?|const |class )(\w+)/gm)];
  return starts.map((match, index) => {
    const end = starts[index + 1]?.index ?? code.length;
    const whole = code.slice(match.index, end);
    const body = /\)[^()]*(?:\{\n|=>)/.exec(whole);
    return {
      name: match[1] ?? '',
      start: match.index,
      end,
      signature: body ? whole.slice(0, body.index + body[0].length) : '',
    };
  });
}

interface Surroundings {
  readonly declarations: readonly Declaration[];
  readonly code: string;
  readonly takers: RegExp;
}

/** A function that takes a Scoped, or a statement that is kept by name and only such functions use. */
function isScoped(one: Declaration, around: Surroundings): boolean {
  const { declarations, code, takers } = around;
  if (takers.test(one.signature)) return true;
  if (one.signature !== '' || code.startsWith('export', one.start)) return false;
  const users = declarations.filter(
    (other) => other !== one && new RegExp(`\\b${one.name}\\b`).test(code.slice(other.start, other.end)),
  );
  return users.length > 0 && users.every((user) => isScoped(user, around));
}

export const scopeRules: readonly Rule[] = [
  poolsBehindScopes,
  noStewardForRequests,
  scopesAskedFor,
  childrenBehindScopes,
];
