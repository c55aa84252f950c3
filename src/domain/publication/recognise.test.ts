import { describe, expect, it } from 'vitest';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { datasetById, datasets, symbolMeaningsOn } from './datasets.ts';
import { tableLayout } from './import-layout.ts';
import { recogniseDataset } from './recognise.ts';

const core = ['time_period', 'time_identifier', 'geographic_level', 'country_code', 'country_name'];

function recognised(
  header: readonly string[],
  rows: readonly (readonly string[])[] = [],
  fileName = 'some_table_2025-03-27.csv',
) {
  const found = recogniseDataset({ fileName, header, rows });
  return found.ok ? found.value.id : found.failure.code;
}

describe('recognising a table by its headings', () => {
  it.each([
    ['attendance', [...core, 'school_type', 'possible_sessions', 'overall_absence_perc']],
    ['attendance', ['academic_year', ...core, 'education_phase', 'attendance_perc']],
    [
      'attendance',
      [
        'column 1',
        ...core.slice(0, 1),
        ...core.slice(2),
        'education_phase',
        'attendance_date',
        'possible_sessions',
        'time_identifier',
      ],
    ],
    ['attendance-characteristics', [...core, 'education_phase', 'sen_status', 'possible_sessions']],
    ['attendance-dashboard', [...core, 'attendance_date', 'breakdown', 'possible_sessions', 'attendance_perc_scaled']],
    ['attendance-extract', [...core, 'attendance_date', 'week_commencing', 'num_schools', 'possible_sessions']],
    ['attendance-denominator', [...core, 'phase', 'total_num_schools', 'total_enrolments']],
    ['persistent-absence', [...core, 'time_frame', 'education_phase', 'persistent_absence_percent']],
    ['exclusions-geography', [...core, 'education_phase', 'headcount', 'perm_excl', 'suspension', 'susp_rate']],
    ['exclusions-geography', [...core, 'school_urn', 'school_laestab', 'headcount', 'susp_rate']],
    ['exclusions-characteristic', [...core, 'characteristic_group', 'characteristic', 'perm_excl']],
    ['exclusions-characteristic', [...core, 'breakdown_topic', 'breakdown', 'suspension']],
    ['exclusions-reason', [...core, 'education_phase', 'perm_bullying', 'susp_bullying', 'susp_offensive_weapon']],
    ['exclusions-reason', [...core, 'education_phase', 'reason', 'perm_excl', 'suspension']],
    ['absence-term', [...core, 'term', 'school_type', 'sess_possible', 'sess_overall']],
    [
      'absence-geography',
      [...core, 'education_phase', 'year_breakdown', 'sess_possible', 'sess_overall', 'enrolments_pa_50_exact'],
    ],
    ['absence-characteristics', [...core, 'education_phase', 'breakdown_topic', 'breakdown', 'sess_overall']],
    ['absence-characteristics', [...core, 'education_phase', 'ethnicity_minor', 'fsm', 'sess_overall']],
    ['absence-reasons-enrolments', [...core, 'laestab', 'enrol_overall', 'enrol_auth_illness']],
    ['lait', ['Short Desc', 'Data item', 'Years', 'LA and Regions', 'Values', 'LA Number', 'Region']],
    ['other:some-table', [...core, 'placements']],
    ['columns-missing', ['time_period', 'time_identifier', 'possible_sessions']],
    ['table-not-recognised', ['Indicator', 'Description']],
  ])('%s', (id, header) => {
    expect(recognised(header)).toBe(id);
  });

  it.each([
    ['absence-pru', '4_absence_2term_pru.csv'],
    ['absence-pru', 'absence_in_pupil_referral_units_2024-03-21.csv'],
    ['absence-geography', '1_absence_2term_nat_reg_la.csv'],
    ['absence-geography', 'absence_by_prudence.csv'],
  ])('%s by the name of %s, which has no column of phases', (id, fileName) => {
    expect(recognised([...core, 'sess_possible', 'sess_overall'], [], fileName)).toBe(id);
  });

  it('tells pupil referral units by what is in the table', () => {
    const header = [...core, 'school_type', 'sess_overall'];
    const row = (phase: string) => ['202324', 'Academic year', 'National', 'E92000001', 'England', phase, '5'];
    expect(recognised(header, [row('Pupil Referral Unit')])).toBe('absence-pru');
    expect(recognised(header, [row('Pupil Referral Unit'), row('Special')])).toBe('absence-geography');
  });

  it('finds each dataset again by its id', () => {
    for (const dataset of datasets) expect(datasetById(dataset.id)).toBe(dataset);
    expect(datasetById('other:placements')?.title).toBe('Other table: placements');
    expect(datasetById('nothing')).toBeUndefined();
  });

  it('dates what x meant', () => {
    expect(symbolMeaningsOn('exclusions-geography', plainDate('2017-08-31'))).toEqual({ x: 'suppressed' });
    expect(symbolMeaningsOn('exclusions-geography', plainDate('2023-08-31'))).toEqual({});
    expect(symbolMeaningsOn('attendance', plainDate('2017-08-31'))).toEqual({});
  });
});

