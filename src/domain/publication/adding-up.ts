import type { Area } from '#domain/area/model.ts';
import { childrenOf, localAuthoritiesOf } from '#domain/area/store.ts';
import type { Cell } from '#foundation/kernel/cell.ts';
import { numberCell, subtractCells, sumCells } from '#foundation/kernel/cell.ts';
import type { Database } from '#platform/database/pool.ts';
import { declaredMeasure, newest } from './figures.ts';
import type { Measure } from './measures.ts';
import type { Grain, PublishedRow } from './model.ts';
import { periodInWords } from './period-words.ts';
import type { Choice, PictureTable } from './picture.ts';
import { exclusionRateDatasets, liveDataset } from './picture.ts';
import { readRows } from './store.ts';

/** One count as it is printed for an area, beside the sums of what is printed for the areas below it. */
export interface Addition {
  readonly measure: Measure;
  readonly period: PublishedRow['period'];
  readonly whole: Cell;
  readonly sums: readonly PartSum[];
}

export interface PartSum {
  readonly parts: 'regions' | 'local authorities';
  /** Sum of the parts that are printed as numbers; not available when none is. */
  readonly sum: Cell;
  readonly shown: number;
  /** Parts that have a row but no number: hidden, or not available. */
  readonly hidden: number;
}

interface Check {
  readonly datasets: readonly string[];
  readonly grain: Grain;
  readonly counts: readonly string[];
}

const checks: readonly Check[] = [
  { datasets: [liveDataset], grain: 'year-to-date', counts: ['possible-sessions', 'absence-sessions'] },
  { datasets: exclusionRateDatasets, grain: 'year', counts: ['headcount', 'suspensions', 'permanent-exclusions'] },
];

/** Adds up the newest counts of the areas below, for a nation or a region. Nothing for a local authority. */
export async function readAdditions(database: Database, choice: Choice): Promise<readonly Addition[]> {
  if (choice.area.kind === 'local-authority') return [];
  const authorities = await localAuthoritiesOf(database, choice.area.areaId);
  const regions = choice.area.kind === 'nation' ? await regionsOf(database, choice.area) : [];
  const parts = { regions, authorities };
  const found = await Promise.all(checks.map((check) => readCheck(database, choice, parts, check)));
  return found.flat();
}

/** The area's own newest row first: of the many areas below, only that period is read. */
async function readCheck(database: Database, choice: Choice, parts: Parts, check: Check): Promise<readonly Addition[]> {
  const query = {
    datasets: check.datasets,
    grains: [check.grain],
    phases: [choice.phase],
    breakdowns: [''],
    asPublished: choice.asPublished,
  };
  const own = newest(await readRows(database, { ...query, areaIds: [choice.area.areaId] }));
  if (!own) return [];
  const { start } = own.period;
  const areaIds = [...parts.regions, ...parts.authorities].map((area) => area.areaId);
  const rows = await readRows(database, { ...query, areaIds, from: start, to: start });
  return check.counts.flatMap((id) => additionOf(own, parts, rows, declaredMeasure(id)));
}

/** Regions and their parts: older tables print Inner and Outer London, newer ones London. */
async function regionsOf(database: Database, nation: Area): Promise<readonly Area[]> {
  const regions = await childrenOf(database, nation.areaId);
  const parts = await Promise.all(regions.map((region) => childrenOf(database, region.areaId)));
  return [...regions, ...parts.flat().filter((area) => area.kind === 'sub-region')];
}

interface Parts {
  readonly regions: readonly Area[];
  readonly authorities: readonly Area[];
}

function additionOf(
  own: PublishedRow,
  parts: Parts,
  rows: readonly PublishedRow[],
  measure: Measure,
): readonly Addition[] {
  const whole = own.cells.get(measure.id);
  if (!whole) return [];
  const same = new Map(
    rows.filter((row) => row.publishedOn === own.publishedOn).map((row) => [row.areaId, row.cells.get(measure.id)]),
  );
  const sums: PartSum[] = [sumOf('local authorities', parts.authorities, same)];
  if (parts.regions.length > 0) sums.unshift(sumOf('regions', withoutPartsOf(parts.regions, same), same));
  return [{ measure, period: own.period, whole, sums }];
}

/** A region that is printed stands for its parts. */
function withoutPartsOf(regions: readonly Area[], same: ReadonlyMap<number, Cell | undefined>): readonly Area[] {
  return regions.filter(
    (region) => region.parentId === undefined || region.kind === 'region' || !same.has(region.parentId),
  );
}

function sumOf(parts: PartSum['parts'], areas: readonly Area[], same: ReadonlyMap<number, Cell | undefined>): PartSum {
  const cells = areas.flatMap((area) => same.get(area.areaId) ?? []);
  const shown = cells.filter((cell) => cell.kind === 'number');
  return { parts, sum: sumCells(shown), shown: shown.length, hidden: cells.length - shown.length };
}

/** Sum of the parts less the whole; when either is no number, the reason why. */
function differenceOf(addition: Addition, part: PartSum): Cell {
  return subtractCells(part.sum, addition.whole);
}

/** Most releases give local authorities no live total over phases: there is then nothing to add. */
function isPublished(part: PartSum): boolean {
  return part.shown + part.hidden > 0;
}

/** The additions as rows. */
export function additionTable(additions: readonly Addition[], choice: Choice): PictureTable {
  return {
    caption: `Does it add up? ${choice.area.name}`,
    columns: [
      { label: 'Count', kind: 'text' },
      { label: 'Period', kind: 'text' },
      { label: `Printed for ${choice.area.name}`, kind: 'number' },
      { label: 'Parts', kind: 'text' },
      { label: 'Sum of those shown', kind: 'number' },
      { label: 'Sum less printed', kind: 'number' },
      { label: 'Shown', kind: 'number' },
      { label: 'Hidden', kind: 'number' },
    ],
    rows: additions.flatMap((addition) =>
      addition.sums
        .filter(isPublished)
        .map((part) => [
          addition.measure.label,
          periodInWords(addition.period),
          addition.whole,
          part.parts,
          part.sum,
          differenceOf(addition, part),
          numberCell(part.shown),
          numberCell(part.hidden),
        ]),
    ),
  };
}
