import type { VNode } from 'preact';
import { counted } from '#foundation/kernel/count-words.ts';
import { dayInShort, dayInWords } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import type { ChildrenScope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import { mostOwnChildren } from '../children-list-store.ts';
import type { Enrolment, Keeper } from '../model.ts';
import { personPath } from '../paths.ts';
import { yearGroupName } from '../roll-view.ts';

export interface OwnChildrenPageProps {
  readonly scope: ChildrenScope;
  readonly children: readonly Enrolment[];
  /** By `setting_id`. */
  readonly settings: ReadonlyMap<number, Keeper>;
  readonly today: PlainDate;
}

/** The children somebody works with, where each is on roll. */
export function OwnChildrenPage({ scope, children, settings, today }: OwnChildrenPageProps): VNode {
  const count = new Set(children.map(({ learnerId }) => learnerId)).size;
  return (
    <>
      <h1 class="govuk-heading-l">Children you work with</h1>
      <WhyYouMaySee words={whyWords(scope)} />
      <DataTable
        caption={`${counted(count, 'child', 'children')} on roll on ${dayInWords(today)}, by name`}
        columns={[
          {
            heading: 'Name',
            cell: (one: Enrolment) => (
              <a class="govuk-link" href={personPath(settings.get(one.settingId)?.urn ?? 0, one.slot)}>
                {one.surname}, {one.givenName}
              </a>
            ),
          },
          {
            heading: 'On roll at',
            cell: (one: Enrolment) => (
              <>
                {settings.get(one.settingId)?.name ?? 'Not known'}
                <br />
                <span class="hw-muted">
                  {[yearGroupName(one.yearGroup), one.class, `since ${dayInShort(one.enteredOn)}`]
                    .filter((part) => part !== '')
                    .join(', ')}
                </span>
              </>
            ),
          },
        ]}
        rows={children}
        empty={
          <p class="govuk-body hw-measure">
            You are in no team around a child who is on roll here today. A safeguarding lead, head, inclusion officer or
            social worker can ask you into one.
          </p>
        }
      />
      <p class="govuk-body hw-measure">
        {children.length === mostOwnChildren
          ? `The first ${mostOwnChildren} places on a roll are shown. `
          : 'A child on two rolls stands here twice. '}
        Whoever left the last roll known here is in no list.
      </p>
    </>
  );
}
