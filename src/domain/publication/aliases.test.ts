import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { aliasIndex, headingKey, slug } from './aliases.ts';
import { absenceAliases } from './aliases-absence.ts';
import { attendanceAliases, attendanceCodeOf } from './aliases-attendance.ts';
import { breakdownOf, combine } from './aliases-characteristics.ts';
import { exclusionAliases } from './aliases-exclusions.ts';
import { laitMeasures, readLaitYear } from './aliases-lait.ts';
import { phaseOf } from './aliases-phases.ts';
import { measureById } from './measures.ts';

const everyAlias = [...attendanceAliases, ...exclusionAliases, ...absenceAliases];
const on = plainDate('2025-01-01');

describe('headings', () => {
  it('mean measures that exist', () => {
    const named = [...everyAlias, ...laitMeasures].flatMap(({ measure }) => (measure === null ? [] : [measure]));
    expect(named.filter((id) => measureById(id) === undefined)).toEqual([]);
  });

  it('are declared once for each table and day', () => {
    for (const aliases of [attendanceAliases, exclusionAliases, absenceAliases]) {
      const keys = aliases.map(({ heading, validFrom }) => `${headingKey(heading)} ${validFrom ?? ''}`);
      expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    }
  });

  it('renamed in August 2024 mean what they meant', () => {
    const find = aliasIndex(attendanceAliases);
    expect(find('reason_t_authorised_grt_absence', on)?.measure).toBe('reason-t-sessions');
    expect(find('reason_t_authorised_mobile_child', on)?.measure).toBe('reason-t-sessions');
    expect(find('Auth Part-Time Perc', on)?.measure).toBe('reason-c2-rate');
    expect(find('reason_y8_comet', on)).toBeUndefined();
    expect(attendanceCodeOf('reason_y8_comet')).toBe('y8');
  });

  it('of suspensions are fixed-period exclusions under their later name', () => {
    const find = aliasIndex(exclusionAliases);
    for (const [before, since] of [
      ['fixed_excl', 'suspension'],
      ['one_plus_fixed_rate', 'one_plus_susp_rate'],
      ['fixed_theft', 'susp_theft'],
    ]) {
      expect(find(before ?? '', on)?.measure).toBe(find(since ?? '', on)?.measure);
    }
    expect(find('susp_offensive_weapon', on)?.measure).toBe('suspension-reason-weapon');
  });
});

describe('phases', () => {
  it.each([
    ['Total', 'all'],
    ['All schools', 'all'],
    ['State-funded secondary', 'secondary'],
    ['special', 'special'],
    ['PRU/Academy/Free school AP', 'alternative-provision'],
    ['Pupil Referral Unit', 'pupil-referral-unit'],
    ['Independent school', 'independent'],
    ['', 'all'],
  ])('%s is %s', (label, phase) => {
    expect(phaseOf(label)).toEqual({ phase, declared: true });
  });

  it('nobody declared become slugs', () => {
    expect(phaseOf('Middle deemed secondary')).toEqual({ phase: 'middle-deemed-secondary', declared: false });
  });
});

