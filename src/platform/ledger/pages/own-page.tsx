import type { VNode } from 'preact';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import type { LookedAsked } from '../looked.ts';
import type { LookedEntry } from '../looked-store.ts';
import { LookedFilter } from './filter.tsx';
import { EntryTable } from './lead-page.tsx';

export interface OwnPageProps {
  readonly entries: readonly LookedEntry[];
  readonly shown: readonly LookedEntry[];
  readonly asked: LookedAsked;
  readonly action: string;
  readonly file: string;
  readonly asAt: Date;
}

/** What the reader has looked at. */
export function OwnPage(props: OwnPageProps): VNode {
  return (
    <>
      <h1 class="govuk-heading-l">What you have looked at</h1>
      <p class="govuk-body-s hw-muted">
        Everything that was written down about what you read and changed. Children and their families see the same of
        their own records. As at {instantInWords(props.asAt)}; {props.shown.length} of {props.entries.length} entries of
        these days are shown.
      </p>
      <LookedFilter action={props.action} asked={props.asked} entries={props.entries} by="purpose" />
      <EntryTable caption="Your entries, the newest first" entries={props.shown} />
      <p class="govuk-body">
        <a class="govuk-link" href={props.file}>
          Save these entries (CSV)
        </a>
      </p>
    </>
  );
}
