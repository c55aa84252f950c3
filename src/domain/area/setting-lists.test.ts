import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkReader, recogniseSettingList, settingReader } from './setting-lists.ts';

const gias = [
  'URN',
  'LA (code)',
  'LA (name)',
  'EstablishmentNumber',
  'EstablishmentName',
  'TypeOfEstablishment (name)',
  'EstablishmentStatus (name)',
  'OpenDate',
  'CloseDate',
  'PhaseOfEducation (name)',
  'NumberOfPupils',
  'GSSLACode (name)',
];
const census = ['URN', 'LA', 'ESTAB', 'SCHOOLTYPE', 'NOR', 'NORG'];
const links = ['URN', 'LinkURN', 'LinkName', 'LinkType', 'LinkEstablishedDate'];

describe('recogniseSettingList', () => {
  it.each([
    [gias, 'gias'],
    [census, 'census'],
    [links, 'gias-links'],
    [census.map((heading) => heading.toLowerCase()), 'census'],
    [['\uFEFFURN', ...census.slice(1)], 'census'],
    [['URN', 'LA', 'School Name'], undefined],
    [['geographic_level', 'old_la_code'], undefined],
    [[], undefined],
  ])('knows %j', (headings, kind) => {
    expect(recogniseSettingList(headings)).toBe(kind);
  });
});

describe('a GIAS row', () => {
  const read = settingReader('gias', gias);
  const row = (change: Readonly<Record<string, string>> = {}) =>
    gias.map(
      (heading) => change[heading] ?? { URN: '100000', 'LA (code)': '201', EstablishmentNumber: '3614' }[heading] ?? '',
    );

  it('is read with its days as calendar days', () => {
    const values = row({
      EstablishmentName: ' The Aldgate School ',
      OpenDate: '01-09-2022',
      CloseDate: '',
      NumberOfPupils: '249',
    });
    expect(read(values)).toMatchObject({
      ok: true,
      value: {
        urn: 100000,
        laEstab: 2013614,
        name: 'The Aldgate School',
        openedOn: '2022-09-01',
        closedOn: null,
        headcount: 249,
      },
    });
  });

  it.each([
    [{ URN: 'abc' }, 'rejected', 'URN'],
    [{ URN: '99999' }, 'rejected', 'URN'],
    [{ OpenDate: '31-02-2020' }, 'held', 'OpenDate'],
    [{ CloseDate: 'soon' }, 'held', 'CloseDate'],
    [{ NumberOfPupils: '-3' }, 'held', 'NumberOfPupils'],
    [{ EstablishmentNumber: '12345' }, 'held', 'EstablishmentNumber'],
  ])('with %j is %s because of %s', (change, verdict, column) => {
    expect(read(row(change))).toMatchObject({ ok: false, failure: { verdict, column } });
  });

  it('without an establishment number has no seven-digit number', () => {
    expect(read(row({ EstablishmentNumber: '' }))).toMatchObject({ value: { laEstab: null } });
  });

  it('never throws, whatever its values', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 15 }), (values) => {
        expect(['held', 'rejected', undefined]).toContain(verdictOf(read(values)));
      }),
    );
  });
});

describe('a census row', () => {
  const read = settingReader('census', census);

  it('is read with its roll', () => {
    expect(read(['100001', '201', '6005', 'Independent school', '739', '739'])).toMatchObject({
      value: { urn: 100001, laEstab: 2016005, type: 'Independent school', headcount: 739, name: null },
    });
  });

  it.each(['SUPP', 'NA', ''])('with a roll of “%s” has none, not 0', (roll) => {
    expect(read(['100001', '201', '6005', 'Independent school', roll])).toMatchObject({ value: { headcount: null } });
  });

  it('that is a national total is rejected', () => {
    expect(read(['NAT', '', 'PRI', 'State-funded primary', '4647851'])).toMatchObject({
      failure: { verdict: 'rejected', column: 'URN' },
    });
  });
});

describe('a link', () => {
  it('is read with its day, where there is one', () => {
    const read = linkReader(links);
    expect(read(['100006', '134643', 'CCfL Key Stage 3 PRU', 'Predecessor - merged', '01-01-2022'])).toEqual({
      ok: true,
      value: {
        urn: 100006,
        linkedUrn: 134643,
        kind: 'Predecessor - merged',
        linkedName: 'CCfL Key Stage 3 PRU',
        establishedOn: '2022-01-01',
      },
    });
    expect(read(['100006', '134643', '', 'Successor', ''])).toMatchObject({
      value: { linkedName: null, establishedOn: null },
    });
    expect(read(['100006', '', '', 'Successor', ''])).toMatchObject({
      failure: { verdict: 'rejected', column: 'LinkURN' },
    });
  });
});

function verdictOf(result: ReturnType<ReturnType<typeof settingReader>>): string | undefined {
  return result.ok ? undefined : result.failure.verdict;
}
