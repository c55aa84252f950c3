import { existsSync, globSync, readFileSync } from 'node:fs';
import { compile, Logger } from 'sass';
import { describe, expect, it } from 'vitest';

const entry = 'src/foundation/ui/styles/headwater.scss';
const { css } = compile(entry, {
  loadPaths: ['node_modules'],
  quietDeps: true,
  logger: Logger.silent,
  style: 'compressed',
});

/** Components of GOV.UK that a page shows, by govuk-frontend’s name. */
function shownComponents(): readonly string[] {
  const imports = globSync('src/{domain,app}/**/*.tsx').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/#foundation\/ui\/components\/([a-z-]+)\.tsx/g)].map(
      (match) => match[1] ?? '',
    ),
  );
  return [...new Set(imports)].filter((name) =>
    existsSync(`node_modules/govuk-frontend/dist/govuk/components/${name}`),
  );
}

describe('the stylesheet', () => {
  it('dresses every GOV.UK component that a page shows', () => {
    const source = readFileSync(entry, 'utf8');
    expect(shownComponents().filter((name) => !source.includes(`/components/${name}'`))).toEqual([]);
  });

  it('has Headwater’s own type, and nothing that belongs to GOV.UK', () => {
    expect(css).toContain('atkinson-hyperlegible-next-latin-wght-normal.woff2');
    expect(css).not.toMatch(/GDS Transport|crown/i);
  });

  it('asks no other server for anything', () => {
    expect(css).not.toMatch(/url\(["']?(https?:)?\/\//);
  });

  it('stays small', () => {
    expect(css.length).toBeLessThan(80_000);
  });
});
