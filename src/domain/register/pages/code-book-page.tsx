import type { VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { AttendanceCodeFact } from '#foundation/nations/attendance-code.ts';
import type { CodeBook } from '#foundation/nations/code-book.ts';
import { factsOn, nationWords } from '#foundation/nations/code-book.ts';
import { compulsoryAgeRules } from '#foundation/nations/compulsory-school-age.ts';
import { FilterForm } from '#foundation/ui/components/filter-form.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { Tag } from '#foundation/ui/components/tag.tsx';
import type { CodeGroup } from '../code-groups.ts';
import { codeGroups } from '../code-groups.ts';
import { codeBookPath, codesCsvPath } from '../code-paths.ts';
import { OtherRemarks, SeriesBreaks, WhatVerifiedMeans } from './code-remarks.tsx';
import { CodesTable } from './codes-table.tsx';

export interface CodeBookPageProps {
  readonly book: CodeBook;
  /** The day whose codes are shown. */
  readonly on: PlainDate;
  readonly today: PlainDate;
}

/** One nation’s codes on a day, grouped by what they count as, and the meanings that were not in force then. */
export function CodeBookPage(props: CodeBookPageProps): VNode {
  const { book, on } = props;
  const inForce = factsOn(book, on);
  const others = book.facts.filter((fact) => !inForce.includes(fact));
  const sources = [...new Set(book.facts.map(({ source }) => source))];
  const groups = codeGroups.filter((group) => inForce.some(group.holds));
  return (
    <>
      <h1 class="govuk-heading-xl">Attendance codes of {nationWords[book.nation]}</h1>
      <Lead {...props} inForce={inForce} />
      <OnThisPage groups={groups} hasOthers={others.length > 0} />
      <div class="hw-section">
        <SeriesBreaks book={book} />
        <OtherRemarks book={book} />
      </div>
      {groups.map((group) => (
        <div class="hw-section">
          <h2 class="govuk-heading-l" id={group.id}>
            {group.title}
          </h2>
          <p class="govuk-body">{group.effect}</p>
          <CodesTable caption={`${group.title}: codes`} facts={inForce.filter(group.holds)} sources={sources} />
        </div>
      ))}
      {others.length > 0 && <Others facts={others} sources={sources} on={on} />}
      <Foot book={book} sources={sources} />
    </>
  );
}

interface LeadProps extends CodeBookPageProps {
  readonly inForce: readonly AttendanceCodeFact[];
}

function Lead({ book, on, today, inForce }: LeadProps): VNode {
  const marks = inForce.filter(({ supplierOnly }) => supplierOnly === undefined);
  const when = on === today ? `today, ${dayInWords(on)}` : `on ${dayInWords(on)}`;
  return (
    <>
      <p class="govuk-body-l">
        {marks.length} codes are in force {when}. {verifiedWords(marks)}
      </p>
      <p class="govuk-body">
        <a class="govuk-link" href={codesCsvPath({ nation: book.nation, on })}>
          These codes as CSV
        </a>
        . The page is about no child, so everybody may read it.
      </p>
      <FilterForm action={codeBookPath(book.nation)} label="Choose a day" fields={[]} applyText="Show that day">
        <Input
          name="on"
          label={{ text: 'Another day, such as 2023-11-01' }}
          value={on === today ? '' : on}
          autocomplete="off"
        />
      </FilterForm>
    </>
  );
}

function verifiedWords(marks: readonly AttendanceCodeFact[]): string {
  const doubtful = marks.filter(({ verified }) => !verified).length;
  if (doubtful === 0) return 'All of them are verified.';
  if (doubtful === marks.length) return 'None of them is verified.';
  return doubtful === 1 ? 'One of them is not verified in full.' : `${doubtful} of them are not verified in full.`;
}

interface OnThisPageProps {
  readonly groups: readonly CodeGroup[];
  readonly hasOthers: boolean;
}

function OnThisPage({ groups, hasOthers }: OnThisPageProps): VNode {
  const parts = [
    ...groups.map(({ id, title }) => [id, title] as const),
    ...(hasOthers ? [['not-in-force', 'Not in force on that day'] as const] : []),
    ['age', 'Compulsory school age'] as const,
    ['verified', 'What “not verified” means'] as const,
    ['sources', 'Sources'] as const,
  ];
  return (
    <nav class="hw-contents" aria-labelledby="on-this-page">
      <h2 class="govuk-heading-s" id="on-this-page">
        On this page
      </h2>
      <ul>
        {parts.map(([id, text]) => (
          <li>
            <a class="govuk-link" href={`#${id}`}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface OthersProps {
  readonly facts: readonly AttendanceCodeFact[];
  readonly sources: readonly string[];
  readonly on: PlainDate;
}

function Others({ facts, sources, on }: OthersProps): VNode {
  return (
    <div class="hw-section">
      <h2 class="govuk-heading-l" id="not-in-force">
        Not in force on that day
      </h2>
      <p class="govuk-body">
        Meanings before or after {dayInWords(on)}. A code that had no other meaning that day is refused for it, with the
        reason; the rest of the register is kept.
      </p>
      <CodesTable caption="Meanings not in force" facts={facts} sources={sources} sayGroup />
    </div>
  );
}

function Foot({ book, sources }: { readonly book: CodeBook; readonly sources: readonly string[] }): VNode {
  const age = compulsoryAgeRules[book.nation];
  return (
    <>
      <div class="hw-section">
        <h2 class="govuk-heading-l" id="age">
          Compulsory school age
        </h2>
        <p class="govuk-body">
          {age.rule} {age.boundsOf === undefined && 'No code is refused here because of a child’s age.'}
        </p>
        <p class="govuk-body-s hw-source">
          Source: {age.source}. {!age.verified && <Tag>Not verified</Tag>}
        </p>
      </div>
      <div class="hw-section">
        <h2 class="govuk-heading-l" id="verified">
          What “not verified” means
        </h2>
        <WhatVerifiedMeans />
      </div>
      <div class="hw-section">
        <h2 class="govuk-heading-l" id="sources">
          Sources
        </h2>
        <ol class="govuk-list govuk-list--number hw-source">
          {sources.map((source, index) => (
            <li id={`source-${index + 1}`}>{source}</li>
          ))}
        </ol>
      </div>
    </>
  );
}
