import type { VNode } from 'preact';
import type { Area } from '#domain/area/model.ts';
import { counted, printedCount } from '#foundation/kernel/count-words.ts';
import { dayInShort } from '#foundation/kernel/day-words.ts';
import { instantInWords, londonTime } from '#foundation/kernel/london-clock.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays, isoWeekday } from '#foundation/kernel/plain-date.ts';
import { typedDay } from '#foundation/kernel/typed-day.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import type { Scope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import type { AuthorityCounts, MissingLine, MissingPicture } from '../missing-picture.ts';
import { overdueWords } from '../missing-registers.ts';
import { sessionWords } from '../page-sessions.ts';
import { missingPath, missingRegistersPath, registerPath, registersPath } from '../paths.ts';
import { keeperKindWords } from './keeper-words.ts';
import { capitalised, weekdayInWords } from './register-words.ts';

export interface MissingPageProps {
  readonly picture: MissingPicture;
  readonly scope: Scope;
  readonly now: Date;
  readonly today: PlainDate;
  readonly area: Area | undefined;
  readonly areas: ReadonlyMap<number, Area>;
}

/** A list longer than this is a table for a program: the page would be larger than a telephone likes. */
const mostLines = 250;

/** The work list of registers that should be in by now. */
export function MissingPage(props: MissingPageProps): VNode {
  const { picture, scope, area, now } = props;
  const isNation = scope.kind === 'nation' && area?.kind !== 'local-authority';
  return (
    <>
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">
          {area ? `${area.name}, ` : ''}
          {weekdayInWords(picture.day)}
        </span>
        Missing registers
      </h1>
      <WhyYouMaySee words={whyWords(scope)} />
      <Summary {...props} />
      <p class="govuk-body hw-muted hw-measure">
        As at {instantInWords(now)}, among {counted(picture.settings, 'setting')} whose registers are kept here
        {picture.shut > 0 && `; ${printedCount(picture.shut)} shut that day, or not saying when they are open`}
        {picture.untold > 0 && `; of ${counted(picture.untold, 'college')} the timetable is not shown to you`}.
      </p>
      <DayForm {...props} />
      <OtherDays {...props} />
      {isNation ? <Authorities {...props} /> : <Lines {...props} />}
      <p class="govuk-body hw-more">
        <a
          class="govuk-link"
          href={`/api/v1${missingPath({ area: area?.code, day: picture.day })}&format=csv`}
          download={true}
        >
          This list as CSV
        </a>
      </p>
    </>
  );
}

/** What the page is for, for whoever is nobody here. */
export function NobodyHere(): VNode {
  return (
    <>
      <h1 class="govuk-heading-l">Missing registers</h1>
      <p class="govuk-body hw-measure">
        Registers that should be in by now and are not, for whoever looks after them: a setting its own, a local
        authority or a trust those of its settings, a nation how many in each area.
      </p>
      <p class="govuk-body hw-measure">
        You have no role here yet. Where registers are kept,{' '}
        <a class="govuk-link" href="/scope">
          choose one
        </a>
        .
      </p>
    </>
  );
}

function Summary({ picture, now, today }: MissingPageProps): VNode {
  const { due, missing, partly, taken, later } = picture.counts;
  if (due === 0 && picture.nextDue && picture.day === today) {
    return (
      <InsetText>{`Nothing is due yet. The first of ${counted(later, 'register')} should be in by ${londonTime(picture.nextDue)}, and then this page will say which are missing. It is ${londonTime(now)}.`}</InsetText>
    );
  }
  if (due === 0) return <p class="govuk-body-l">No register is due on this day.</p>;
  return (
    <p class="govuk-body-l">
      <strong>{printedCount(missing)} missing</strong> of {printedCount(due)} due: {printedCount(taken)} are complete
      {partly > 0 && `, ${printedCount(partly)} ${partly === 1 ? 'has' : 'have'} pupils without a mark`}
      {later > 0 && `; ${printedCount(later)} more are due later today`}.
    </p>
  );
}

function DayForm({ picture, area }: MissingPageProps): VNode {
  return (
    <form class="hw-filter" method="get" action={missingRegistersPath} aria-label="Choose a day">
      {area && <input type="hidden" name="area" value={area.code} />}
      <Input
        id="missing-day"
        name="day"
        label={{ text: 'Day' }}
        hint={{ text: 'Such as 27/3/2026' }}
        classes="govuk-input--width-10"
        value={typedDay(picture.day)}
      />
      <Button classes="hw-filter__apply govuk-button--secondary">Show</Button>
    </form>
  );
}

