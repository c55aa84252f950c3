import type { VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import { Details } from '#foundation/ui/components/details.tsx';
import type { LookedAsked, LookedGroup } from '../looked.ts';
import { plainCategories, readerWords, shownSince } from '../looked.ts';
import type { LookedChild, LookedEntry } from '../looked-store.ts';
import { LookedFilter } from './filter.tsx';

export interface FamilyPageProps {
  readonly child: LookedChild;
  readonly as: 'child' | 'parent';
  readonly personId: number;
  readonly entries: readonly LookedEntry[];
  readonly groups: readonly LookedGroup[];
  readonly asked: LookedAsked;
  readonly action: string;
  readonly file: string;
  readonly asAt: Date;
  /** Whether there was more than is shown. */
  readonly more: 'more' | 'all';
}

/** Who has looked at a record, for the child and for a parent: short words, a sentence each, nothing left out but delays. */
export function FamilyPage(props: FamilyPageProps): VNode {
  const { child, as, groups } = props;
  const whose = as === 'child' ? 'your' : `${child.name}’s`;
  return (
    <>
      <h1 class="govuk-heading-l">Who has looked at {whose} record</h1>
      <p class="govuk-body-l hw-measure">
        {as === 'child' ? 'We keep a record about you.' : 'We keep a record about your child.'} Each time somebody looks
        at it, we write it down here. Nobody can rub it out.
      </p>
      <p class="govuk-body-s hw-muted">
        You see this {as === 'child' ? 'because it is about you' : 'because you are their parent or carer'}. As at{' '}
        {instantInWords(props.asAt)}; what happened in the last minute may still be on its way.
      </p>
      {groups.length === 0 ? (
        <p class="govuk-body">Nobody has looked in this time.</p>
      ) : (
        <Groups {...props} whose={whose} />
      )}
      {props.more === 'more' && <p class="govuk-body">There is more. Choose a shorter time to see all of it.</p>}
      <h2 class="govuk-heading-m">Look for something</h2>
      <LookedFilter action={props.action} asked={props.asked} entries={props.entries} by="reader and purpose" />
      <p class="govuk-body">
        <a class="govuk-link" href={props.file}>
          Save this list as a file (CSV)
        </a>
      </p>
      <Explanations as={as} />
    </>
  );
}

function Groups({ groups, whose, as, personId }: FamilyPageProps & { readonly whose: string }): VNode {
  const days = Map.groupBy(groups, ({ day }) => day);
  return (
    <>
      {[...days].map(([day, together]) => (
        <>
          <h2 class="govuk-heading-m">{dayInWords(day)}</h2>
          <ul class="govuk-list govuk-list--spaced hw-measure">
            {together.map((group) => (
              <li>
                <Sentence group={group} whose={whose} as={as} isReader={group.first.personId === personId} />
              </li>
            ))}
          </ul>
        </>
      ))}
    </>
  );
}

interface SentenceProps {
  readonly group: LookedGroup;
  readonly whose: string;
  readonly as: 'child' | 'parent';
  readonly isReader: boolean;
}

function Sentence({ group, whose, as, isReader }: SentenceProps): VNode {
  const { first, times } = group;
  const often = times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`;
  const did = group.changed === 'changed' ? 'looked at or changed' : 'looked at';
  const what = group.categories.map((one) => plainCategories[one]).join('; ');
  const listed = as === 'child' ? 'a list that you are on' : 'a list that your child is on';
  return (
    <>
      <strong>{isReader ? 'You' : readerWords(first)}</strong> {did}{' '}
      {group.closely === 'the record' ? `${whose} record` : listed} {often}. It showed: {what}.{' '}
      {!isReader && <>The reason: {first.purpose}. </>}
      {first.breakGlassId !== null && (
        <>They had to ask for this in a hurry, to keep somebody safe. Another person checks if that was right. </>
      )}
      {first.agreement !== null && <>Two places agreed to share this ({first.agreement}). </>}
      {group.heldBack && (
        <>
          We show you this later than it happened (since {dayInWords(shownSince(group.heldBack))}), because to show it
          before could have put somebody in danger.
        </>
      )}
    </>
  );
}

function Explanations({ as }: Pick<FamilyPageProps, 'as'>): VNode {
  return (
    <>
      <Details summaryText="Is everything here?">
        <p>
          Yes, but not always at once. Now and then, to show a name too soon could put somebody in danger. Then a person
          whose job is to keep children safe can hold it back until a day. A second person checks this. After that day
          you see it here.
        </p>
      </Details>
      <Details summaryText="What if something looks wrong?">
        <p>
          Tell a grown-up at school whom you trust, or the person there who keeps children safe.{' '}
          {as === 'parent' &&
            'Still not happy? You can tell the Information Commissioner (ico.org.uk), whose job it is to help. '}
          Nobody may be cross with you for asking.
        </p>
      </Details>
    </>
  );
}
