import { expect, it } from 'vitest';
import { dayInPath } from './published-on.ts';

it.each([
  ['attendance/2023-11-09/EES_weekly_data.csv.gz', '2023-11-09'],
  ['a/sql_export_2023_10_09_full.csv', '2023-10-09'],
  ['2023-10-12/sql_export_2023_10_09_full.csv', '2023-10-12'],
  ['2024-01-01/20240311.csv.gz', '2024-03-11'],
  ['edubasealldata20250422.csv', '2025-04-22'],
  ['week_2023-09-11_to_2023-09-15.csv', '2023-09-15'],
  ['b1_children_in_need_2013_to_2025.csv', undefined],
  ['2022_2023_england_census.csv', undefined],
  ['exclusions_202324.csv', undefined],
  ['20231350.csv', undefined],
  ['2023-02-30.csv', undefined],
  ['120230911.csv', undefined],
  ['2020-01-01/a/b/c/d.csv', undefined],
])('%s was published on %s', (path, day) => {
  expect(dayInPath(path.split('/'))).toBe(day);
});
