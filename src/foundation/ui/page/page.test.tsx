import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import { missingCell, numberCell } from '#foundation/kernel/cell.ts';
import { CellValue } from '../components/cell-value.tsx';
import { DataTable } from '../components/data-table.tsx';
import { FilterForm } from '../components/filter-form.tsx';
import { LineagePanel } from '../components/lineage-panel.tsx';
import { StatGrid, StatTile } from '../components/stat-tile.tsx';
import { SymbolKey } from '../components/symbol-key.tsx';
import { placeOf } from './header.tsx';
import type { PageProps } from './page.tsx';
import { Page, renderPage } from './page.tsx';

const props: PageProps = {
  title: 'Exampleshire',
  description: 'Absence in Exampleshire',
  path: '/areas/exampleshire',
  navigation: [
    { text: 'Overview', href: '/' },
    { text: 'Areas', href: '/areas' },
    { text: 'Map', href: '/map' },
  ],
  breadcrumbs: [{ text: 'England', href: '/' }, { text: 'Exampleshire' }],
  banner: <p>These figures are made up.</p>,
  assets: { stylesheet: '/assets/a.css', script: '/assets/a.js', font: '/assets/a.woff2' },
  footer: <p>Published by the Department for Education.</p>,
  search: { action: '/search', value: '<script>' },
  children: (
    <>
      <h1>Exampleshire</h1>
      <StatGrid label="Headline figures">
        <StatTile
          label="Absence rate"
          value={<CellValue cell={numberCell(7.25)} decimals={1} unit="%" />}
          unit="of sessions"
          inWords="118 of 124 schools reporting."
          comparison="England 6.9%."
          link={{ href: '/absence', text: 'Absence over time' }}
        />
      </StatGrid>
      <FilterForm
        action="/areas/exampleshire"
        label="Choose what to show"
        hidden={{ area: 'exampleshire' }}
        fields={[{ name: 'phase', label: 'Phase', value: 'all', items: [{ value: 'all', text: 'All' }] }]}
      />
      <LineagePanel
        lineage={{
          definition: 'Sessions missed as a share of sessions possible.',
          population: 'Pupils of compulsory school age.',
          period: '12 to 16 May 2025',
          sources: [{ text: 'School census', href: '/census' }],
          rowsIn: 124310,
          coverage: '118 of 124 schools',
        }}
      />
      <DataTable
        caption="Absence by area"
        columns={[
          { heading: 'Area', cell: (row) => row.name },
          { heading: 'Absence', format: 'numeric', cell: (row) => <CellValue cell={row.rate} decimals={1} unit="%" /> },
        ]}
        rows={[
          { name: 'Exampleshire', rate: numberCell(7.25) },
          { name: 'Farley', rate: missingCell('suppressed') },
        ]}
      />
      <SymbolKey cells={[missingCell('suppressed')]} />
    </>
  ),
};

const html = renderPage(<Page {...props} />);

describe('Page', () => {
  it('is valid HTML', () => {
    const report = new HtmlValidate({
      extends: ['html-validate:recommended', 'html-validate:a11y'],
      rules: {
        // What the renderer writes: doctype in lower case, void elements closed, boolean attributes bare.
        'doctype-style': 'off',
        'void-style': 'off',
        'attribute-boolean-style': 'off',
      },
    }).validateStringSync(html);
    expect(report.results.flatMap((result) => result.messages.map((m) => `${m.ruleId}: ${m.message}`))).toEqual([]);
  });

  it('needs no inline style or script, which the content security policy would refuse', () => {
    expect(html).not.toMatch(/ style=|<style|<script(?! type="module" src=)/);
  });

  it('names itself, Headwater and where it is', () => {
    expect(html).toMatch(/^<!doctype html><html lang="en-GB"/);
    expect(html).toContain('<title>Exampleshire – Headwater</title>');
    expect(html).toContain('href="/areas" aria-current="true"');
  });

  it('leaves out what a page does not have', () => {
    const plain = renderPage(
      <Page title="Plain" path="/" navigation={[]} assets={{ stylesheet: '/a.css', font: '/a.woff2' }}>
        <h1>Plain</h1>
      </Page>,
    );
    expect(plain).not.toMatch(/<nav|<aside|<form|<script|name="description"/);
  });

  it('escapes what readers typed', () => {
    expect(html).toContain('value="&lt;script>"');
  });
});

describe('placeOf', () => {
  it.each([
    ['/areas', '/areas', 'page'],
    ['/areas?page=2', '/areas', 'page'],
    ['/areas/exampleshire', '/areas', 'section'],
    ['/areasonable', '/areas', 'elsewhere'],
    ['/areas', '/', 'elsewhere'],
  ] as const)('%s in the navigation’s %s is %s', (path, href, place) => {
    expect(placeOf(path, href)).toBe(place);
  });
});
