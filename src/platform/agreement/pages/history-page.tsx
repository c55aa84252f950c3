import type { VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import type { Change } from '../diff.ts';
import type { AgreementEvent, History } from '../history.ts';
import { agreementPath } from '../paths.ts';
import { eventWords } from '../words.ts';

/** Everything that happened to an agreement, newest first. */
export function AgreementHistoryPage({ history }: { readonly history: History }): VNode {
  const documentOf = (event: AgreementEvent) =>
    (history.versions.find(({ version }) => version === event.version) ?? history.versions[0])?.document;
  const words = (event: AgreementEvent) => {
    const document = documentOf(event);
    return document ? eventWords(document, event) : event.did;
  };
  const why = ({ reason, nextReviewOn }: AgreementEvent) =>
    [reason, nextReviewOn && `To be reviewed again by ${dayInWords(nextReviewOn)}.`].filter(Boolean).join(' ') ||
    'Nothing noted';
  return (
    <>
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">{history.versions.at(-1)?.document.title}</span>
        What happened to this agreement
      </h1>
      <p class="govuk-body hw-measure">Nothing here is ever changed or taken away: what happens next is added.</p>
      <DataTable
        caption="Newest first"
        columns={[
          { heading: 'What', cell: words },
          { heading: 'When', cell: ({ at }: AgreementEvent) => instantInWords(at) },
          { heading: 'Who', cell: ({ toldBy }: AgreementEvent) => toldBy },
          { heading: 'Why', cell: why },
        ]}
        rows={history.events.toSorted((one, other) => other.eventNo - one.eventNo)}
      />
      <p class="govuk-body hw-more">
        <a class="govuk-link" href={agreementPath(history.agreementId)}>
          The agreement
        </a>
      </p>
    </>
  );
}

export interface ChangesPageProps {
  /** What each of the two is called: “version 1”, “EX-YJS version 2”. */
  readonly from: string;
  readonly to: string;
  readonly title: string;
  readonly back: string;
  readonly changes: readonly Change[];
}

const effectWords: Readonly<Record<Change['effect'], string>> = {
  more: 'More is shared',
  less: 'Less is shared',
  otherwise: 'Said otherwise',
};

/** What two documents say differently, in words. */
export function AgreementChangesPage({ from, to, title, back, changes }: ChangesPageProps): VNode {
  const more = changes.filter(({ effect }) => effect === 'more').length;
  return (
    <>
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">{title}</span>
        What changes from {from} to {to}
      </h1>
      <InsetText>
        {changes.length === 0
          ? 'Nothing: both say the same.'
          : more === 0
            ? 'Nothing is shared that was not shared before.'
            : `In ${more} of ${changes.length} changes more is shared than before.`}
      </InsetText>
      {changes.length > 0 && (
        <DataTable
          caption={`From ${from} to ${to}`}
          columns={[
            { heading: 'What', cell: ({ about }: Change) => about },
            { heading: 'Before', cell: ({ before }: Change) => before ?? 'not there' },
            { heading: 'After', cell: ({ after }: Change) => after ?? 'not there' },
            { heading: 'So', cell: ({ effect }: Change) => effectWords[effect] },
          ]}
          rows={changes}
        />
      )}
      <p class="govuk-body hw-measure">A new version is shared under only when every party has signed it.</p>
      <p class="govuk-body hw-more">
        <a class="govuk-link" href={back}>
          The agreement
        </a>
      </p>
    </>
  );
}