/** The school day before and, of a past day, the one after: before the first register is due, the day before matters. */
function OtherDays({ picture: { day }, area, today }: MissingPageProps): VNode {
  const before = addDays(day, isoWeekday(day) === 1 ? -3 : isoWeekday(day) === 7 ? -2 : -1);
  const after = addDays(day, isoWeekday(day) >= 5 ? 8 - isoWeekday(day) : 1);
  const link = (to: PlainDate) => (
    <a class="govuk-link" href={missingPath({ area: area?.code, day: to })}>
      {weekdayInWords(to)}
    </a>
  );
  return (
    <nav class="hw-live-ways" aria-label="Other days">
      <ul class="govuk-list">
        <li>{link(before)}</li>
        {after <= today && <li>{link(after)}</li>}
      </ul>
    </nav>
  );
}

function Lines({ picture, now }: MissingPageProps): VNode {
  const lines = picture.lines.toSorted(
    (left, right) =>
      left.keeper.name.localeCompare(right.keeper.name) || left.standing.session - right.standing.session,
  );
  const shown = lines.slice(0, mostLines);
  return (
    <>
      <DataTable
        caption={`Registers to ask after, ${dayInShort(picture.day)}`}
        columns={[
          {
            heading: 'Setting',
            cell: ({ keeper }: MissingLine) => (
              <a class="govuk-link" href={registersPath(keeper.urn, picture.day)}>
                {keeper.name}
              </a>
            ),
          },
          { heading: 'Kind', cell: ({ keeper }) => keeperKindWords[keeper.kind] },
          { heading: 'Register', cell: (line) => <RegisterLink line={line} day={picture.day} /> },
          { heading: 'Stands', cell: standingWords },
          { heading: 'Overdue', cell: ({ standing }) => overdueWords(standing.due, now) },
          {
            heading: 'Last register before',
            cell: ({ lastTaken }) => (lastTaken === undefined ? 'None known' : dayInShort(lastTaken)),
          },
        ]}
        rows={shown}
        empty={picture.counts.due > 0 ? <p class="govuk-body">Every register that is due is in, and complete.</p> : ' '}
      />
      {lines.length > shown.length && (
        <p class="govuk-body">
          The first {mostLines} of {printedCount(lines.length)}; the CSV has them all.
        </p>
      )}
    </>
  );
}

function RegisterLink({ line, day }: { readonly line: MissingLine; readonly day: PlainDate }): VNode {
  const { keeper, standing } = line;
  const name = capitalised(sessionWords(standing.session));
  return (
    <a class="govuk-link" href={registerPath({ urn: keeper.urn, day, session: standing.session })}>
      {name}
      <span class="govuk-visually-hidden">, {keeper.name}</span>
    </a>
  );
}

function standingWords({ standing }: MissingLine): string {
  if (standing.kind === 'missing') return 'Not there';
  const { counted } = standing;
  return counted ? `${counted.unmeasured} of ${counted.expected} without a mark` : 'There, not complete';
}

function Authorities({ picture, areas }: MissingPageProps): VNode {
  const nameOf = ({ laId }: AuthorityCounts) => areas.get(laId)?.name ?? `Area ${laId}`;
  return (
    <DataTable
      caption={`By local authority, ${dayInShort(picture.day)}`}
      columns={[
        {
          heading: 'Local authority',
          cell: (row: AuthorityCounts) => (
            <a class="govuk-link" href={missingPath({ area: areas.get(row.laId)?.code, day: picture.day })}>
              {nameOf(row)}
            </a>
          ),
        },
        { heading: 'Due', format: 'numeric', cell: ({ due }) => printedCount(due) },
        { heading: 'Missing', format: 'numeric', cell: ({ missing }) => printedCount(missing) },
        { heading: 'With pupils unmarked', format: 'numeric', cell: ({ partly }) => printedCount(partly) },
        { heading: 'Complete', format: 'numeric', cell: ({ taken }) => printedCount(taken) },
        { heading: 'Due later', format: 'numeric', cell: ({ later }) => printedCount(later) },
      ]}
      rows={picture.authorities.toSorted((left, right) => nameOf(left).localeCompare(nameOf(right)))}
      empty={<p class="govuk-body">No setting here keeps registers.</p>}
    />
  );
}
