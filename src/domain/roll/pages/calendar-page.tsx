import type { VNode } from 'preact';
import { dayInShort } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, isoWeekday } from '#foundation/kernel/plain-date.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import type { Scope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import { nextOpenSession, openSessions } from '../calendar.ts';
import type { Closure, Term } from '../calendar-actions.ts';
import type { Calendar, Keeper } from '../model.ts';
import { session } from '../model.ts';
import { calendarPath, rollPath } from '../paths.ts';
import type { Typed } from './field.tsx';
import { ChoiceField, DayField, FormPart, fieldId, Problems, TextField, typedDay } from './field.tsx';

export interface CalendarPageProps {
  readonly keeper: Keeper;
  readonly scope: Scope;
  readonly access: 'change' | 'read';
  readonly calendar: Calendar;
  readonly today: PlainDate;
  readonly typed: Typed | undefined;
}

/** When a setting is open: this week, its terms, and its holidays, training days and closures. */
export function CalendarPage(props: CalendarPageProps): VNode {
  const { keeper, scope } = props;
  return (
    <>
      <Problems typed={props.typed} />
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">{keeper.name}</span>
        Terms, holidays and closures
      </h1>
      <WhyYouMaySee words={whyWords(scope, 'no-child')} />
      <p class="govuk-body hw-measure">
        Registers are expected in the sessions that are open here, and in no others: a session that is not open is not
        required of anybody.
      </p>
      <ThisWeek {...props} />
      {props.access === 'change' && (
        <section class="hw-measure hw-more">
          <ClosureForm {...props} />
        </section>
      )}
      <Closures {...props} />
      <Terms {...props} />
      {props.access === 'change' && (
        <section class="hw-measure hw-more">
          <TermsForm {...props} />
        </section>
      )}
      <p class="govuk-body hw-more">
        <a class="govuk-link" href={rollPath(keeper.urn)}>
          Roll
        </a>
      </p>
    </>
  );
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

function ThisWeek({ calendar, today }: CalendarPageProps): VNode {
  const monday = addDays(today, 1 - isoWeekday(today));
  const days = weekdays.map((name, index) => ({ name, day: addDays(monday, index) }));
  const next = nextOpenSession(calendar, { day: addDays(monday, 4), session: session.afternoon });
  const anyOpen = days.some(({ day }) => openSessions(calendar, day).length > 0);
  return (
    <>
      <DataTable
        caption="This week"
        columns={[
          { heading: 'Day', cell: ({ name, day }: (typeof days)[number]) => `${name} ${dayInShort(day)}` },
          { heading: 'Morning', cell: ({ day }) => openWords(calendar, day, session.morning) },
          { heading: 'Afternoon', cell: ({ day }) => openWords(calendar, day, session.afternoon) },
        ]}
        rows={days}
        isCurrent={({ day }) => day === today}
      />
      {!anyOpen && next && <p class="govuk-body">Open again on {dayInShort(next.day)}.</p>}
    </>
  );
}

function openWords(calendar: Calendar, day: PlainDate, half: number): string {
  if (openSessions(calendar, day).includes(half)) return 'Open';
  const closure = calendar.closures.find((one) => one.day === day && (one.session === 0 || one.session === half));
  if (closure && calendar.terms.some((term) => term.startsOn <= day && day <= term.endsOn)) {
    return `Closed: ${closure.reason}`;
  }
  return 'Not in term';
}

function Terms({ calendar }: CalendarPageProps): VNode {
  return (
    <DataTable
      caption="Terms"
      columns={[
        { heading: 'Term', cell: (term: Term) => term.name },
        { heading: 'First day', cell: (term: Term) => dayInShort(term.startsOn) },
        { heading: 'Last day', cell: (term: Term) => dayInShort(term.endsOn) },
      ]}
      rows={calendar.terms}
      empty={
        <p class="govuk-body">
          No terms are known, so it is not known when registers are expected: none is called missing.
        </p>
      }
    />
  );
}

const kindWords = { holiday: 'Holiday', inset: 'Staff training', unplanned: 'Unplanned' } as const;
const sessionWords = ['All day', 'Morning', 'Afternoon'] as const;
const shownBefore = 60;

function Closures({ keeper, calendar, today, access }: CalendarPageProps): VNode {
  const since = addDays(today, -shownBefore);
  const shown = calendar.closures.filter(({ day }) => day >= since);
  const withdraw = (closure: Closure) => (
    <form method="post" action={calendarPath(keeper.urn)}>
      <input type="hidden" name="form" value="withdraw" />
      <input type="hidden" name="day" value={closure.day} />
      <input type="hidden" name="session" value={closure.session} />
      <Button classes="govuk-button--secondary">
        Withdraw
        <span class="govuk-visually-hidden"> {`${dayInShort(closure.day)}, ${sessionWords[closure.session]}`}</span>
      </Button>
    </form>
  );
  const columns = [
    { heading: 'Day', cell: ({ day }: Closure) => dayInShort(day) },
    { heading: 'Session', cell: (closure: Closure) => sessionWords[closure.session] ?? '' },
    { heading: 'Kind', cell: ({ kind }: Closure) => kindWords[kind] },
    { heading: 'Why', cell: ({ reason }: Closure) => reason },
  ];
  return (
    <DataTable
      caption={`Holidays, training days and closures from ${dayInShort(since)}`}
      columns={access === 'change' ? [...columns, { heading: 'Open after all?', cell: withdraw }] : columns}
      rows={shown}
      empty={<p class="govuk-body">No closure within a term is recorded from {dayInShort(since)}.</p>}
    />
  );
}

function ClosureForm({ keeper, typed, today }: CalendarPageProps): VNode {
  const field = { form: 'closure', typed } as const;
  return (
    <form method="post" action={calendarPath(keeper.urn)} aria-labelledby="closure" autocomplete="off">
      <h2 class="govuk-heading-m" id="closure">
        Record a closure
      </h2>
      <p class="govuk-body">
        Marks of registers that were taken that day stay, and count. If they should not, correct those registers.
      </p>
      <input type="hidden" name="form" value="closure" />
      <DayField {...field} name="day" label="Day" value={typedDay(today)} />
      <ChoiceField
        {...field}
        name="session"
        label="Session"
        items={sessionWords.map((text, value) => ({ value: String(value), text }))}
      />
      <ChoiceField
        {...field}
        name="kind"
        label="Kind"
        value="unplanned"
        items={Object.entries(kindWords).map(([value, text]) => ({ value, text }))}
      />
      <TextField {...field} name="reason" label="Why" hint="Such as snow, or a boiler" />
      <Button>Record closure</Button>
    </form>
  );
}

/** Rows of the terms' form: those that are there and one more. */
export function termRows({ terms }: Calendar): number {
  return terms.length + 1;
}

function TermsForm({ keeper, calendar, typed }: CalendarPageProps): VNode {
  const field = { form: 'terms', typed } as const;
  const problem = typed?.form === 'terms' ? typed.problems.find((one) => !one.field.includes('-')) : undefined;
  return (
    <FormPart form="terms" title="Change terms" typed={typed}>
      <form method="post" action={calendarPath(keeper.urn)} aria-label="Change terms" autocomplete="off">
        <p class="govuk-body">A term with an empty name is taken away.</p>
        {problem && (
          <p class="govuk-error-message" id={fieldId('terms', problem.field)}>
            {problem.message} {problem.nextStep}
          </p>
        )}
        <input type="hidden" name="form" value="terms" />
        {Array.from({ length: termRows(calendar) }, (_, row) => {
          const term = calendar.terms[row];
          return (
            <fieldset class="govuk-fieldset">
              <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{term?.name ?? 'Another term'}</legend>
              <div class="hw-filter">
                <TextField {...field} name={`name-${row}`} label="Name" value={term?.name ?? ''} />
                <DayField {...field} name={`startsOn-${row}`} label="First day" value={typedDay(term?.startsOn)} />
                <DayField {...field} name={`endsOn-${row}`} label="Last day" value={typedDay(term?.endsOn)} />
              </div>
            </fieldset>
          );
        })}
        <Button classes="govuk-button--secondary">Save terms</Button>
      </form>
    </FormPart>
  );
}
