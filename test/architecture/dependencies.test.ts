import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LockedPackages } from '../../scripts/dependencies.ts';
import { dependencyReport, readLocked, refusedLicences, reportPath } from '../../scripts/dependencies.ts';

const root = path.join(import.meta.dirname, '../..');
const { packages, reasons } = readLocked();

describe('the packages that are locked', () => {
  it('come under licences that are allowed', () => {
    expect(refusedLicences(packages)).toEqual([]);
  });

  it('are what the report says; npm run dependencies writes it anew', () => {
    expect(readFileSync(path.join(root, reportPath), 'utf8')).toBe(dependencyReport(packages, reasons));
  });

  it('say the same of their licence themselves, as far as they are installed', () => {
    const installed = Object.entries(packages).filter(
      ([folder]) => folder !== '' && existsSync(path.join(root, folder, 'package.json')),
    );
    expect(installed.length).toBeGreaterThan(200);
    const differing = installed.filter(([folder, { license, version }]) => {
      const own = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
      return own.license !== license || own.version !== version;
    });
    expect(differing.map(([folder]) => folder)).toEqual([]);
  });

  it('come from no place that the lock file or the report names', () => {
    expect(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).not.toContain('"resolved"');
    expect(dependencyReport(packages, reasons)).not.toMatch(/https?:/);
  });
});

const planted = {
  '': { dependencies: { a: '1' }, devDependencies: { b: '1' } },
  'node_modules/a': { version: '1.0.0', license: 'MIT', dependencies: { c: '2' } },
  'node_modules/a/node_modules/c': { version: '2.0.0', license: 'ISC' },
  'node_modules/b': { version: '1.0.0', license: 'MPL-2.0', dev: true, dependencies: { c: '1' } },
  'node_modules/c': { version: '1.0.0', license: '(GPL-3.0-only OR MIT)', dev: true },
} satisfies LockedPackages;

describe('planted packages', () => {
  it.each([
    ['a licence that is not on the list', { version: '1.0.0', license: 'AGPL-3.0-only' }],
    ['no licence', { version: '1.0.0' }],
    ['a licence that is allowed for building only', { version: '1.0.0', license: 'MPL-2.0' }],
    ['a joined licence of which one part is not allowed', { version: '1.0.0', license: 'MIT AND SSPL-1.0', dev: true }],
    ['a name that every object has', { version: '1.0.0', license: 'constructor' }],
  ])('are refused for %s', (_what, bad) => {
    const refused = refusedLicences({ ...planted, 'node_modules/bad': bad });
    expect(refused).toHaveLength(1);
    expect(refused[0]).toContain('bad 1.0.0');
  });

  it('are allowed when one choice of theirs is', () => {
    expect(refusedLicences(planted)).toEqual([]);
  });

  it('are told of under whoever brings them, in the version that it gets', () => {
    const report = dependencyReport(planted, '| `a` | For ever so much ([3](x.md)). |\n');
    expect(report).toContain('| `a` | 1.0.0 | MIT | the program | For ever so much. |');
    expect(report).toContain('| `c` | 2.0.0 | ISC | the program | `a` |');
    expect(report).toContain('| `c` | 1.0.0 | (GPL-3.0-only OR MIT) | building and testing | `b` |');
  });

  it('make another report when a version is another', () => {
    const newer = { ...planted, 'node_modules/a': { ...planted['node_modules/a'], version: '1.0.1' } };
    expect(dependencyReport(newer, '')).not.toBe(dependencyReport(planted, ''));
  });
});
