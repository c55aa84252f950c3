import type { VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import type { AttendanceCodeFact } from '#foundation/nations/attendance-code.ts';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { Tag } from '#foundation/ui/components/tag.tsx';
import { groupOf } from '../code-groups.ts';

export interface CodesTableProps {
  readonly caption: string;
  readonly facts: readonly AttendanceCodeFact[];
  /** In the order in which the page lists them. */
  readonly sources: readonly string[];
  /** Says of each code what it counts as, where the heading above does not. */
  readonly sayGroup?: true;
}

/** Codes with their meaning, and beside that since when and from where; under it on a narrow page. */
export function CodesTable({ caption, facts, sources, sayGroup }: CodesTableProps): VNode {
  return (
    <div class="hw-codes">
      <DataTable
        caption={caption}
        captionClasses="govuk-visually-hidden"
        columns={[
          { heading: 'Code', cell: (fact: AttendanceCodeFact) => <strong>{fact.code}</strong> },
          {
            heading: 'Meaning, days in force and source',
            cell: (fact) => (
              <div class="hw-code">
                <div>
                  <p>{fact.label}</p>
                  <p class="hw-code__note">{noteOf(fact, sayGroup)}</p>
                </div>
                <Standing fact={fact} source={sources.indexOf(fact.source) + 1} />
              </div>
            ),
          },
        ]}
        rows={facts}
      />
    </div>
  );
}

function noteOf(fact: AttendanceCodeFact, sayGroup: true | undefined): string {
  const parts = [
    sayGroup && `${groupOf(fact)?.title}.`,
    fact.late && 'Counts among late sessions too.',
    ageWords(fact),
    readWords(fact),
    fact.note,
  ];
  return parts.filter((part) => part).join(' ');
}

function ageWords({ onlyFor }: AttendanceCodeFact): string | undefined {
  if (onlyFor === undefined) return undefined;
  return onlyFor === 'compulsory-school-age'
    ? 'Refused for a child who is not of compulsory school age.'
    : 'Refused for a child of compulsory school age.';
}

function readWords({ supplierOnly }: AttendanceCodeFact): string | undefined {
  if (supplierOnly === undefined || supplierOnly === 'unmeasured') return undefined;
  return supplierOnly === 'refused' ? 'Refused.' : `Read as ${supplierOnly.readAs}.`;
}

/** When it is in force, where that is from, and what of it is doubtful. */
function Standing({ fact, source }: { readonly fact: AttendanceCodeFact; readonly source: number }): VNode {
  return (
    <div class="hw-code__note">
      <p>
        {daysOf(fact)}.{' '}
        <a class="govuk-link" href={`#source-${source}`}>
          Source {source}
        </a>
      </p>
      {fact.doubt !== undefined && (
        <p>
          <Tag>Not verified</Tag> {fact.doubt}
        </p>
      )}
      {fact.treatmentUnsettled && (
        <p>
          <Tag>Treatment not settled</Tag>
        </p>
      )}
      {fact.ownName && <p>A name of ours, not the nation’s.</p>}
    </div>
  );
}

function daysOf({ from, to }: AttendanceCodeFact): string {
  if (from && to) return `In force from ${dayInWords(from)} to ${dayInWords(to)}`;
  if (from) return `In force from ${dayInWords(from)}`;
  return to ? `In force until ${dayInWords(to)}` : 'No days are given, so it holds on any';
}
