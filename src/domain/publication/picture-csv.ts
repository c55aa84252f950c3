import { childrenOf } from '#domain/area/store.ts';
import type { Database } from '#platform/database/pool.ts';
import { additionTable, readAdditions } from './adding-up.ts';
import { readBelow, readMap } from './area-picture.ts';
import { censusAbsenceTable, readCensusAbsence } from './census-absence.ts';
import { comparisonTable, readComparison } from './comparison.ts';
import {
  exclusionReasonTable,
  exclusionTable,
  readExclusionHistory,
  readExclusionReasons,
} from './exclusion-history.ts';
import { groupsTable, readGroups } from './groups.ts';
import { headlineTable, readHeadlines } from './headlines.ts';
import type { PictureName } from './paths.ts';
import { phaseTable, readPhaseFigures } from './phases.ts';
import type { Choice, PictureTable } from './picture.ts';
import { readReasons, reasonTable } from './reasons.ts';
import { readRevisions, revisionTable } from './revisions.ts';
import { areasTable, spreadTable, withCodes } from './spread.ts';
import { coverageTable, readTrend, trendTable } from './trend.ts';

type TableReader = (database: Database, choice: Choice) => Promise<PictureTable>;

/** A picture with nothing known is an empty table, not an error: a script that asks every area goes on. */
const nothing: PictureTable = { caption: 'Nothing known', columns: [], rows: [] };

const readers: Readonly<Record<PictureName, TableReader>> = {
  headlines: async (database, choice) => headlineTable(choice, await readHeadlines(database, choice)),
  weeks: async (database, choice) => trendTable(await readTrend(database, choice), choice),
  coverage: async (database, choice) => coverageTable(await readTrend(database, choice), choice, 'every-week'),
  reasons: async (database, choice) => {
    const reasons = await readReasons(database, choice);
    return reasons ? reasonTable(reasons, choice) : nothing;
  },
  phases: async (database, choice) => phaseTable(await readPhaseFigures(database, choice), choice),
  comparison: async (database, choice) => {
    const regions = choice.area.kind === 'nation' ? await childrenOf(database, choice.area.areaId) : [];
    return comparisonTable(await readComparison(database, choice, regions));
  },
  map: async (database, choice) => {
    const map = await readMap(database, choice);
    return map ? withCodes(spreadTable(map.spread, map.authorities), map.authorities) : nothing;
  },
  areas: async (database, choice) => {
    const below = await readBelow(database, choice);
    return withCodes(areasTable(below.areas, below.spreads), below.areas);
  },
  years: async (database, choice) => censusAbsenceTable(await readCensusAbsence(database, choice), choice),
  exclusions: async (database, choice) => exclusionTable(await readExclusionHistory(database, choice), choice),
  'exclusion-reasons': async (database, choice) => {
    const reasons = await readExclusionReasons(database, choice);
    return reasons ? exclusionReasonTable(reasons, choice) : nothing;
  },
  'adding-up': async (database, choice) => additionTable(await readAdditions(database, choice), choice),
  groups: async (database, choice) => groupsTable(await readGroups(database, choice), choice),
  revisions: async (database, choice) => revisionTable(await readRevisions(database, choice), choice),
};

/** The rows of one picture for one choice: what the page draws is what the file says. */
export function readPictureTable(database: Database, choice: Choice, picture: PictureName): Promise<PictureTable> {
  return readers[picture](database, choice);
}
