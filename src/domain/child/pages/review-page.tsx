import type { VNode } from 'preact';
import type { Keeper } from '#domain/roll/model.ts';
import { counted } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { Details } from '#foundation/ui/components/details.tsx';
import { ErrorSummary } from '#foundation/ui/components/error-summary.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { SummaryList } from '#foundation/ui/components/summary-list.tsx';
import { Textarea } from '#foundation/ui/components/textarea.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import { requestPath, requestsPath, staffCopyPath } from '../paths.ts';
import { sectionTitle } from '../record-catalogue.ts';
import type { AccessRequest, DecidedItem } from '../subject-access-store.ts';

export interface ReviewPageProps {
  readonly keeper: Keeper;
  readonly why: string;
  readonly today: PlainDate;
  readonly request: AccessRequest;
  readonly child: string;
  readonly items: readonly DecidedItem[];
  readonly steps: readonly { readonly step: string; readonly at: Date; readonly by: string }[];
  readonly problem?: string | undefined;
}

const whose: Readonly<Record<string, string>> = {
  staff: 'A name of staff',
  'another-child': 'Another child',
  'another-adult': 'Another adult',
  'free-text': 'Free text',
};

/** One request for a copy: gather, decide each text that may be somebody else’s, release. */
export function ReviewPage(props: ReviewPageProps): VNode {
  const { keeper, why, request, child, items, steps, problem } = props;
  const gathered = steps.some(({ step }) => step === 'gathered');
  const open = request.closedAt === null;
  return (
    <>
      {problem && <ErrorSummary titleText="There is a problem" errorList={[{ href: '#review', text: problem }]} />}
      <h1 class="govuk-heading-xl">{`A copy of ${child}’s record`}</h1>
      <WhyYouMaySee words={why} />
      <SummaryList
        rows={[
          {
            key: { text: 'Asked by' },
            value: { text: `${request.asker}, on ${dayInWords(londonDay(request.askedAt))}` },
          },
          { key: { text: 'To be answered by' }, value: { text: dayInWords(request.dueOn) } },
          ...(request.outcomeWords === null
            ? []
            : [{ key: { text: 'Answered' }, value: { text: request.outcomeWords } }]),
        ]}
      />
      <section id="review" aria-label="Review">
        {open && <OpenRequest {...props} gathered={gathered} />}
        {request.outcome === 'given' && request.askedBy === null && (
          <p class="govuk-body">
            <a class="govuk-link" href={staffCopyPath(keeper.urn, request.requestId)}>
              Get the copy, to hand it over
            </a>
          </p>
        )}
        {!open && items.length > 0 && <Decided items={items} />}
      </section>
      <h2 class="govuk-heading-l">What was done</h2>
      <ul class="govuk-list govuk-list--bullet">
        {steps.map(({ step, at, by }) => (
          <li>{`${step}, ${dayInWords(londonDay(at))}, ${by}`}</li>
        ))}
      </ul>
      <p class="govuk-body">
        <a class="govuk-link" href={requestsPath(keeper.urn)}>
          All requests
        </a>
      </p>
    </>
  );
}

function OpenRequest({ keeper, request, items, gathered }: ReviewPageProps & { readonly gathered: boolean }): VNode {
  const action = requestPath(keeper.urn, request.requestId);
  const undecided = items.filter(({ decision }) => decision === null).length;
  return (
    <>
      <form method="post" action={action} aria-label="Gather">
        <input type="hidden" name="form" value="gather" />
        <Button classes={gathered ? 'govuk-button--secondary' : ''}>
          {gathered ? 'Gather again, and begin the review anew' : 'Gather everything that is kept'}
        </Button>
      </form>
      {gathered && <ItemsForm action={action} items={items} />}
      {gathered && (
        <form method="post" action={action} aria-label="Release">
          <input type="hidden" name="form" value="release" />
          <p class="govuk-body">
            {undecided === 0
              ? 'Every text is decided.'
              : `${counted(undecided, 'text')} to decide before the copy can be released.`}
          </p>
          <Button>Release the copy</Button>
        </form>
      )}
      <Details summaryText="Refuse the request">
        <form method="post" action={action} aria-label="Refuse">
          <input type="hidden" name="form" value="refuse" />
          <Textarea id="refusal" name="words" rows={3} label={{ text: 'Why, for whoever asked' }} />
          <Button classes="govuk-button--secondary">Refuse</Button>
        </form>
      </Details>
    </>
  );
}

function ItemsForm({ action, items }: { readonly action: string; readonly items: readonly DecidedItem[] }): VNode {
  return (
    <form method="post" action={action} aria-label="Decide" autocomplete="off">
      <h2 class="govuk-heading-l">Texts that may be somebody else’s</h2>
      <p class="govuk-body hw-measure">
        Decide each. Black out what would tell the family about somebody who has not agreed and whom it is not
        reasonable to name; staff acting in their work are usually kept. Addresses that a contact rule hides are taken
        out whatever you decide.
      </p>
      <input type="hidden" name="form" value="decide" />
      {items.map((one) => (
        <div class="govuk-form-group">
          <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{one.words}</legend>
            <p class="govuk-hint">{`${whose[one.whose] ?? one.whose}, ${found(one)}`}</p>
            <p class="govuk-body">
              {(['keep', 'black-out'] as const).map((decision) => (
                <label>
                  <input
                    type="radio"
                    name={`decision-${one.itemId}`}
                    value={decision}
                    checked={one.decision === decision}
                  />
                  {decision === 'keep' ? '\u00a0Keep\u2003' : '\u00a0Black out'}
                </label>
              ))}
            </p>
            <Input
              id={`reason-${one.itemId}`}
              name={`reason-${one.itemId}`}
              label={{ text: 'Why' }}
              classes="govuk-!-width-two-thirds"
              value={one.reason ?? ''}
            />
          </fieldset>
        </div>
      ))}
      <Button classes="govuk-button--secondary">Save these decisions</Button>
    </form>
  );
}

function found({ foundIn, times }: DecidedItem): string {
  const [table = ''] = foundIn.split('.');
  return `in “${sectionTitle(table)}”, ${times === 1 ? 'once' : `${times} times`}`;
}

function Decided({ items }: { readonly items: readonly DecidedItem[] }): VNode {
  return (
    <Details summaryText={`What was decided about ${counted(items.length, 'text')}`}>
      <SummaryList
        rows={items.map(({ words, decision, reason, decidedBy }) => ({
          key: { text: words },
          value: { text: `${decision === 'keep' ? 'Kept' : 'Blacked out'}: ${reason} (${decidedBy})` },
        }))}
      />
    </Details>
  );
}
