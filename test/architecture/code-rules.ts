import { mayHoldSql } from './house-rules.ts';
import type { ProjectFile, Rule, Violation } from './rule.ts';
import { fileRule, isCode, isTest } from './rule.ts';
import type { TextPiece } from './source-text.ts';
import { lineAt, readSource } from './source-text.ts';

type Found = Omit<Violation, 'path'>;

const longestFile = 400;

const shortFiles = fileRule(
  'short-files',
  `A file longer than ${longestFile} lines does more than one job; split it where its nouns part.`,
  (path) => /\.(?:tsx?|scss|css)$/.test(path) && !path.includes('/golden/'),
  (file) => {
    const lines = file.text.trimEnd().split('\n').length;
    return lines > longestFile ? [{ line: longestFile + 1, found: `${lines} lines` }] : [];
  },
);

const noDefaultExports = fileRule(
  'no-default-exports',
  'A named export has one name everywhere, so it can be searched for. Only tools’ own configuration files need a default.',
  (path) => isCode(path) && !/\.config\.ts$/.test(path),
  (file) => inCode(file, /\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/g),
);

const sqlStatement =
  /^\s*(?:with\s+(?:recursive\s+)?\w+\s*(?:\([^)]*\)\s*)?as\b|select\s[\s\S]*\sfrom\s|insert\s+into\s|update\s+[\w."]+\s+set\s|delete\s+from\s|merge\s+into\s|truncate\s+(?:table\s+)?\w+|copy\s+[\w."(]+[\s\S]*\b(?:from\s+stdin|to\s+stdout)|create\s+(?:unlogged\s+|temp(?:orary)?\s+)?(?:table|index|role|policy)\s|alter\s+table\s|drop\s+(?:table|index)\s|set\s+local\s|notify\s+\w)/i;

const sqlInStores = fileRule(
  'sql-in-stores',
  'SQL stands only in platform/database and in *store.ts files, so that what the program asks of the database is read in one place.',
  (path) => isCode(path) && path.startsWith('src/') && !isTest(path) && !mayHoldSql(path),
  (file) => {
    const { code, texts } = readSource(file.text);
    return [
      ...texts.filter(({ text }) => sqlStatement.test(text)).map((piece) => at(file, piece)),
      ...matches(file, code, /\bsql(?:<[^`]*>)?`/g),
    ];
  },
);

const dayNames =
  /\b(?:\w*(?:Day|Date|On|From|To|Until|Start|End|Monday|Birthday)|day|date|from|to|until|start|end)\??\s*:\s*(?:readonly\s+)?Date\b/g;
const dayArithmetic = /\.(?:get|set)(?:UTC)?(?:FullYear|Month|Date|Day)\s*\(|\.toLocaleDateString\s*\(/g;

const plainDays = fileRule(
  'days-are-plain-dates',
  'A midnight in UTC is another day in Europe/London for half the year, so a calendar day is PlainDate (kernel/plain-date.ts) and never Date. An instant, such as importedAt, may be a Date. (A heuristic: it reads names.)',
  (path) =>
    isCode(path) && /^src\/(?:domain|foundation)\//.test(path) && path !== 'src/foundation/kernel/plain-date.ts',
  (file) => [...inCode(file, dayNames), ...inCode(file, dayArithmetic)],
);

const clockAsArgument = fileRule(
  'clock-and-chance-as-arguments',
  'What depends on the time or on chance is given a Clock (kernel/effects.ts) or a seeded source, so that a test can choose the day and a demonstration is the same twice.',
  (path) =>
    isCode(path) &&
    /^(?:src\/(?:domain|foundation)|demo)\//.test(path) &&
    !isTest(path) &&
    path !== 'src/foundation/kernel/effects.ts',
  (file) => inCode(file, /\bnew\s+Date\s*\(\s*\)|\bDate\.now\s*\(|\bMath\.random\s*\(/g),
);

/** The launcher, the edge of the process that hands the environment on to src/app/config.ts, and what starts a child. */
const processEdge = ['src/app/headwater.ts', 'src/app/process.ts', 'src/platform/database/server-user.ts'];

const settingsInOnePlace = fileRule(
  'environment-read-once',
  `The environment is taken up at the edge of the process (${processEdge.join(', ')}) and checked in src/app/config.ts, so that a wrong setting is named at the start and not met in the middle.`,
  (path) => isCode(path) && path.startsWith('src/') && !isTest(path) && !processEdge.includes(path),
  (file) => inCode(file, /\bprocess\.env\b/g),
);

const cleanPages = fileRule(
  'no-inline-style-or-script',
  'Pages are served with a content security policy that allows no inline style or script; an inline one would silently not work.',
  (path) => /^src\/.*\.tsx$/.test(path) && !isTest(path),
  (file) =>
    inCode(
      file,
      /\sstyle=|<style\b|\son(?:click|change|load|submit|input)=|dangerouslySetInnerHTML=\{\{\s*__html:\s*_*script/gi,
    ),
);

const suppressionReason = fileRule(
  'suppressions-say-why',
  'A rule may be set aside where it is wrong, with the reason beside it; a bare suppression only hides.',
  (path) => isCode(path),
  (file) =>
    readSource(file.text)
      .comments.filter(({ text }) => /biome-ignore|@ts-(?:ignore|nocheck|expect-error)/.test(text))
      .filter(({ text }) => !/biome-ignore(?:-all)? [\w/]+: \S+ \S+ \S+|@ts-expect-error \S+ \S+ \S+/.test(text))
      .map((piece) => at(file, piece)),
);

function inCode(file: ProjectFile, pattern: RegExp): Found[] {
  return matches(file, readSource(file.text).code, pattern);
}

function matches(file: ProjectFile, code: string, pattern: RegExp): Found[] {
  return [...code.matchAll(pattern)].map((match) => ({
    line: lineAt(file.text, match.index + match[0].length),
    found: file.text.slice(match.index, match.index + match[0].length).trim(),
  }));
}

function at(file: ProjectFile, piece: TextPiece): Found {
  return { line: lineAt(file.text, piece.start), found: piece.text.trim().split('\n')[0]?.slice(0, 100) ?? '' };
}

export const codeRules: readonly Rule[] = [
  shortFiles,
  noDefaultExports,
  sqlInStores,
  plainDays,
  clockAsArgument,
  settingsInOnePlace,
  cleanPages,
  suppressionReason,
];
