import type { Database } from '#platform/database/pool.ts';
import { declaredMeasure } from './figures.ts';
import type { Choice, PictureTable } from './picture.ts';
import { censusAbsenceDatasets } from './picture.ts';
import type { YearHistory } from './years.ts';
import { readYears, yearTable } from './years.ts';

const shownMeasures = [
  { measure: declaredMeasure('absence-rate'), decimals: 1 },
  { measure: declaredMeasure('authorised-absence-rate'), decimals: 1 },
  { measure: declaredMeasure('unauthorised-absence-rate'), decimals: 1 },
  { measure: declaredMeasure('persistent-absence-rate'), decimals: 1 },
  { measure: declaredMeasure('severe-absence-rate'), decimals: 1 },
];

/** Reads census absence of every year known on the chosen day. */
export function readCensusAbsence(database: Database, choice: Choice): Promise<YearHistory> {
  return readYears(database, choice, {
    datasets: censusAbsenceDatasets,
    measures: shownMeasures.map(({ measure }) => measure),
  });
}

/** The rates as rows. */
export function censusAbsenceTable(history: YearHistory, choice: Choice): PictureTable {
  return yearTable(history, `Absence by year, school census, ${choice.area.name}`, shownMeasures);
}
