/** A file of the project: its path from the root, with forward slashes, and its text. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

/** What the rules look at. `exists` answers for any path, pictures and folders included. */
export interface Project {
  readonly files: readonly ProjectFile[];
  exists(path: string): boolean;
}

export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly found: string;
}

/** A rule of the house; `reason` is printed with every refusal, so that nobody has to look it up. */
export interface Rule {
  readonly id: string;
  readonly reason: string;
  check(project: Project): readonly Violation[];
}

/** A rule that looks at one file at a time. */
export function fileRule(
  id: string,
  reason: string,
  concerns: (path: string) => boolean,
  check: (file: ProjectFile) => readonly Omit<Violation, 'path'>[],
): Rule {
  return {
    id,
    reason,
    check: (project) =>
      project.files
        .filter((file) => concerns(file.path))
        .flatMap((file) => check(file).map((violation) => ({ path: file.path, ...violation }))),
  };
}

/** What a person reads when a rule refuses: the rule, why it is one, and each place. */
export function refusal(rule: Rule, violations: readonly Violation[]): string {
  const places = violations.map(({ path, line, found }) => `  ${path}:${line}  ${found}`);
  return [`${rule.id}: ${violations.length} refused.`, `Why: ${rule.reason}`, ...places].join('\n');
}

/** TypeScript of the project, tests included. */
export function isCode(path: string): boolean {
  return /\.tsx?$/.test(path) && !path.endsWith('.d.ts');
}

/** Tests, and what stands in test/. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.startsWith('test/');
}
