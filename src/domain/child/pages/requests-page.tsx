import type { VNode } from 'preact';
import type { Keeper } from '#domain/roll/model.ts';
import { personPath } from '#domain/roll/paths.ts';
import { dayInShort, dayInWords } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { daysBetween, londonDay } from '#foundation/kernel/plain-date.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { Details } from '#foundation/ui/components/details.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { Radios } from '#foundation/ui/components/radios.tsx';
import { SummaryList } from '#foundation/ui/components/summary-list.tsx';
import { Textarea } from '#foundation/ui/components/textarea.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import { putRightAnswerPath, requestPath, requestsPath, retentionPath } from '../paths.ts';
import { wantsToTalk } from '../rectification.ts';
import type { Rectification } from '../rectification-store.ts';
import type { AccessRequest } from '../subject-access-store.ts';

/** A child of the setting, as staff know them. */
export interface KnownChild {
  readonly slot: number;
  readonly name: string;
}

export interface RequestsPageProps {
  readonly keeper: Keeper;
  readonly why: string;
  readonly today: PlainDate;
  readonly requests: readonly AccessRequest[];
  readonly corrections: readonly Rectification[];
  /** By learner. */
  readonly children: ReadonlyMap<number, KnownChild>;
  readonly problem?: string | undefined;
}

/** What families ask of a setting, and by when each is to be answered. */
export function RequestsPage(props: RequestsPageProps): VNode {
  const { keeper, why, problem } = props;
  const talks = props.corrections.filter(({ about }) => about === wantsToTalk);
  const corrections = props.corrections.filter(({ about }) => about !== wantsToTalk);
  return (
    <>
      <h1 class="govuk-heading-xl">{`What families ask of ${keeper.name}`}</h1>
      <WhyYouMaySee words={why} />
      {problem && <p class="govuk-error-message">{problem}</p>}
      {talks.length > 0 && (
        <section aria-labelledby="talks">
          <h2 class="govuk-heading-l" id="talks">
            Wants to talk to somebody
          </h2>
          {talks.map((one) => (
            <CorrectionEntry {...props} one={one} />
          ))}
        </section>
      )}
      <CopiesSection {...props} />
      <section aria-labelledby="corrections">
        <h2 class="govuk-heading-l" id="corrections">
          Something to put right
        </h2>
        {corrections.length === 0 && <p class="govuk-body">No family has asked for anything to be put right.</p>}
        {corrections.map((one) => (
          <CorrectionEntry {...props} one={one} />
        ))}
      </section>
      <p class="govuk-body">
        <a class="govuk-link" href={retentionPath(keeper.urn)}>
          What is kept for how long, held back and deleted
        </a>
      </p>
    </>
  );
}

function due(day: PlainDate, today: PlainDate): string {
  const left = daysBetween(today, day);
  const when = left < 0 ? `${-left} days ago` : left === 0 ? 'today' : `in ${left} days`;
  return `${dayInShort(day)} (${when})`;
}

function CopiesSection({ keeper, today, requests, children }: RequestsPageProps): VNode {
  return (
    <section aria-labelledby="copies">
      <h2 class="govuk-heading-l" id="copies">
        Copies of a record
      </h2>
      <DataTable
        caption="Requests, open ones first"
        columns={[
          {
            heading: 'Child',
            cell: (one: AccessRequest) => (
              <a class="govuk-link" href={requestPath(keeper.urn, one.requestId)}>
                {children.get(one.learnerId)?.name ?? 'A child who has left'}
              </a>
            ),
          },
          { heading: 'Asked by', cell: (one: AccessRequest) => one.asker },
          { heading: 'Asked on', cell: (one: AccessRequest) => dayInShort(londonDay(one.askedAt)) },
          {
            heading: 'To be answered by',
            cell: (one: AccessRequest) => (one.outcome === null ? due(one.dueOn, today) : `Answered: ${one.outcome}`),
          },
        ]}
        rows={requests}
        empty={<p class="govuk-body">Nobody has asked for a copy.</p>}
      />
      <Details summaryText="Start one for a family that asked in another way">
        <form method="post" action={requestsPath(keeper.urn)} aria-label="Start a request" autocomplete="off">
          <Input
            id="slot"
            name="slot"
            label={{ text: 'The child’s place in registers' }}
            hint={{ text: 'It stands on the child’s page, such as 12' }}
            classes="govuk-input--width-10"
          />
          <Input
            id="words"
            name="words"
            label={{ text: 'Who asked, and how' }}
            hint={{ text: 'Such as: the mother, by letter of 12 January. Check who they are first.' }}
          />
          <Button classes="govuk-button--secondary">Start</Button>
        </form>
      </Details>
    </section>
  );
}

function CorrectionEntry({ keeper, today, children, one }: RequestsPageProps & { readonly one: Rectification }): VNode {
  const child = children.get(one.learnerId);
  const rows = [
    ['Asked by', `${one.asker}, on ${dayInWords(londonDay(one.askedAt))}`],
    ...(one.about === wantsToTalk
      ? [['In their words', one.wrong]]
      : [
          ['About', one.about],
          ['What is wrong', one.wrong],
          ['What it should be', one.shouldBe],
        ]),
    ...(one.statement === null ? [] : [['To stand beside the record', one.statement]]),
    one.answer === null
      ? [one.about === wantsToTalk ? 'To be found by' : 'To be answered by', due(one.dueOn, today)]
      : ['Answer', `${one.answer}: ${one.answerWords} (${one.answeredBy})`],
  ] as [string, string][];
  return (
    <article>
      <h3 class="govuk-heading-m">
        {child ? (
          <a class="govuk-link" href={personPath(keeper.urn, child.slot)}>
            {child.name}
          </a>
        ) : (
          'A child who has left'
        )}
      </h3>
      <SummaryList rows={rows.map(([key, text]) => ({ key: { text: key }, value: { text } }))} />
      {one.answer === null &&
        (one.about === wantsToTalk ? (
          <TalkedForm urn={keeper.urn} id={one.rectificationId} />
        ) : (
          <AnswerForm urn={keeper.urn} id={one.rectificationId} />
        ))}
    </article>
  );
}

/** Nobody who wants to talk is refused. */
function TalkedForm({ urn, id }: { readonly urn: number; readonly id: number }): VNode {
  return (
    <form method="post" action={putRightAnswerPath(urn, id)} aria-label={`Talked, number ${id}`} autocomplete="off">
      <input type="hidden" name="answer" value="accepted" />
      <Textarea
        id={`words-${id}`}
        name="words"
        rows={2}
        label={{ text: 'What they are told' }}
        hint={{ text: 'Such as: we talked on Tuesday, and we will talk again next week' }}
      />
      <Button classes="govuk-button--secondary">We have talked</Button>
    </form>
  );
}

function AnswerForm({ urn, id }: { readonly urn: number; readonly id: number }): VNode {
  return (
    <form method="post" action={putRightAnswerPath(urn, id)} aria-label={`Answer number ${id}`} autocomplete="off">
      <Radios
        idPrefix={`answer-${id}`}
        name="answer"
        fieldset={{ legend: { text: 'Your answer' } }}
        items={[
          { value: 'accepted', text: 'Accept: it is put right on the child’s page or in the register' },
          { value: 'refused', text: 'Refuse: the record stays, and the family’s words stand beside it' },
        ]}
      />
      <Textarea id={`words-${id}`} name="words" rows={3} label={{ text: 'Why, for the family' }} />
      <Button classes="govuk-button--secondary">Send the answer</Button>
    </form>
  );
}
