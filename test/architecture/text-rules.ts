import type { ProjectFile, Rule, Violation } from './rule.ts';
import { fileRule } from './rule.ts';

type Found = Omit<Violation, 'path'>;

/** Spelled in halves, so that this file keeps its own rules. */
const spelled = (...halves: readonly (readonly [string, string])[]): string =>
  halves.map(([head, tail]) => head + tail).join('|');

const unfinished = new RegExp(
  String.raw`\b(?:${spelled(['TO', 'DO'], ['FIX', 'ME'], ['X', 'XX'], ['HA', 'CK'])})\b`,
  'g',
);
const makers = new RegExp(
  String.raw`\b(?:${spelled(
    ['cla', 'ude'],
    ['anthro', 'pic'],
    ['chat', 'gpt'],
    ['open', 'ai'],
    ['co', 'pilot'],
    ['L', 'LM'],
    ['language ', 'model'],
    ['AI ', 'assistant'],
    ['AI ', 'agent'],
    ['AI[- ]', 'generated'],
    ['sub', 'agent'],
    ['co-authored', '-by'],
    // A session is half a school day: only what was done, made or written in one is about its makers.
    ['(?:(?:done|made|written|built) in this|coding|previous) ', String.raw`session\b`],
    ['package ', 'mirror'],
    ['registry', String.raw`\.npmjs`],
    ['artifact', 'ory'],
  )})`,
  'gi',
);
const machines = new RegExp(spelled(['/wo', 'rk/'], ['/ro', 'ot/'], ['/Us', 'ers/\\w']), 'g');
const tables = new RegExp(spelled(['league ', 'tables?'], ['problem ', 'pupils?'], ['offen', 'ders?\\b']), 'gi');

const finished = fileRule(
  'nothing-left-for-later',
  'A note to do it later is work nobody can find. Do it, or open an issue and leave the code true as it stands.',
  () => true,
  (file) => linesMatching(file, unfinished),
);

const noMakers = fileRule(
  'speaks-of-the-program',
  'The text of the project is about the program and the field: never about who or what wrote it, with which tools, or on which machine.',
  () => true,
  (file) => [...linesMatching(file, makers), ...linesMatching(file, machines)],
);

/** These files say that we do not; a test of pages asserts the absence. */
const maySayNever = (path: string): boolean =>
  path.startsWith('docs/') || path.startsWith('test/') || /\.test\.tsx?$/.test(path) || path === 'CONTRIBUTING.md';

const kindWords = fileRule(
  'words-that-do-no-harm',
  'Pages compare without ranking and speak of children and young people with respect: a suspension or a permanent exclusion is something done, not something a child is.',
  (path) => !maySayNever(path),
  (file) => linesMatching(file, tables),
);

const plainBytes = fileRule(
  'plain-lines',
  'Files end with a line end, use spaces and hold no invisible characters: differences then show what changed.',
  (path) => !/\/(?:golden|fixtures)\//.test(path) && !/\.test\.tsx?$/.test(path),
  (file) => [
    ...(file.text === '' || file.text.endsWith('\n')
      ? []
      : [{ line: file.text.split('\n').length, found: 'no line end' }]),
    ...linesMatching(file, /\r|\t|[\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\ufeff]/g),
  ],
);

function linesMatching(file: ProjectFile, pattern: RegExp): Found[] {
  return file.text
    .split('\n')
    .flatMap((text, index) => [...text.matchAll(pattern)].map((match) => ({ line: index + 1, found: match[0] })));
}

export const textRules: readonly Rule[] = [finished, noMakers, kindWords, plainBytes];
