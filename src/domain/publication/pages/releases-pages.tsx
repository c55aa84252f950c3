import type { VNode } from 'preact';
import { printedCount } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import { SummaryList } from '#foundation/ui/components/summary-list.tsx';
import { datasetById } from '../datasets.ts';
import { measureById } from '../measures.ts';
import type { PublishedOnBasis, Vintage, VintageColumn } from '../model.ts';
import { measurePath, releasePath } from '../paths.ts';

/** Every file that was imported, newest publication first. */
export function ReleasesPage({ vintages }: { readonly vintages: readonly Vintage[] }): VNode {
  const rows = vintages.reduce((sum, vintage) => sum + vintage.rowsLoaded, 0);
  return (
    <>
      <h1 class="govuk-heading-xl">Releases</h1>
      <p class="govuk-body-l">
        {printedCount(vintages.length)} files hold {printedCount(rows)} published rows. Each is kept as it was: a later
        release never overwrites an earlier one.
      </p>
      <DataTable
        caption="Imported files"
        columns={[
          {
            heading: 'File',
            cell: (vintage: Vintage) => (
              <a class="govuk-link" href={releasePath(vintage.vintageId)}>
                {shortName(vintage)}
              </a>
            ),
          },
          { heading: 'Published on', classes: 'hw-one-line', cell: (vintage) => dayInWords(vintage.publishedOn) },
          { heading: 'Dataset', cell: (vintage) => titleOf(vintage.dataset) },
          { heading: 'Rows read', format: 'numeric', cell: (vintage) => printedCount(vintage.rowsRead) },
          { heading: 'Held or rejected', format: 'numeric', cell: (vintage) => notLoaded(vintage) },
        ]}
        rows={vintages}
        empty="Nothing has been imported yet. Type: npx headwater import PATH"
        density="small"
      />
    </>
  );
}

/** One file: its counts, its date, and what each column was taken to be. */
export function ReleasePage({ vintage }: { readonly vintage: Vintage }): VNode {
  const counts = [vintage.rowsLoaded, vintage.rowsKnown, vintage.rowsHeld, vintage.rowsRejected];
  const [loaded, known, held, rejected] = counts.map(printedCount);
  const facts = [
    ['File', vintage.fileName],
    ['Dataset', titleOf(vintage.dataset)],
    ['Published on', `${dayInWords(vintage.publishedOn)} (${basisInWords[vintage.publishedOnBasis]})`],
    [
      'Rows',
      `${printedCount(vintage.rowsRead)} read = ${loaded} loaded + ${known} already known + ${held} held + ${rejected} rejected`,
    ],
    ['Columns', String(vintage.columns.length)],
  ];
  return (
    <>
      <h1 class="govuk-heading-xl">
        <span class="govuk-caption-xl">Published on {dayInWords(vintage.publishedOn)}</span>
        {titleOf(vintage.dataset)}
      </h1>
      <SummaryList rows={facts.map(([key, value]) => ({ key: { text: key }, value: { text: value } }))} />
      {vintage.undeclaredColumns.length > 0 && (
        <InsetText>
          Headwater does not know {vintage.undeclaredColumns.length === 1 ? 'this column' : 'these columns'} yet. The
          values are kept under the release’s own heading: {vintage.undeclaredColumns.join(', ')}.
        </InsetText>
      )}
      <DataTable
        caption="What each column was taken to be"
        columns={[
          { heading: 'Heading in the file', cell: (column: VintageColumn) => <code>{column.column}</code> },
          { heading: 'Measure', cell: (column) => measureLink(column) },
        ]}
        rows={vintage.columns}
        density="small"
      />
    </>
  );
}

/** The last part of a path or of an archive's entry: the folders before it say nothing to a reader. */
export function shortName({ fileName }: Vintage): string {
  return fileName.split(/[/!\\]/).at(-1) ?? fileName;
}

const basisInWords: Readonly<Record<PublishedOnBasis, string>> = {
  given: 'said at import',
  path: 'from the name of its folder or file',
  archive: 'assumed: the date of the file inside its archive',
  received: 'assumed: the day it was imported',
};

function measureLink({ measure }: VintageColumn) {
  if (measure === null) return 'Not declared: kept as printed';
  return (
    <a class="govuk-link" href={measurePath(measure)}>
      {measureById(measure)?.label ?? measure}
    </a>
  );
}

function notLoaded(vintage: Vintage): string {
  return printedCount(vintage.rowsHeld + vintage.rowsRejected);
}

function titleOf(dataset: string): string {
  return datasetById(dataset)?.title ?? dataset;
}