describe('the layout of a table', () => {
  const publishedOn = plainDate('2025-11-20');
  const definition = (id: string) => datasetById(id) ?? expect.fail(`no dataset ${id}`);

  it('gives each reason of the tables since 2020/21 its measure, however it is worded', () => {
    const headings = [
      'perm_physical_pupils',
      'susp_offensive_weapon_or_banned_item',
      'susp_abuse_sexual_orientation_and_gender_identity',
      'susp_wilful_transgression_protective_measures',
      'perm_bullying',
      'perm_bullying_rate',
    ];
    const layout = tableLayout({
      definition: definition('exclusions-reason'),
      header: [...core, ...headings],
      unnamedColumns: [],
      rows: [],
      publishedOn,
    });
    expect(layout.columns.map(({ measure }) => measure)).toEqual([
      'permanent-exclusion-reason-physical-assault-pupil',
      'suspension-reason-weapon',
      'suspension-reason-abuse-orientation',
      'suspension-reason-public-health',
      'permanent-exclusion-reason-bullying',
      null,
    ]);
    expect(layout.undeclaredColumns).toEqual(['perm_bullying_rate']);
  });

  it('tells columns nobody declared apart by their values, and reports each', () => {
    const header = [...core, 'education_phase', 'possible_sessions', 'note', 'status', 'group', 'reason_q8_comet'];
    const rows = ['a', 'b', 'a', 'b'].map((group, at) => [
      '2025',
      'Week 40',
      'National',
      'E92000001',
      'England',
      'Total',
      '5',
      `note ${at}`.repeat(at + 1),
      'Final',
      group,
      'c',
    ]);
    const manyRows = Array.from({ length: 60 }, (_, at) => [
      ...(rows[at % 4] ?? []).slice(0, 7),
      `note ${at}`,
      'Final',
      at % 2 === 0 ? 'a' : 'b',
      'c',
    ]);
    const layout = tableLayout({
      definition: definition('attendance'),
      header,
      unnamedColumns: [],
      rows: manyRows,
      publishedOn,
    });
    expect(layout.texts.map(({ heading }) => heading)).toEqual(['note', 'status']);
    expect(layout.filters).toEqual([{ group: 'group', label: 9 }]);
    expect(layout.columns.map(({ column }) => column)).toEqual(['possible_sessions', 'reason_q8_comet']);
    expect(layout.undeclaredColumns).toEqual(['note', 'status', 'group', 'reason_q8_comet']);
    expect(layout.newCodes).toEqual(['Q8']);
  });

  it('reads a measure from one column only', () => {
    const header = [...core, 'possible_sessions', 'auth_excluded_perc', 'excluded_perc'];
    const layout = tableLayout({
      definition: definition('attendance'),
      header,
      unnamedColumns: [],
      rows: [],
      publishedOn,
    });
    expect(layout.columns.map(({ measure }) => measure)).toEqual(['possible-sessions', 'reason-e-rate', null]);
  });
});