describe('characteristics', () => {
  it.each([
    ['Total', 'Total', ''],
    ['Gender', 'Gender male', 'sex=male'],
    ['Sex', 'Girls', 'sex=female'],
    ['Age', 'Age 4 and under', 'age=4-and-under'],
    ['Age and gender', 'Age 19 and over Female', 'age=19-and-over+sex=female'],
    ['Ethnicity', 'Ethnicity Major White Total', 'ethnicity=white'],
    ['Ethnicity', 'Ethnicity Minor White British', 'ethnicity=white-british'],
    ['Ethnicity', 'Ethnicity White British', 'ethnicity=white-british'],
    ['Ethnicity', 'White British', 'ethnicity=white-british'],
    ['Ethnicity', 'Ethnicity Minor Gypsy Roma', 'ethnicity=gypsy-roma'],
    ['Ethnicity minor', 'Gypsy / Roma', 'ethnicity=gypsy-roma'],
    ['Ethnicity', 'Ethnicity Minority ethnic pupil', 'ethnicity=minority-ethnic'],
    ['Ethnicity', 'Ethnicity Minority ethnic group', 'ethnicity=minority-ethnic'],
    ['Ethnicity', 'Ethnicity Minor Any other Asian background', 'ethnicity=other-asian'],
    ['Ethnicity', 'Any other Asian background', 'ethnicity=other-asian'],
    ['Ethnicity', 'Asian or Asian British - Indian', 'ethnicity=indian'],
    ['Ethnicity and gender', 'Ethnicity Minor Black Caribbean Male', 'ethnicity=black-caribbean+sex=male'],
    ['Ethnicity and sex', 'Black Caribbean Male', 'ethnicity=black-caribbean+sex=male'],
    ['NC year', 'NC Year 12 and above', 'year-group=12-and-above'],
    ['NC year and gender', 'NC Year Reception Male', 'sex=male+year-group=reception'],
    ['FSM eligible', 'FSM NotEligible', 'fsm=not-eligible'],
    ['FSM status', 'FSM eligible', 'fsm=eligible'],
    ['FSM eligible in last 6 years', 'FSM not eligible in last 6 years', 'fsm-ever-6=not-eligible'],
    ['SEN provision', 'SEN provision SEN with statement EHC', 'sen-provision=ehc-plan'],
    ['SEN provision', 'EHC plan', 'sen-provision=ehc-plan'],
    ['SEN', 'SEN support', 'sen-provision=sen-support'],
    ['SEN primary need', 'SEN primary need Autistic spectrum disorder', 'sen-primary-need=autism'],
    ['SEN provision', 'SEN without statement or EHC', 'sen-provision=sen-support'],
    ['SEN provision', 'SEN with statement or EHC plan', 'sen-provision=ehc-plan'],
    ['Ethnicity minor', 'Black / African / Caribbean / Black British - Caribbean', 'ethnicity=black-caribbean'],
    ['National curriculum year', 'National curriculum year group 7', 'year-group=7'],
    ['IDACI decile', '0-10% most deprived', 'idaci-decile=1'],
    ['IDACI decile', 'IDACI decile 0 to 10pc most deprived', 'idaci-decile=1'],
    ['IDACI decile', 'IDACI decile 90 to 100pc least deprived', 'idaci-decile=10'],
  ])('%s, %s', (group, label, breakdown) => {
    expect(breakdownOf(group, label)).toEqual({ breakdown, declared: true });
  });

  it('nobody declared become slugs and are said so', () => {
    expect(breakdownOf('Ethnicity', 'Cornish')).toEqual({ breakdown: 'ethnicity=cornish', declared: false });
    expect(breakdownOf('Young carer', 'Young carer known')).toEqual({
      breakdown: 'young-carer=known',
      declared: false,
    });
  });

  it('combine in one order whatever the order of the columns', () => {
    const part = fc
      .constantFrom('', 'sex=male', 'age=7', 'ethnicity=irish+sex=female')
      .map((breakdown) => ({ breakdown, declared: true }));
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(combine(parts)).toEqual(combine(parts.toReversed()));
      }),
    );
  });

  it('never make an empty name', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(slug(text)).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      }),
    );
  });
});

describe('years of the interactive tool', () => {
  it.each([
    ['TotAbs', '2024', '2023-09-01', '2024-08-31', ''],
    ['TotPermEx', '2015/16', '2015-09-01', '2016-08-31', ''],
    ['LACFinance', '2016-17 (OT)', '2016-04-01', '2017-03-31', 'OT'],
    ['A3A', '2018 (Rev)', '2017-09-01', '2018-08-31', 'Rev'],
    ['RTA', '2014-16', '2014-01-01', '2016-12-31', ''],
    ['Hosp_Adm_Alc_<18yrs', '2013/14-15/16', '2013-04-01', '2016-03-31', ''],
    ['LAC', '2024', '2023-04-01', '2024-03-31', ''],
    ['Work_Force_NoSW', '2024', '2023-10-01', '2024-09-30', ''],
    ['InfMort', '2024', '2024-01-01', '2024-12-31', ''],
  ])('%s %s', (code, printed, start, end, remark) => {
    expect(readLaitYear(printed, code)).toEqual({ period: { grain: 'year', start, end }, remark });
  });

  it('are none when nothing is printed but filling', () => {
    expect(readLaitYear('0', 'CINPermExclusion')).toBeUndefined();
    expect(readLaitYear('2016-14', 'RTA')).toBeUndefined();
  });
});
