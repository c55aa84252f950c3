import { describe, expect, it } from 'vitest';
import { allRules } from './all-rules.ts';
import { readProject } from './project-files.ts';
import { refusal } from './rule.ts';

const project = readProject();

describe('the house keeps its rules', () => {
  it('reads the whole project', () => {
    expect(project.files.length).toBeGreaterThan(50);
    expect(project.files.map(({ path }) => path)).toContain('src/foundation/kernel/cell.ts');
  });

  for (const rule of allRules) {
    it(rule.id, () => {
      const violations = rule.check(project);
      if (violations.length > 0) expect.fail(refusal(rule, violations));
    });
  }
});
