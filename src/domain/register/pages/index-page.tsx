import type { VNode } from 'preact';
import type { Keeper } from '#domain/roll/model.ts';
import { calendarPath, rollPath } from '#domain/roll/paths.ts';
import { dayInShort } from '#foundation/kernel/day-words.ts';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import type { Scope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import type { IndexDay, IndexEntry } from '../page-index.ts';
import { missingPath, registerPath, registersPath } from '../paths.ts';
import { capitalised, registerName, weekdayInWords } from './register-words.ts';

export interface IndexPageProps {
  readonly keeper: Keeper;
  readonly scope: Scope;
  readonly monday: PlainDate;
  readonly today: PlainDate;
  readonly days: readonly IndexDay[];
  readonly now: Date;
}

/** A setting's registers of two weeks: which are there, which are missing, which are not to be taken. */
export function IndexPage({ keeper, scope, monday, today, days, now }: IndexPageProps): VNode {
  const entries = days.flatMap((day) => day.entries);
  const there = entries.filter(({ stands }) => stands === 'taken' || stands === 'partly').length;
  const missing = entries.filter(({ stands }) => stands === 'missing').length;
  return (
    <>
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">{keeper.name}</span>
        Registers
      </h1>
      <WhyYouMaySee words={whyWords(scope)} />
      {keeper.unit === 'none' ? (
        <p class="govuk-body">{keeper.name} keeps a roll and takes no registers.</p>
      ) : (
        <>
          <p class="govuk-body hw-measure">
            In these two weeks {there} {there === 1 ? 'register is' : 'registers are'} there and{' '}
            <strong>{missing} missing</strong>. <span class="hw-muted">As at {instantInWords(now)}.</span>
          </p>
          <Weeks keeper={keeper} monday={monday} />
          {days.map((day) => (
            <Day keeper={keeper} day={day} today={today} />
          ))}
        </>
      )}
      <p class="govuk-body hw-more">
        <a class="govuk-link" href={missingPath({ day: today })}>
          Everything that is missing today
        </a>{' '}
        ·{' '}
        <a class="govuk-link" href={rollPath(keeper.urn)}>
          Roll
        </a>{' '}
        ·{' '}
        <a class="govuk-link" href={calendarPath(keeper.urn)}>
          Terms, holidays and closures
        </a>
      </p>
    </>
  );
}

function Weeks({ keeper, monday }: Pick<IndexPageProps, 'keeper' | 'monday'>): VNode {
  const [before, after] = [addDays(monday, -14), addDays(monday, 14)];
  return (
    <nav aria-label="Weeks" class="hw-more">
      <p class="govuk-body">
        <a class="govuk-link" href={registersPath(keeper.urn, before)}>
          Two weeks from {dayInShort(before)}
        </a>{' '}
        ·{' '}
        <a class="govuk-link" href={registersPath(keeper.urn, after)}>
          Two weeks from {dayInShort(after)}
        </a>
      </p>
    </nav>
  );
}

function Day({
  keeper,
  day: { day, entries },
  today,
}: Pick<IndexPageProps, 'keeper' | 'today'> & { readonly day: IndexDay }): VNode {
  return (
    <section class="hw-registers__day" aria-labelledby={`day-${day}`}>
      <h2 class="govuk-heading-s" id={`day-${day}`}>
        {weekdayInWords(day)}
        {day === today && ', today'}
      </h2>
      {entries.length === 0 && <p class="govuk-body-s hw-muted">No timetabled event is known.</p>}
      <ul class="govuk-list">
        {entries.map((entry) => (
          <li>
            <Entry urn={keeper.urn} day={day} entry={entry} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entry({
  urn,
  day,
  entry,
}: {
  readonly urn: number;
  readonly day: PlainDate;
  readonly entry: IndexEntry;
}): VNode {
  const name = capitalised(
    entry.event ? registerName(entry.session, entry.event) : registerName(entry.session, undefined),
  );
  if (entry.stands === 'shut') {
    return (
      <span class="hw-muted">
        {name}: not open, {entry.why}
      </span>
    );
  }
  return (
    <>
      <a class="govuk-link" href={registerPath({ urn, day, session: entry.session })}>
        {name}
        <span class="govuk-visually-hidden">, {weekdayInWords(day)}</span>
      </a>
      : {standsWords(entry)}
    </>
  );
}

function standsWords({ stands, expected, unmeasured }: IndexEntry): VNode | string {
  const marked = `${expected - unmeasured} of ${expected} have a mark`;
  if (stands === 'taken') return `taken, ${marked}`;
  if (stands === 'partly') return <strong>taken in part, {marked}</strong>;
  return stands === 'missing' ? <strong>not taken</strong> : 'not due yet';
}
