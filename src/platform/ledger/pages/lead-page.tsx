import type { VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { exactInstantInWords, instantInWords } from '#foundation/kernel/london-clock.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { Details } from '#foundation/ui/components/details.tsx';
import { ErrorSummary } from '#foundation/ui/components/error-summary.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { Select } from '#foundation/ui/components/select.tsx';
import { Textarea } from '#foundation/ui/components/textarea.tsx';
import { categoryWords } from '#platform/access/categories.ts';
import type { Acting } from '../asking.ts';
import type { Delay } from '../delay-store.ts';
import type { FormProblem } from '../form-problem.ts';
import { messageFor } from '../form-problem.ts';
import type { LookedAsked } from '../looked.ts';
import { groupEntries, isInForce, isProgram, readerWords, touchedCategories } from '../looked.ts';
import type { LookedChild, LookedEntry } from '../looked-store.ts';
import { delaysPath } from '../paths.ts';
import { LookedFilter } from './filter.tsx';
import { LeadGroups, underWords } from './lead-groups.tsx';

export interface LeadPageProps {
  readonly child: LookedChild;
  readonly acting: Acting;
  readonly entries: readonly LookedEntry[];
  readonly shown: readonly LookedEntry[];
  readonly delays: readonly Delay[];
  readonly asked: LookedAsked;
  readonly action: string;
  readonly file: string;
  readonly asAt: Date;
  readonly today: PlainDate;
  readonly more: 'more' | 'all';
  readonly typed?: { readonly values: Readonly<Record<string, string>>; readonly problems: readonly FormProblem[] };
}

/** Who has looked at a child’s record, entry by entry, for who answers for the child’s safety; and what is held back. */
export function LeadPage(props: LeadPageProps): VNode {
  const { child, acting, shown } = props;
  return (
    <>
      {props.typed && (
        <ErrorSummary
          titleText="There is a problem"
          errorList={props.typed.problems.map(({ field, message }) => ({ text: message, href: `#${field}` }))}
        />
      )}
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">{child.name}</span>
        Who has looked at this record
      </h1>
      <p class="govuk-body-s hw-muted">
        You see this as {acting.may.title} of {acting.organisation}, to keep children safe. As at{' '}
        {instantInWords(props.asAt)}; {shown.length} of {props.entries.length} entries of these days are shown.
        {props.more === 'more' && ' There are more: choose fewer days.'}
      </p>
      <LookedFilter action={props.action} asked={props.asked} entries={props.entries} by="reader and purpose" />
      <LeadGroups groups={groupEntries(shown, props.delays, props.today)} />
      {shown.length > 0 && (
        <Details summaryText={`Each entry by itself (${shown.length})`}>
          <EntryTable caption={`Entries about ${child.name}, the newest first`} entries={shown} />
        </Details>
      )}
      <p class="govuk-body">
        <a class="govuk-link" href={props.file}>
          Save these entries (CSV)
        </a>
      </p>
      <Delays {...props} />
    </>
  );
}

/** Entries, one a row. */
export function EntryTable({
  caption,
  entries,
}: {
  readonly caption: string;
  readonly entries: readonly LookedEntry[];
}): VNode {
  return (
    <DataTable
      caption={caption}
      density="small"
      rows={entries}
      empty={<p class="govuk-body">There is no entry in these days.</p>}
      columns={[
        {
          heading: 'When and who',
          cell: (entry: LookedEntry) => (
            <>
              {exactInstantInWords(entry.at)}
              <br />
              {readerWords(entry)}
            </>
          ),
        },
        {
          heading: 'What, of whom and why',
          cell: (entry) => (
            <>
              {did(entry)}:{' '}
              {touchedCategories(entry)
                .map((one) => categoryWords[one])
                .join('; ')}
              <br />
              <span class="hw-muted">
                About {aboutWords(entry)}, {entry.purpose}, under {underWords(entry)}
              </span>
            </>
          ),
        },
      ]}
    />
  );
}

const actionWords = { read: 'read', list: 'listed', search: 'searched', export: 'exported', write: 'changed' } as const;

function did({ action, status }: LookedEntry): string {
  return status >= 400 ? `${actionWords[action]} (answered with an error)` : actionWords[action];
}

/** Whom an entry was about. */
export function aboutWords({ subjects, learners, settings }: LookedEntry): string {
  switch (subjects) {
    case 'learners':
      return learners.length === 1 ? 'this child' : `${learners.length} children`;
    case 'settings':
      return settings.length === 1 ? 'everybody of the setting' : `everybody of ${settings.length} settings`;
    case 'area':
      return 'everybody of the authority';
    case 'trust':
      return 'everybody of the trust';
    case 'nation':
      return 'totals';
  }
}

function Delays({ child, acting, delays, entries, today, typed }: LeadPageProps): VNode {
  const readers = new Map(
    entries.flatMap((entry) =>
      entry.personId === null || isProgram(entry) || entry.personId === acting.personId
        ? []
        : [[String(entry.personId), readerWords(entry)] as const],
    ),
  );
  return (
    <>
      <h2 class="govuk-heading-m">Held back from the family</h2>
      <DataTable
        caption="Readers whose entries the family is shown later"
        density="small"
        rows={delays}
        empty={<p class="govuk-body">Nothing was ever held back.</p>}
        columns={[
          { heading: 'Reader', cell: ({ reader }: Delay) => reader ?? 'unknown' },
          { heading: 'Until', cell: ({ untilOn }) => dayInWords(untilOn) },
          { heading: 'Why', cell: ({ reason }) => reason },
          { heading: 'By', cell: (one) => `${one.enteredByName}, at ${instantInWords(one.enteredAt)}` },
          { heading: 'Now', cell: (delay) => delayWords(delay, today) },
        ]}
      />
      {readers.size > 0 && (
        <form method="post" action={delaysPath(child.learnerId)} class="hw-measure" novalidate>
          <h3 class="govuk-heading-s">Hold back a reader’s entries until a day</h3>
          <p class="govuk-body">
            Only where showing them sooner would put somebody at risk of harm, or would spoil an enquiry into a crime.
            Another person reviews it within two weeks, or it ends then; after the day the family sees every entry, and
            that it came late. What you looked at yourself is not yours to hold back.
          </p>
          <Select
            name="reader"
            label={{ text: 'Whose entries' }}
            items={[{ value: '', text: 'Choose a reader' }, ...[...readers].map(([value, text]) => ({ value, text }))]}
            value={typed?.values['reader']}
            errorMessage={messageFor(typed?.problems, 'reader')}
          />
          <Textarea
            name="reason"
            label={{ text: 'Why' }}
            hint={{ text: 'The family is never shown this. Say who could come to harm, and how.' }}
            rows={3}
            value={typed?.values['reason']}
            errorMessage={messageFor(typed?.problems, 'reason')}
          />
          <Input
            name="until"
            label={{ text: 'Last day' }}
            hint={{ text: 'At most three months from today. Such as 31/1/2027.' }}
            classes="govuk-input--width-10"
            value={typed?.values['until']}
            errorMessage={messageFor(typed?.problems, 'until')}
          />
          <Button preventDoubleClick>Hold back</Button>
        </form>
      )}
    </>
  );
}

function delayWords(delay: Delay, today: PlainDate): string {
  if (delay.liftedAt) return `lifted at ${instantInWords(delay.liftedAt)}`;
  if (!isInForce(delay, today)) return 'over: the family sees it';
  if (delay.reviewedAt) return 'in force, reviewed';
  return `in force, to be reviewed by ${instantInWords(delay.reviewBy)}`;
}
