import { existsSync, globSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { gunzipSync, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { unitedKingdomAreas } from '#foundation/nations/united-kingdom-areas.ts';
import { indexOfAreas } from './code-index.ts';
import type { AreaKind } from './model.ts';
import { currentCode, printedCode } from './rules.ts';

const data = new URL('../../../../shared/data/', import.meta.url).pathname;
const folders = ['attendance_releases', 'ees_published', 'geography'];

const index = indexOfAreas(unitedKingdomAreas.map((fact) => ({ ...fact, code: currentCode(fact.areaId, fact.codes) })));

/** Codes in the real files that are groups of nations, not areas (country.csv). */
const groupsOfNations = new Set(['K02000001', 'K03000001', 'K04000001']);

interface PrintedPlace {
  readonly gss: string;
  readonly dfe: string;
  readonly name: string;
  readonly level: AreaKind;
}

/** Every distinct place of a table: its country, region and authority columns, each by itself. */
function placesIn(text: string): readonly PrintedPlace[] {
  const rows: readonly Readonly<Record<string, string>>[] = parse(text, {
    bom: true,
    columns: (headings: readonly string[]) => headings.map((heading) => heading.toLowerCase()),
    relax_column_count: true,
  });
  const places = new Map<string, PrintedPlace>();
  const add = (place: PrintedPlace) => places.set(Object.values(place).join('|'), place);
  for (const row of rows) {
    const cell = (name: string) => row[name] ?? '';
    add({ gss: cell('country_code'), dfe: '', name: '', level: 'nation' });
    add({ gss: cell('region_code'), dfe: '', name: cell('region_name'), level: 'region' });
    for (const [part, gss] of cell('new_la_code').split(' / ').entries()) {
      const dfe = cell('old_la_code').split(' / ')[part] ?? '';
      add({ gss, dfe, name: cell('la_name').split(' / ')[part] ?? '', level: 'local-authority' });
    }
  }
  return [...places.values()];
}

function textsIn(path: string): readonly string[] {
  const bytes = readFileSync(path);
  const decode = (content: Uint8Array) => new TextDecoder().decode(content);
  if (path.endsWith('.gz')) return [decode(gunzipSync(bytes))];
  if (!path.endsWith('.zip')) return [decode(bytes)];
  const wanted = (name: string) => name.endsWith('.csv') && !name.endsWith('.meta.csv');
  return Object.values(unzipSync(bytes, { filter: (file) => wanted(file.name) })).map(decode);
}

const paths = existsSync(data)
  ? folders.flatMap((folder) => globSync(`${data}${folder}/**/*.{csv,csv.gz,zip}`)).toSorted()
  : [];

describe.skipIf(paths.length === 0)('codes in the real releases (needs ../shared/data)', () => {
  it.each(paths.map((path) => [path.slice(data.length), path] as const))(
    'finds an area for every code in %s',
    (_, path) => {
      for (const { gss, dfe, name, level } of textsIn(path).flatMap(placesIn)) {
        const codes = [gss, dfe].map(printedCode).filter((code) => code !== undefined && !groupsOfNations.has(code));
        for (const code of codes) expect(index.resolve({ gss: code, level }), code).toBeDefined();
        if (codes.length === 0) continue;
        const found = index.resolve({ gss, dfe, name, level });
        // The two codes and the name of one row are one place.
        for (const code of codes) expect(index.resolve({ dfe: code, level }), `${gss} ${dfe} ${name}`).toBe(found);
        const on = index.area(found ?? 0)?.to;
        const named = index.resolve({ name, level, on });
        if (name !== '') expect(named, `${gss} ${dfe} ${name}`).toBe(found);
      }
    },
    120_000,
  );
});
