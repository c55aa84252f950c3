import { describe, expect, it } from 'vitest';
import { allRules } from './all-rules.ts';
import { plantedInDocuments } from './planted-documents.ts';
import { plantedInScopes } from './planted-scopes.ts';
import type { Planted } from './planted-source.ts';
import { plantedInSource } from './planted-source.ts';
import type { Project } from './rule.ts';
import { refusal } from './rule.ts';

const planted: readonly Planted[] = [...plantedInSource, ...plantedInScopes, ...plantedInDocuments];

function projectOf(files: Readonly<Record<string, string>>): Project {
  return {
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    exists: (path) => Object.keys(files).some((name) => name === path || name.startsWith(`${path}/`)),
  };
}

/** A rule that cannot refuse is no rule: each is shown one file it must refuse and one it must let pass. */
describe('every rule', () => {
  it('has a planted violation, and prints its reason', () => {
    expect(planted.map(({ rule }) => rule).toSorted()).toEqual(allRules.map(({ id }) => id).toSorted());
    for (const rule of allRules) expect(refusal(rule, [])).toContain(rule.reason);
  });

  for (const { rule: id, refused, allowed } of planted) {
    const rule = allRules.find((candidate) => candidate.id === id);

    it(`${id} refuses what it should`, () => {
      for (const [expected, files] of refused) {
        const found = rule?.check(projectOf(files)).map(({ path, line, found: what }) => `${path}:${line} ${what}`);
        expect(found?.length, `nothing refused in ${JSON.stringify(files)}`).toBeGreaterThan(0);
        expect(found?.join('\n')).toContain(expected);
      }
    });

    it(`${id} lets pass what it should`, () => {
      expect(rule?.check(projectOf(allowed))).toEqual([]);
    });
  }
});
