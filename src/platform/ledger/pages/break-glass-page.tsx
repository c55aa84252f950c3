import type { VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { listInWords } from '#foundation/kernel/list-words.ts';
import { instantInWords, londonTime } from '#foundation/kernel/london-clock.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { Checkboxes } from '#foundation/ui/components/checkboxes.tsx';
import { ErrorSummary } from '#foundation/ui/components/error-summary.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { Radios } from '#foundation/ui/components/radios.tsx';
import { Textarea } from '#foundation/ui/components/textarea.tsx';
import type { Category } from '#platform/access/categories.ts';
import { categoryWords } from '#platform/access/categories.ts';
import type { Acting } from '../asking.ts';
import type { BreakGlassSent } from '../break-glass.ts';
import type { BreakGlass, LookedUnder } from '../break-glass-store.ts';
import type { Delay } from '../delay-store.ts';
import type { FormProblem } from '../form-problem.ts';
import { messageFor } from '../form-problem.ts';
import { ledgerPaths } from '../paths.ts';

export interface BreakGlassPageProps {
  readonly acting: Acting;
  readonly all: readonly BreakGlass[];
  readonly delays: readonly Delay[];
  readonly looked: ReadonlyMap<number, LookedUnder>;
  readonly openable: readonly Category[];
  readonly reviews: 'reviews' | 'does not review';
  readonly now: Date;
  /** Under which record opened the reader goes on just now, and where it is. */
  readonly under: number | undefined;
  readonly records: readonly OpenedRecord[];
  readonly typed: { readonly sent: BreakGlassSent; readonly problems: readonly FormProblem[] } | undefined;
}

/** A page about the child at one setting. */
interface OpenedRecord {
  readonly setting: string;
  readonly href: string;
}

/** Opening a record out of reach, what is open, and what waits for a second person. */
export function BreakGlassPage(props: BreakGlassPageProps): VNode {
  const { acting, all, now, typed, openable } = props;
  const mine = all.filter((one) => one.personId === acting.personId && isOpen(one, now));
  return (
    <>
      {typed && (
        <ErrorSummary
          titleText="There is a problem"
          errorList={typed.problems.map(({ field, message }) => ({ text: message, href: `#${field}` }))}
        />
      )}
      <h1 class="govuk-heading-l">Break-glass: a record out of reach</h1>
      <p class="govuk-body-s hw-muted">
        You are here as {acting.may.title} of {acting.organisation}. As at {instantInWords(now)}.
      </p>
      {mine.map((one) => (
        <Open one={one} records={props.under === one.breakGlassId ? props.records : undefined} />
      ))}
      <Reviews {...props} />
      {openable.length > 0 && <OpeningForm {...props} />}
    </>
  );
}

function isOpen({ endedAt, untilAt }: BreakGlass, now: Date): boolean {
  return endedAt === null && untilAt > now;
}

interface OpenProps {
  readonly one: BreakGlass;
  /** Where it is; `undefined` when the reader does not go on under it just now. */
  readonly records: readonly OpenedRecord[] | undefined;
}

function Open({ one, records }: OpenProps): VNode {
  return (
    <section class="govuk-inset-text" aria-label="A record that you have open">
      <p class="govuk-body">
        <strong>You have a record open until {londonTime(one.untilAt)}.</strong> It shows: {listInWords(one.categories)}
        . Everything you look at is written down, and the family is told.
      </p>
      {records?.map(({ setting, href }) => (
        <p class="govuk-body">
          <a class="govuk-link" href={href}>
            The record at {setting}
          </a>
        </p>
      ))}
      {!records && (
        <form method="post" action={ledgerPaths.breakGlassAct.replace(':breakGlassId', String(one.breakGlassId))}>
          <Button>Go on with this record</Button>
        </form>
      )}
      <form method="post" action={ledgerPaths.breakGlassEnd.replace(':breakGlassId', String(one.breakGlassId))}>
        <Button classes="govuk-button--secondary">Close it now</Button>
      </form>
    </section>
  );
}

function Reviews({ acting, all, delays, looked, reviews, now }: BreakGlassPageProps): VNode {
  const waiting = all.filter(({ reviewedAt }) => reviewedAt === null);
  const others = waiting.filter(({ personId }) => personId !== acting.personId);
  const own = waiting.filter(({ personId }) => personId === acting.personId);
  const done = all.filter(({ reviewedAt }) => reviewedAt !== null);
  const overdue = [...waiting, ...delays].filter(({ reviewBy }) => reviewBy < now).length;
  return (
    <>
      {reviews === 'reviews' && (
        <>
          <h2 class="govuk-heading-m">To be reviewed</h2>
          <p class="govuk-body">
            {others.length + delays.length === 0
              ? 'Nothing waits for you.'
              : `${others.length} opened and ${delays.length} held back wait for a second person; ${overdue} overdue.`}
          </p>
          {others.map((one) => (
            <ReviewForm one={one} now={now} looked={looked.get(one.breakGlassId)} />
          ))}
          {delays.map((one) => (
            <DelayReview one={one} now={now} isOwn={one.enteredBy === acting.personId} />
          ))}
        </>
      )}
      {own.map((one) => (
        <p class="govuk-body">
          What you opened at {instantInWords(one.openedAt)} waits for another person of {acting.organisation} to review
          it
          {one.reviewBy < now ? ': it is overdue.' : ` by ${instantInWords(one.reviewBy)}.`}
        </p>
      ))}
      {done.length > 0 && (
        <>
          <h2 class="govuk-heading-m">Reviewed</h2>
          <ul class="govuk-list govuk-list--bullet hw-measure">
            {done.map((one) => (
              <li>
                {one.person}, at {instantInWords(one.openedAt)}:{' '}
                {one.outcome === 'needed' ? 'it was needed' : 'it was not needed'}, said {one.reviewer}.{' '}
                {one.reviewWords}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface ReviewProps {
  readonly one: BreakGlass;
  readonly now: Date;
  readonly looked: LookedUnder | undefined;
}

function ReviewForm({ one, now, looked }: ReviewProps): VNode {
  const id = `review-${one.breakGlassId}`;
  return (
    <form
      method="post"
      class="hw-measure"
      aria-label={`Review what ${one.person} opened at ${instantInWords(one.openedAt)}`}
      action={ledgerPaths.breakGlassReview.replace(':breakGlassId', String(one.breakGlassId))}
    >
      <h3 class="govuk-heading-s">
        {one.person} opened a record at {instantInWords(one.openedAt)}
      </h3>
      <p class="govuk-body">
        To see: {listInWords(one.categories)}. The reason given: “{one.reason}”{' '}
        {one.reviewBy < now ? (
          <strong>This review is overdue.</strong>
        ) : (
          `Review it by ${instantInWords(one.reviewBy)}.`
        )}
      </p>
      <p class="govuk-body">
        {looked
          ? `Under it they looked ${looked.times === 1 ? 'once' : `${looked.times} times`}, at: ${listInWords(looked.categories)}.`
          : 'Under it they have looked at nothing.'}
      </p>
      <Radios
        name="outcome"
        idPrefix={`${id}-outcome`}
        fieldset={{ legend: { text: 'Was it needed?' } }}
        classes="govuk-radios--inline"
        items={[
          { value: 'needed', text: 'Yes' },
          { value: 'not-needed', text: 'No' },
        ]}
      />
      <Textarea id={`${id}-words`} name="words" label={{ text: 'What you found' }} rows={2} />
      <Button classes="govuk-button--secondary">Record the review</Button>
    </form>
  );
}

interface DelayReviewProps {
  readonly one: Delay;
  readonly now: Date;
  readonly isOwn: boolean;
}

function DelayReview({ one, now, isOwn }: DelayReviewProps): VNode {
  return (
    <form method="post" class="hw-measure" action={ledgerPaths.delayReview.replace(':delayId', String(one.delayId))}>
      <h3 class="govuk-heading-s">{one.enteredByName} held back who has looked</h3>
      <p class="govuk-body">
        Entries of {one.reader}, until {dayInWords(one.untilOn)}. The reason given: “{one.reason}”{' '}
        {one.reviewBy < now ? (
          <strong>This review is overdue.</strong>
        ) : (
          `Review it by ${instantInWords(one.reviewBy)}.`
        )}
      </p>
      {isOwn ? (
        <p class="govuk-body">Another person reviews it: you entered it.</p>
      ) : (
        <div class="govuk-button-group">
          <Button name="finding" value="kept" classes="govuk-button--secondary">
            Keep until its day
          </Button>
          <Button name="finding" value="lifted" classes="govuk-button--secondary">
            Show it now
          </Button>
        </div>
      )}
    </form>
  );
}

function OpeningForm({ openable, typed }: BreakGlassPageProps): VNode {
  const sent = typed?.sent;
  const problem = (field: string) => messageFor(typed?.problems, field);
  const line = (name: 'upn' | 'givenName' | 'surname' | 'born', label: string, hint?: string) => (
    <Input
      name={name}
      label={{ text: label }}
      hint={hint === undefined ? undefined : { text: hint }}
      value={sent?.[name]}
      errorMessage={problem(name)}
      classes="govuk-input--width-20"
      autocomplete="off"
      spellcheck={false}
    />
  );
  return (
    <>
      <h2 class="govuk-heading-m">Open a record</h2>
      <p class="govuk-body hw-measure">
        Only when a child could come to harm if you wait. The record is open for 3 hours. Another person of your
        organisation reviews it within 24 hours, and the family is told that you looked, when, and at what.
      </p>
      <form method="post" action={ledgerPaths.breakGlass} class="hw-measure" novalidate>
        {line('upn', 'UPN', 'Such as A123456789012. Or, if you do not know it, both names and the date of birth.')}
        {line('givenName', 'Given name')}
        {line('surname', 'Surname')}
        {line('born', 'Date of birth', 'Such as 27/3/2014')}
        <Checkboxes
          name="categories"
          idPrefix="categories"
          fieldset={{ legend: { text: 'What else you need to see' } }}
          hint={{ text: 'Name, date of birth, class and setting are always shown. Choose no more than you need.' }}
          errorMessage={problem('categories')}
          values={[...(sent?.categories ?? [])]}
          items={openable.map((one) => ({ value: one, text: categoryWords[one] }))}
        />
        <Textarea
          name="reason"
          label={{ text: 'Why you need it now' }}
          hint={{ text: 'What could happen to whom, and what you will do. A second person reads it.' }}
          rows={4}
          value={sent?.reason}
          errorMessage={problem('reason')}
        />
        <Button preventDoubleClick>Open the record for 3 hours</Button>
      </form>
    </>
  );
}
