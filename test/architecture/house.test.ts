import { describe, expect, it } from 'vitest';
import { placeOf, resolveSpecifier, whyNot } from './house.ts';

describe('whyNot', () => {
  it.each([
    ['src/foundation/formats/csv.ts', 'src/foundation/kernel/cell.ts'],
    ['src/platform/database/pool.ts', 'src/foundation/ui/page/page.tsx'],
    ['src/domain/publication/store.ts', 'src/domain/area/model.ts'],
    ['src/domain/publication/store.ts', 'src/platform/database/pool.ts'],
    ['src/app/server.ts', 'src/domain/publication/routes.ts'],
    ['src/app/cli/serve.ts', 'src/app/server.ts'],
    ['src/app/serve.ts', 'demo/made-up-release.ts'],
    ['demo/made-up-release.ts', 'src/domain/publication/measures.ts'],
    ['bench/import.ts', 'src/app/server.ts'],
    ['demo/load-demonstration.ts', 'src/platform/database/pool.ts'],
    ['src/domain/area/store.test.ts', 'test/database.ts'],
    ['src/app/main.test.ts', 'scripts/build.ts'],
  ])('%s may import %s', (from, to) => {
    expect(whyNot(from, to)).toBeUndefined();
  });

  it.each([
    ['src/foundation/kernel/cell.ts', 'src/foundation/formats/csv.ts', 'kernel comes before formats'],
    ['src/foundation/ui/page.tsx', 'src/domain/area/model.ts', 'foundation stands below domain'],
    ['src/platform/database/pool.ts', 'src/domain/area/model.ts', 'platform stands below domain'],
    ['src/platform/database/pool.ts', 'src/platform/access/scope.ts', 'database comes before access'],
    ['src/domain/area/store.ts', 'src/domain/publication/model.ts', 'area comes before publication'],
    ['src/domain/area/store.ts', 'src/app/server.ts', 'domain stands below app'],
    ['src/domain/area/store.ts', 'demo/made-up-release.ts', 'must not need demo/'],
    ['src/app/server.ts', 'test/database.ts', 'must not need test/'],
    ['src/app/server.ts', 'scripts/build.ts', 'must not need scripts/'],
    ['demo/made-up-release.ts', 'src/app/server.ts', 'needs nothing of the app'],
    ['src/domain/pupils/store.ts', 'src/foundation/kernel/cell.ts', 'domain/pupils is not a room'],
    ['src/web/server.ts', 'src/foundation/kernel/cell.ts', 'src/web is not a floor'],
  ])('%s may not import %s', (from, to, why) => {
    expect(whyNot(from, to)).toContain(why);
  });
});

describe('resolveSpecifier', () => {
  it('resolves subpaths and relative names, and leaves packages alone', () => {
    const from = 'src/domain/publication/store.ts';
    expect(resolveSpecifier(from, '#platform/database/pool.ts')).toBe('src/platform/database/pool.ts');
    expect(resolveSpecifier(from, '#demo/made-up-release.ts')).toBe('demo/made-up-release.ts');
    expect(resolveSpecifier(from, '../area/model.ts')).toBe('src/domain/area/model.ts');
    expect(resolveSpecifier(from, 'kysely')).toBeUndefined();
  });
});

describe('placeOf', () => {
  it('treats the whole app as one room', () => {
    expect(placeOf('src/app/cli/serve.ts')).toEqual({ kind: 'room', floor: 'app', room: 'app' });
  });
});
