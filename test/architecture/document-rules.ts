import { posix } from 'node:path';
import { anchorsOf, codeSpansOf, linksOf, tableRowsOf } from './markdown.ts';
import type { Project, ProjectFile, Rule, Violation } from './rule.ts';

/** Every recommendation of the paper, and the parts it is read in (docs/recommendations.md says where each comes from). */
export const recommendations: readonly string[] = [
  ...numbered('R0', 11),
  ...['R1', 'R1.a', 'R1.a.1', 'R1.b', 'R1.b.1', 'R1.1', 'R1.1.1', 'R1.2', 'R1.3', ...numbered('R1.3', 3)],
  ...['R2', ...numbered('R2.0', 5), 'R2.1', 'R2.1.1', 'R2.2', 'R2.3', 'R2.3.1', 'R2.4', 'R2.5', 'R2.6'],
  ...['R3', 'R3.1', 'R3.1.1', 'R3.2', 'R3.3', 'R3.4', ...numbered('R3.4', 3)],
];

const states = ['served', 'partly', 'not yet'];

const recommendationsPath = 'docs/recommendations.md';
const dependenciesPath = 'docs/decisions/0002-dependencies.md';

const linksResolve: Rule = {
  id: 'links-resolve',
  reason: 'A link in the documents leads to a file that is there, and to a heading that is in it.',
  check: (project) =>
    project.files
      .filter(({ path }) => path.endsWith('.md'))
      .flatMap((file) =>
        linksOf(file.text)
          .filter(({ target }) => !/^(?:[a-z]+:|\/\/)/i.test(target))
          .flatMap(({ target, line }) => {
            const found = brokenLink(project, file, target);
            return found === undefined ? [] : [{ path: file.path, line, found }];
          }),
      ),
};

function brokenLink(project: Project, file: ProjectFile, target: string): string | undefined {
  const [place = '', anchor] = decodeURI(target).split('#');
  const path = place === '' ? file.path : posix.normalize(posix.join(posix.dirname(file.path), place));
  if (!project.exists(path)) return `${target}: there is no ${path}`;
  const text = project.files.find((candidate) => candidate.path === path)?.text;
  if (anchor === undefined || text === undefined || !path.endsWith('.md')) return undefined;
  return anchorsOf(text).has(anchor) ? undefined : `${target}: ${path} has no heading #${anchor}`;
}

const everyRecommendation: Rule = {
  id: 'every-recommendation-answered',
  reason:
    'docs/recommendations.md lists every recommendation of the paper once, in its own words, and says served, partly or not yet. What is served names the page that serves it and the test that proves it; what is partly served names the page and says what is missing.',
  check: (project) => {
    const file = project.files.find(({ path }) => path === recommendationsPath);
    if (!file) return [{ path: recommendationsPath, line: 1, found: 'is not there' }];
    const rows = tableRowsOf(file.text).filter(({ cells }) => /^R\d/.test(cells[0] ?? ''));
    return [
      ...recommendations
        .map((id) => ({ id, times: rows.filter(({ cells }) => cells[0] === id).length }))
        .filter(({ times }) => times !== 1)
        .map(({ id, times }) => ({ path: file.path, line: 1, found: `${id} is listed ${times} times` })),
      ...rows.flatMap(({ cells, line }) =>
        wrongRow(project, cells).map((found) => ({ path: file.path, line, found: `${cells[0]}: ${found}` })),
      ),
    ];
  },
};

function wrongRow(project: Project, cells: readonly string[]): string[] {
  const [id = '', phrase = '', state = '', page = '', test = '', note = ''] = cells;
  const problems: string[] = [];
  if (!recommendations.includes(id)) problems.push('is no recommendation of the paper');
  if (!/^“.+”$/.test(phrase)) problems.push('give the paper’s own words between “ and ”');
  if (!states.includes(state)) problems.push(`“${state}” is none of ${states.join(', ')}`);
  if (state !== 'not yet' && !namesFile(project, page, /\.tsx$/)) problems.push('name the page file that serves it');
  if (state === 'served' && !namesFile(project, test, /\.test\.tsx?$/)) problems.push('name the test that proves it');
  if (state === 'partly' && note === '') problems.push('say what is missing');
  return problems;
}

function namesFile(project: Project, cell: string, ending: RegExp): boolean {
  const paths = codeSpansOf(cell).map(({ target }) => target);
  return paths.some((path) => ending.test(path)) && paths.every((path) => project.exists(path));
}

const pathsInDocuments: Rule = {
  id: 'named-paths-exist',
  reason: 'Where a document names a file of the project, the file is there under that name.',
  check: (project) =>
    project.files
      .filter(({ path }) => path.endsWith('.md') && path !== 'CHANGELOG.md')
      .flatMap((file) =>
        codeSpansOf(file.text)
          .filter(({ target }) => /^(?:src|test|docs|scripts|migrations|demo|bench)\/[\w./-]*[\w/]$/.test(target))
          .filter(({ target }) => !project.exists(target))
          .map(({ target, line }) => ({ path: file.path, line, found: `there is no ${target}` })),
      ),
};

const dependenciesExplained: Rule = {
  id: 'every-dependency-explained',
  reason:
    'Each package we depend on is one more thing to trust and keep up to date, so docs/decisions/0002-dependencies.md says in a line why it is there, and lists none that is gone.',
  check: (project) => {
    const wanted = dependenciesOf(project);
    const text = project.files.find(({ path }) => path === dependenciesPath)?.text ?? '';
    const rows = tableRowsOf(text).flatMap(({ cells, line }) => {
      const name = /^`([^`]+)`$/.exec(cells[0] ?? '')?.[1];
      return name === undefined ? [] : [{ name, why: cells[1] ?? '', line }];
    });
    const explained = new Set(rows.filter(({ why }) => why.length > 20).map(({ name }) => name));
    return [
      ...wanted.filter((name) => !explained.has(name)).map((name) => at(1, `no reason is given for ${name}`)),
      ...rows
        .filter(({ name }) => !wanted.includes(name))
        .map(({ name, line }) => at(line, `${name} is in no package.json`)),
    ];
  },
};

function dependenciesOf(project: Project): readonly string[] {
  const text = project.files.find(({ path }) => path === 'package.json')?.text ?? '{}';
  const manifest: { dependencies?: object; devDependencies?: object } = JSON.parse(text);
  return [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.devDependencies ?? {})];
}

function at(line: number, found: string): Violation {
  return { path: dependenciesPath, line, found };
}

function numbered(prefix: string, last: number): readonly string[] {
  return Array.from({ length: last }, (_, index) => `${prefix}.${index + 1}`);
}

export const documentRules: readonly Rule[] = [
  linksResolve,
  everyRecommendation,
  pathsInDocuments,
  dependenciesExplained,
];
