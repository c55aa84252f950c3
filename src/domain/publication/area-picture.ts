import type { Area } from '#domain/area/model.ts';
import { childrenOf } from '#domain/area/store.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { england } from '#foundation/nations/england-areas.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Addition } from './adding-up.ts';
import { readAdditions } from './adding-up.ts';
import { liveAuthoritiesIn } from './authorities.ts';
import { readCensusAbsence } from './census-absence.ts';
import { phasesFor } from './choosing.ts';
import type { Comparison } from './comparison.ts';
import { readComparison } from './comparison.ts';
import type { ExclusionReasons } from './exclusion-history.ts';
import { readExclusionHistory, readExclusionReasons } from './exclusion-history.ts';
import { declaredMeasure } from './figures.ts';
import type { Headline } from './headlines.ts';
import { readHeadlines } from './headlines.ts';
import type { Vintage } from './model.ts';
import type { Phases } from './phases.ts';
import { readPhaseFigures } from './phases.ts';
import type { Choice } from './picture.ts';
import type { Reasons } from './reasons.ts';
import { readReasons } from './reasons.ts';
import type { Revisions } from './revisions.ts';
import { readRevisions } from './revisions.ts';
import type { AreaSpread } from './spread.ts';
import { readSpread } from './spread.ts';
import { readPublicationDays, readVintagesOf } from './store.ts';
import type { Trend } from './trend.ts';
import { readTrend } from './trend.ts';
import type { YearHistory } from './years.ts';

/** Everything the page about an area shows, read for one choice. */
export interface AreaPicture {
  readonly choice: Choice;
  readonly phases: readonly string[];
  readonly publicationDays: readonly PlainDate[];
  readonly vintages: ReadonlyMap<number, Vintage>;
  readonly headlines: readonly Headline[];
  readonly trend: Trend;
  readonly reasons: Reasons | undefined;
  readonly byPhase: Phases;
  readonly comparison: Comparison;
  readonly censusAbsence: YearHistory;
  readonly exclusions: YearHistory;
  readonly exclusionReasons: ExclusionReasons | undefined;
  readonly revisions: Revisions;
  readonly additions: readonly Addition[];
  /** The areas below with their newest figures; empty for a local authority. */
  readonly below: { readonly areas: readonly Area[]; readonly spreads: readonly AreaSpread[] };
  /** All live local authorities of England; left out for an area that is not in England. */
  readonly map?: { readonly authorities: readonly Area[]; readonly spread: AreaSpread; readonly phase: string };
}

/** Reads the whole picture. The parts do not depend on one another and are read side by side. */
export async function readAreaPicture(database: Database, choice: Choice): Promise<AreaPicture> {
  const children = await childrenOf(database, choice.area.areaId);
  const regions = choice.area.kind === 'nation' ? children : [];
  const [facts, pictures, below, map, additions] = await Promise.all([
    readFacts(database, choice),
    readPictures(database, choice, regions),
    readBelow(database, choice),
    readMap(database, choice),
    readAdditions(database, choice),
  ]);
  const vintages = await vintagesOf(database, pictures.headlines);
  return { choice, ...facts, ...pictures, vintages, below, additions, ...(map && { map }) };
}

/** The files that the headline figures are from, for their lineage. */
async function vintagesOf(database: Database, headlines: readonly Headline[]): Promise<AreaPicture['vintages']> {
  const ids = headlines.flatMap(({ figure }) => figure?.vintageId ?? []);
  const vintages = await readVintagesOf(database, [...new Set(ids)]);
  return new Map(vintages.map((vintage) => [vintage.vintageId, vintage]));
}

async function readFacts(database: Database, choice: Choice) {
  const [phases, publicationDays] = await Promise.all([
    phasesFor(database, choice.area),
    readPublicationDays(database),
  ]);
  return { phases, publicationDays };
}

async function readPictures(database: Database, choice: Choice, regions: readonly Area[]) {
  const [live, census] = await Promise.all([
    Promise.all([
      readHeadlines(database, choice),
      readTrend(database, choice),
      readReasons(database, choice),
      readPhaseFigures(database, choice),
      readComparison(database, choice, regions),
      readRevisions(database, choice),
    ]),
    Promise.all([
      readCensusAbsence(database, choice),
      readExclusionHistory(database, choice),
      readExclusionReasons(database, choice),
    ]),
  ]);
  const [headlines, trend, reasons, byPhase, comparison, revisions] = live;
  const [censusAbsence, exclusions, exclusionReasons] = census;
  return { headlines, trend, reasons, byPhase, comparison, revisions, censusAbsence, exclusions, exclusionReasons };
}

const measuresBelow = ['absence-rate', 'persistent-absence-rate', 'suspension-rate', 'permanent-exclusion-rate'];

/** The areas below a choice's area with a few measures of each: regions of the nation, authorities of a region. */
export async function readBelow(database: Database, choice: Choice): Promise<AreaPicture['below']> {
  if (choice.area.kind === 'local-authority') return { areas: [], spreads: [] };
  const areas = await areasBelow(database, choice.area);
  const { phase, asPublished } = choice;
  const spreads = await Promise.all(
    measuresBelow.map((id) => readSpread(database, { areas, measure: declaredMeasure(id), phase, asPublished })),
  );
  return { areas, spreads };
}

/**
 * The map for a choice: its own measure in the chosen phase. Most releases give authorities no live total, so where all
 * schools has nothing the map shows primary.
 */
export async function readMap(database: Database, choice: Choice): Promise<AreaPicture['map']> {
  if (![choice.area, ...choice.above].some((area) => area.areaId === england.areaId)) return undefined;
  const authorities = await liveAuthoritiesIn(database, england.areaId);
  const { measure, phase, asPublished } = choice;
  const spread = await readSpread(database, { areas: authorities, measure, phase, asPublished });
  if (spread.figures.size > 0 || phase !== 'all') return { authorities, spread, phase };
  const primary = await readSpread(database, { areas: authorities, measure, phase: 'primary', asPublished });
  return { authorities, spread: primary, phase: 'primary' };
}

function areasBelow(database: Database, area: Area): Promise<readonly Area[]> {
  return area.kind === 'nation' ? childrenOf(database, area.areaId) : liveAuthoritiesIn(database, area.areaId);
}
