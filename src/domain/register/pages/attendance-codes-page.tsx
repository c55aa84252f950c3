import type { VNode } from 'preact';
import { printedCount } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { CodeBook } from '#foundation/nations/code-book.ts';
import { factsOn, nationWords } from '#foundation/nations/code-book.ts';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { SummaryList } from '#foundation/ui/components/summary-list.tsx';
import { codeGroups } from '../code-groups.ts';
import { codeBookPath, codesCsvPath } from '../code-paths.ts';
import { SeriesBreaks, WhatVerifiedMeans } from './code-remarks.tsx';

export interface AttendanceCodesPageProps {
  readonly books: readonly CodeBook[];
  readonly on: PlainDate;
}

/** The four code books, and what a mark can count as. */
export function AttendanceCodesPage({ books, on }: AttendanceCodesPageProps): VNode {
  return (
    <>
      <h1 class="govuk-heading-xl">Attendance codes</h1>
      <p class="govuk-body-l">
        A register has one mark for each child and session. Each nation has its own marks, and the same letter can mean
        different things. What a mark counts as decides which figures it is in.
      </p>
      <p class="govuk-body">These pages hold nothing about any child, so everybody may read them.</p>
      <NationsTable books={books} on={on} />
      <p class="govuk-body">
        <a class="govuk-link" href={codesCsvPath()}>
          All codes as CSV
        </a>
        , with what they meant before.
      </p>
      <div class="hw-section">
        <h2 class="govuk-heading-l" id="counting">
          What a mark counts as
        </h2>
        <p class="govuk-body">
          A session is present, absent, not required or unmeasured. A session that nobody marked is unmeasured: it is in
          no rate, and every figure says how many of those expected it has.
        </p>
        <SummaryList
          rows={codeGroups.map(({ title, effect }) => ({ key: { text: title }, value: { text: effect } }))}
        />
      </div>
      <div class="hw-section">
        <h2 class="govuk-heading-l" id="breaks">
          Where series break
        </h2>
        {books.map((book) => (
          <SeriesBreaks book={book} />
        ))}
      </div>
      <div class="hw-section">
        <h2 class="govuk-heading-l" id="verified">
          What “not verified” means
        </h2>
        <WhatVerifiedMeans />
      </div>
    </>
  );
}

function NationsTable({ books, on }: AttendanceCodesPageProps): VNode {
  const marks = (book: CodeBook) => factsOn(book, on).filter(({ supplierOnly }) => supplierOnly === undefined);
  return (
    <DataTable
      caption={`Codes in force on ${dayInWords(on)}`}
      columns={[
        {
          heading: 'Nation',
          cell: (book: CodeBook) => (
            <a class="govuk-link" href={codeBookPath(book.nation)}>
              {nationWords[book.nation]}
            </a>
          ),
        },
        { heading: 'Codes', format: 'numeric', cell: (book) => printedCount(marks(book).length) },
        {
          heading: 'Not verified',
          format: 'numeric',
          cell: (book) => printedCount(marks(book).filter(({ verified }) => !verified).length),
        },
      ]}
      rows={books}
      density="small"
    />
  );
}
