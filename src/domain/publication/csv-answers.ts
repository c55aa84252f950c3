import { csvDocument } from '#foundation/formats/csv-writer.ts';
import type { FigureDocument } from './api-model.ts';
import type { Measure } from './measures.ts';
import type { Vintage } from './model.ts';
import type { PictureTable } from './picture.ts';

/** A picture's rows as a CSV document: a missing figure is its printed symbol, never a 0 and never a blank of ours. */
export function pictureCsv(table: PictureTable): string {
  return csvDocument({ header: table.columns.map((column) => column.label), rows: table.rows });
}

const figureColumns: readonly (readonly [
  heading: string,
  value: (figure: FigureDocument) => number | string | null,
])[] = [
  ['area_code', ({ area }) => area.code],
  ['area_name', ({ area }) => area.name],
  ['measure', ({ measure }) => measure],
  ['phase', ({ phase }) => phase],
  ['breakdown', ({ breakdown }) => breakdown],
  ['grain', ({ grain }) => grain],
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ['value', ({ cell }) => cell.value],
  ['symbol', ({ cell }) => cell.symbol],
  ['numerator', ({ numerator }) => valueOrSymbol(numerator)],
  ['denominator', ({ denominator }) => valueOrSymbol(denominator)],
  ['schools_reporting', ({ coverage }) => valueOrSymbol(coverage?.reporting)],
  ['schools_expected', ({ coverage }) => valueOrSymbol(coverage?.expected)],
  ['provisional', ({ provisional }) => String(provisional)],
  ['series', ({ series }) => series],
  ['dataset', ({ dataset }) => dataset],
  ['published_on', ({ vintage }) => vintage.publishedOn],
  ['vintage', ({ vintage }) => vintage.id],
  ['line', ({ vintage }) => vintage.line],
];

/** API figures as a flat CSV document. `value` is empty where `symbol` is not. */
export function figuresCsv(figures: readonly FigureDocument[]): string {
  return csvDocument({
    header: figureColumns.map(([heading]) => heading),
    rows: figures.map((figure) => figureColumns.map(([, value]) => value(figure))),
  });
}

/** The declared measures as a CSV document. */
export function measuresCsv(measures: readonly Measure[]): string {
  return csvDocument({
    header: ['id', 'label', 'unit', 'group', 'definition', 'numerator', 'denominator', 'source'],
    rows: measures.map((measure) => [
      measure.id,
      measure.label,
      measure.unit,
      measure.group,
      measure.definition,
      measure.numerator ?? '',
      measure.denominator ?? '',
      measure.source,
    ]),
  });
}

/** The imported files as a CSV document. */
export function releasesCsv(vintages: readonly Vintage[]): string {
  return csvDocument({
    header: [
      'id',
      'dataset',
      'published_on',
      'published_on_basis',
      'file',
      'rows_read',
      'rows_loaded',
      'rows_already_known',
      'rows_held',
      'rows_rejected',
    ],
    rows: vintages.map((vintage) => [
      vintage.vintageId,
      vintage.dataset,
      vintage.publishedOn,
      vintage.publishedOnBasis,
      vintage.fileName,
      vintage.rowsRead,
      vintage.rowsLoaded,
      vintage.rowsKnown,
      vintage.rowsHeld,
      vintage.rowsRejected,
    ]),
  });
}

function valueOrSymbol(cell: FigureDocument['cell'] | null | undefined): number | string {
  return cell?.value ?? cell?.symbol ?? '';
}
