import type { VNode } from 'preact';
import { attendanceCodesPath } from '#domain/register/code-paths.ts';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import type { Measure, MeasureGroup } from '../measures.ts';
import { measureById, measures } from '../measures.ts';

const groupTitles: readonly (readonly [MeasureGroup, string])[] = [
  ['attendance', 'Attendance'],
  ['absence', 'Absence'],
  ['absence-reason', 'Reasons for absence'],
  ['suspension', 'Suspension'],
  ['exclusion', 'Permanent exclusion'],
  ['exclusion-reason', 'Reasons for suspension and permanent exclusion'],
  ['coverage', 'Coverage and denominators'],
  ['attendance-code', 'Attendance codes that are not absence'],
];

/** Every measure with its definition, its arithmetic and its name in the API. */
export function MeasuresPage(): VNode {
  return (
    <>
      <h1 class="govuk-heading-xl">Measures</h1>
      <p class="govuk-body-l">
        What each figure means, how it is worked out and where the definition comes from. A rate is one count divided by
        another, never an average of rates.
      </p>
      <p class="govuk-body">
        What each mark in a register counts as:{' '}
        <a class="govuk-link" href={attendanceCodesPath}>
          attendance codes of the four nations
        </a>
        .
      </p>
      {groupTitles.map(([group, title]) => (
        <div class="hw-section">
          <h2 class="govuk-heading-l" id={`group-${group}`}>
            {title}
          </h2>
          <DataTable
            caption={title}
            captionClasses="govuk-visually-hidden"
            columns={[
              { heading: 'Measure', cell: (measure: Measure) => <span id={measure.id}>{measure.label}</span> },
              { heading: 'Definition', cell: (measure) => measure.definition },
              { heading: 'Arithmetic', cell: arithmetic },
              { heading: 'Name in the API', cell: (measure) => <code>{measure.id}</code> },
            ]}
            rows={measures.filter((measure) => measure.group === group)}
            density="small"
          />
        </div>
      ))}
    </>
  );
}

function arithmetic({ numerator, denominator }: Measure): string {
  if (numerator === undefined || denominator === undefined) return 'A count, as printed';
  const over = measureById(numerator)?.label ?? numerator;
  const under = measureById(denominator)?.label ?? denominator;
  return `100 × ${over.toLowerCase()} ÷ ${under.toLowerCase()}`;
}
