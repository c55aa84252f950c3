import type { VNode } from 'preact';
import { counted } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { beginningInWords, instantInWords } from '#foundation/kernel/london-clock.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { typedDay } from '#foundation/kernel/typed-day.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { Details } from '#foundation/ui/components/details.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { Select } from '#foundation/ui/components/select.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import type { Category } from '#platform/access/categories.ts';
import { categoryWords } from '#platform/access/categories.ts';
import { purposes } from '#platform/access/purposes.ts';
import type { SeeingGroup } from '../groups.ts';
import { limits } from '../groups.ts';
import { directoryPaths } from '../paths.ts';
import { childCategories } from '../who-could-see.ts';
import { capitalised, untilWords } from '../words.ts';

/** More than a page of moderate size can hold: the rest is in the full list. */
const mostNamed = 100;

export interface WhoCouldSeePageProps {
  readonly name: string;
  readonly why: string;
  readonly day: PlainDate;
  readonly category: Category | undefined;
  readonly groups: readonly SeeingGroup[];
  readonly action: string;
  /** Where everybody is listed, for programs and for lists too long for a page. */
  readonly all: string;
  readonly asRecordedAt: Date;
}

/** Who could see a child’s record on a day, by what, for what, from when to when. */
export function WhoCouldSeePage(props: WhoCouldSeePageProps): VNode {
  const { name, why, day, category, groups, all } = props;
  const people = new Set(groups.flatMap((group) => group.people.map(({ personId }) => personId)));
  const what = category === undefined ? 'something of this record' : categoryWords[category];
  return (
    <>
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">{name}</span>
        Who could see this record on {dayInWords(day)}
      </h1>
      <WhyYouMaySee words={`${why} As recorded at ${instantInWords(props.asRecordedAt)}.`} />
      <AskForm {...props} />
      <p class="govuk-body">
        {counted(people.size, 'person', 'people')} could see {what} at some time of that day.
      </p>
      <Groups groups={groups} day={day} />
      <p class="govuk-body">
        <a class="govuk-link" href={all}>
          Everybody, as data (JSON)
        </a>
      </p>
      <Limits />
    </>
  );
}

function AskForm({ action, day, category }: WhoCouldSeePageProps): VNode {
  return (
    <form class="hw-measure" method="get" action={action} aria-label="Ask for another day or category">
      <Input
        id="day"
        name="day"
        label={{ text: 'On which day?' }}
        hint={{ text: 'Such as 3/3/2026' }}
        value={typedDay(day)}
      />
      <Select
        id="category"
        name="category"
        label={{ text: 'What of the record?' }}
        value={category ?? ''}
        items={[
          { value: '', text: 'Anything' },
          ...childCategories.map((one) => ({ value: one, text: capitalised(categoryWords[one]) })),
        ]}
      />
      <Button>Ask</Button>
    </form>
  );
}

function Groups({ groups, day }: { readonly groups: readonly SeeingGroup[]; readonly day: PlainDate }): VNode {
  return (
    <>
      <DataTable
        caption={`Who could see it on ${dayInWords(day)}, by what, and until when`}
        density="small"
        rows={groups}
        empty={<p class="govuk-body">Nobody.</p>}
        columns={[
          {
            heading: 'Who, by what, and what for',
            cell: (group) => <Who group={group} />,
          },
          {
            heading: 'Could see what, from when until when',
            cell: (group) => (
              <>
                {seenWords(group)}
                <br />
                <span class="hw-muted">{heldWords(group)}</span>
              </>
            ),
          },
        ]}
      />
      <Details summaryText="What these words stand for">
        <ul class="govuk-list govuk-list--bullet">
          {childCategories.map((one) => (
            <li>
              {capitalised(one)}: {categoryWords[one]}
            </li>
          ))}
        </ul>
      </Details>
    </>
  );
}

function heldWords({ people: [only, another] }: SeeingGroup): string {
  return only && !another ? `From ${beginningInWords(only.from)}; ${untilWords(only.until)}` : 'See each of them';
}

