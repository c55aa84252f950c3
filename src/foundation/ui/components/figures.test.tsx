import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import type { Cell } from '#foundation/kernel/cell.ts';
import { missingCell, numberCell } from '#foundation/kernel/cell.ts';
import { CellValue } from './cell-value.tsx';
import { DataTable } from './data-table.tsx';
import { FilterForm } from './filter-form.tsx';
import { LineagePanel } from './lineage-panel.tsx';
import { StatTile } from './stat-tile.tsx';
import { SymbolKey } from './symbol-key.tsx';

const missing = ['suppressed', 'not-applicable', 'not-available', 'rounds-to-zero', 'low-reliability'] as const;

/** The words of a rendering, as read out: hidden symbols left out. */
function heard(node: VNode): string {
  return renderToString(node)
    .replace(/<span aria-hidden="true">.*?<\/span>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('CellValue', () => {
  it.each<[Cell, number, string, string]>([
    [numberCell(7.25), 1, '%', '7.3%'],
    [numberCell(7), 1, '%', '7.0%'],
    [numberCell(18422), 0, '', '18,422'],
    [numberCell(-0.4), 1, ' points', '−0.4 points'],
    [numberCell(0), 0, '', '0'],
  ])('prints %o with %i decimals and “%s” as %s', (cell, decimals, unit, text) => {
    expect(heard(<CellValue cell={cell} decimals={decimals} unit={unit} />)).toBe(text);
  });

  it.each(missing)('says why a %s number is missing and never shows a digit', (kind) => {
    const node = <CellValue cell={missingCell(kind)} decimals={1} unit="%" />;
    expect(renderToString(node)).toMatch(/^<abbr title="[a-z ,]{8,}">/);
    expect(renderToString(node)).not.toMatch(/>[^<]*\d[^<]*</);
  });

  it('shows the symbol that was printed, and the standard one where a blank was', () => {
    expect(renderToString(<CellValue cell={missingCell('suppressed', '*')} />)).toContain('>*<');
    expect(renderToString(<CellValue cell={missingCell('not-available', '')} />)).toContain('>x<');
  });
});

describe('SymbolKey', () => {
  it('lists each symbol once, and nothing when every cell is a number', () => {
    const cells = [missingCell('suppressed'), missingCell('suppressed'), missingCell('not-available'), numberCell(1)];
    expect(renderToString(<SymbolKey cells={cells} />).match(/<dt>/g)).toHaveLength(2);
    expect(renderToString(<SymbolKey cells={[numberCell(1)]} />)).toBe('');
  });
});

describe('DataTable', () => {
  const columns = [
    { heading: 'Area', cell: (row: { name: string }) => row.name },
    { heading: 'Letters', format: 'numeric', cell: (row: { name: string }) => row.name.length } as const,
  ];

  it('scrolls in a named region, and names its rows and columns', () => {
    const html = renderToString(<DataTable caption="Names" columns={columns} rows={[{ name: 'Farley' }]} />);
    expect(html).toContain('<section class="hw-table-region" tabindex="0" aria-label="Names">');
    expect(html).toContain('<th scope="row">Farley</th>');
    expect(html).toContain('<table class="hw-table hw-table--numbers">');
    expect(html).toContain('<td>6</td>');
  });

  it('aligns numbers cell by cell where words stand among them', () => {
    const mixed = [...columns, { heading: 'Kind', cell: () => 'village' }];
    const html = renderToString(<DataTable caption="Names" columns={mixed} rows={[{ name: 'Farley' }]} />);
    expect(html).toContain('<th scope="col" class="hw-n">Letters</th>');
    expect(html).toContain('<td class="hw-n">6</td><td>village</td>');
  });

  it('marks the row the page is about', () => {
    const rows = [{ name: 'Farley' }, { name: 'Weirside' }];
    const table = (
      <DataTable caption="Names" columns={columns} rows={rows} isCurrent={(row) => row.name === 'Farley'} />
    );
    expect(renderToString(table).match(/hw-table__current/g)).toHaveLength(1);
  });

  it('says so when there is nothing to show', () => {
    expect(heard(<DataTable caption="Names" columns={columns} rows={[]} empty={<p>No areas.</p>} />)).toBe('No areas.');
  });
});

describe('StatTile', () => {
  it('never stands without its interval or coverage', () => {
    const tile = <StatTile label="Absence rate" value="7.2%" unit="of sessions" inWords="118 of 124 schools." />;
    expect(heard(tile)).toBe('Absence rate 7.2% of sessions 118 of 124 schools.');
  });
});

describe('LineagePanel', () => {
  it('leaves out what is not known rather than leaving it blank', () => {
    const known = { definition: 'D', population: 'P', period: 'T', sources: [{ text: 'S' }], coverage: 'C' };
    expect(heard(<LineagePanel lineage={known} />)).toBe(
      'Where this figure comes from Definition D Who is counted P Period T Coverage C Source S',
    );
    expect(heard(<LineagePanel lineage={{ ...known, rowsIn: 1200, rowsOut: 0 }} />)).toContain(
      'Rows read 1,200 Rows used 0',
    );
  });
});

describe('FilterForm', () => {
  it('is a GET that shows what is chosen and carries the rest', () => {
    const html = renderToString(
      <FilterForm
        action="/map"
        label="Choose"
        hidden={{ measure: 'absence-rate' }}
        fields={[
          {
            name: 'year',
            label: 'Year',
            value: '2024',
            items: [
              { value: '2023', text: '2023/24' },
              { value: '2024', text: '2024/25' },
            ],
          },
        ]}
      />,
    );
    expect(html).toContain('method="get" action="/map"');
    expect(html).toContain('<input type="hidden" name="measure" value="absence-rate"/>');
    expect(html).toMatch(/<option[^>]*selected[^>]*>2024\/25/);
    expect(html).toContain('<label class="govuk-label" for="filter-year">Year</label>');
  });
});