function Who({ group }: { readonly group: SeeingGroup }): VNode {
  const { as, organisation, people } = group;
  const title = `${capitalised(as)}${organisation === '' ? '' : `, ${organisation}`}`;
  const what = (
    <>
      <br />
      <span class="hw-muted">{byWords(group)}</span>
    </>
  );
  if (people.length === 1) {
    return (
      <>
        {people[0]?.name}: {title}
        {what}
      </>
    );
  }
  return (
    <>
      {title}: {counted(people.length, 'person', 'people')}
      {what}
      <Details summaryText={`Each of the ${people.length}`}>
        <ul class="govuk-list">
          {people.slice(0, mostNamed).map(({ name, from, until }) => (
            <li>
              {name}, from {beginningInWords(from)}; {untilWords(until)}
            </li>
          ))}
        </ul>
        {people.length > mostNamed && (
          <p class="govuk-body">And {people.length - mostNamed} more: they stand in the data below.</p>
        )}
      </Details>
    </>
  );
}

function byWords({ by, words, purposes: forWhat }: SeeingGroup): string {
  const what = forWhat.map((one) => purposes[one]).join('; or ');
  switch (by) {
    case 'role':
      return `By their role, ${what}.`;
    case 'team':
      return `In a team around the child, ${what}.`;
    case 'agreement':
      return `${capitalised(words)}.`;
    case 'break-glass':
      return 'Having opened the record out of reach for a reason, which another person reviews.';
    case 'family':
      return `${capitalised(what)}, less what a rule of contact withholds.`;
  }
}

function seenWords({ categories, afterStepUp }: SeeingGroup): string {
  const plain = categories.filter((one) => !afterStepUp.includes(one)).map((one) => categoryWords[one]);
  const second = afterStepUp.map((one) => `${categoryWords[one]} (only after signing in a second time)`);
  return capitalised([...plain, ...second].join('; '));
}

function Limits(): VNode {
  return (
    <>
      <h2 class="govuk-heading-s">What this answer cannot say</h2>
      <ul class="govuk-list govuk-list--bullet hw-measure">
        {limits.map((one) => (
          <li>{one}</li>
        ))}
      </ul>
    </>
  );
}

export interface OwnRecordPageProps {
  readonly name: string;
  readonly as: 'child' | 'parent';
  readonly day: PlainDate;
  readonly learnerId: number;
  readonly others: readonly number[];
  /** `guarded`: without names of people and organisations. */
  readonly shown: 'open' | 'guarded';
  readonly groups: readonly SeeingGroup[];
  readonly asRecordedAt: Date;
}

/** Who can see my record, for the child and for a parent, in plain words. */
export function OwnRecordPage(props: OwnRecordPageProps): VNode {
  const { name, as, day, groups, others, shown, learnerId } = props;
  return (
    <>
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">{name}</span>
        {as === 'child' ? 'Who can see my record' : 'Who can see this record'}
      </h1>
      <WhyYouMaySee
        words={`You see this ${as === 'child' ? 'because it is your own record' : 'as a parent or carer'}. As recorded at ${instantInWords(props.asRecordedAt)}.`}
      />
      <form class="hw-measure" method="get" action={directoryPaths.ownRecord} aria-label="Ask for another day">
        <input type="hidden" name="child" value={learnerId} />
        <Input
          id="day"
          name="day"
          label={{ text: 'On which day?' }}
          hint={{ text: 'Such as 3/3/2026' }}
          value={typedDay(day)}
        />
        <Button>Ask</Button>
      </form>
      <p class="govuk-body">
        On {dayInWords(day)} these people could see some of it, and nobody else who is not family. To be able to see is
        not to have looked.
      </p>
      {shown === 'open' ? <Groups groups={groups} day={day} /> : <GuardedGroups groups={groups} />}
      {others.length > 0 && (
        <p class="govuk-body">
          {others.map((one) => (
            <a class="govuk-link" href={`${directoryPaths.ownRecord}?child=${one}`}>
              Another child of yours{' '}
            </a>
          ))}
        </p>
      )}
      <p class="govuk-body hw-measure">
        If somebody is here who should not be, tell the school: it can end a role or a team at once.
      </p>
      <Limits />
    </>
  );
}

function GuardedGroups({ groups }: { readonly groups: readonly SeeingGroup[] }): VNode {
  const titles = [...new Set(groups.map(({ as }) => capitalised(as)))].toSorted();
  return (
    <ul class="govuk-list govuk-list--bullet">
      {titles.map((title) => (
        <li>{title}</li>
      ))}
    </ul>
  );
}
