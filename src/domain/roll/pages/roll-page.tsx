import type { VNode } from 'preact';
import { counted, printedCount } from '#foundation/kernel/count-words.ts';
import { dayInShort, dayInWords } from '#foundation/kernel/day-words.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { FilterForm } from '#foundation/ui/components/filter-form.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import type { Scope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import type { Enrolment, Keeper } from '../model.ts';
import { calendarPath, personPath, rollPath, rollSearchPath } from '../paths.ts';
import type { RollAsked, RollView } from '../roll-view.ts';
import { mostShown, recentDays, statusesAt, statusName, yearGroupName } from '../roll-view.ts';
import { yearGroupItems } from './answers.ts';
import type { Typed } from './field.tsx';
import { ChoiceField, DayField, Problems, TextField } from './field.tsx';

export interface RollPageProps {
  readonly keeper: Keeper;
  readonly scope: Scope;
  readonly access: 'change' | 'read';
  readonly view: RollView;
  readonly asked: RollAsked;
  readonly typed: Typed | undefined;
}

/** Who is on a setting's roll. */
export function RollPage(props: RollPageProps): VNode {
  const { keeper, scope, view, access } = props;
  return (
    <>
      <Problems typed={props.typed} />
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">{keeper.name}</span>
        Roll
      </h1>
      <WhyYouMaySee words={whyWords(scope)} />
      <p class="govuk-body hw-measure">
        <strong>{printedCount(view.onRoll)} on roll</strong> on {dayInWords(view.today)}. In the {recentDays} days
        before, {printedCount(view.joined.length)} came and {printedCount(view.left.length)} left.
      </p>
      <p class="govuk-body hw-more">
        <a class="govuk-link" href={calendarPath(keeper.urn)}>
          Terms, holidays and closures
        </a>
        {access === 'change' && (
          <>
            {' '}
            ·{' '}
            <a class="govuk-link" href="#add">
              Put somebody on roll
            </a>
          </>
        )}
      </p>
      <Filter {...props} />
      <People {...props} />
      <Recent {...props} />
      {access === 'change' && <AddForm {...props} />}
    </>
  );
}

function Filter({ keeper, view, asked }: RollPageProps): VNode {
  const items = view.classes.map(({ name, onRoll }) => ({
    value: name,
    text: `${name === '' ? 'No class' : name} (${onRoll})`,
  }));
  return (
    <FilterForm
      action={rollSearchPath(keeper.urn)}
      method="post"
      label="Find on this roll"
      idPrefix="find"
      applyText="Show"
      fields={[
        {
          name: 'class',
          label: 'Class',
          value: asked.class,
          items: [{ value: '', text: 'Every class' }, ...items.filter(({ value }) => value !== '')],
        },
      ]}
    >
      <TextField form="find" name="q" label="Name, UPN or ULN" value={asked.q} typed={undefined} />
    </FilterForm>
  );
}

const columns = (urn: number) =>
  [
    { heading: 'Name', cell: (one: Enrolment) => <PersonLink urn={urn} person={one} /> },
    { heading: 'Class', cell: (one: Enrolment) => one.class || 'None' },
    { heading: 'Year group', cell: (one: Enrolment) => yearGroupName(one.yearGroup) },
    { heading: 'Registration', cell: (one: Enrolment) => statusName(one.status) },
    { heading: 'From', cell: (one: Enrolment) => dayInShort(one.enteredOn) },
    { heading: 'Until', cell: (one: Enrolment) => (one.leftOn === undefined ? '' : dayInShort(one.leftOn)) },
  ] as const;

function PersonLink({ urn, person }: { readonly urn: number; readonly person: Enrolment }): VNode {
  return (
    <a class="govuk-link" href={personPath(urn, person.slot)}>
      {person.surname}, {person.givenName}
    </a>
  );
}

function People({ keeper, view }: RollPageProps): VNode {
  const of =
    view.matching > mostShown ? `The first ${mostShown} of ${printedCount(view.matching)}, by name` : 'By name';
  return (
    <DataTable
      caption={`On roll now, or to come. ${of}`}
      columns={columns(keeper.urn)}
      rows={view.shown}
      empty={<p class="govuk-body">Nobody on this roll matches.</p>}
    />
  );
}

function Recent({ keeper, view }: RollPageProps): VNode | null {
  const { joined, left } = view;
  if (joined.length + left.length === 0) return null;
  const list = (people: readonly Enrolment[], day: (one: Enrolment) => string) => (
    <ul class="govuk-list govuk-list--bullet">
      {people.map((one) => (
        <li>
          <PersonLink urn={keeper.urn} person={one} />, {day(one)}
        </li>
      ))}
    </ul>
  );
  return (
    <section>
      <h2 class="govuk-heading-m">Came and left in the last {counted(recentDays, 'day')}</h2>
      {joined.length > 0 && <h3 class="govuk-heading-s">Came</h3>}
      {joined.length > 0 && list(joined, ({ enteredOn }) => `from ${dayInShort(enteredOn)}`)}
      {left.length > 0 && <h3 class="govuk-heading-s">Left</h3>}
      {left.length > 0 && list(left, ({ leftOn }) => (leftOn === undefined ? '' : `until ${dayInShort(leftOn)}`))}
    </section>
  );
}

function AddForm({ keeper, typed }: RollPageProps): VNode {
  const field = { form: 'add', typed } as const;
  return (
    <section class="hw-measure hw-more">
      <h2 class="govuk-heading-m" id="add">
        Put somebody on roll
      </h2>
      <form method="post" action={rollPath(keeper.urn)} aria-labelledby="add" autocomplete="off">
        <TextField {...field} name="surname" label="Surname" />
        <TextField {...field} name="givenName" label="First name" />
        <DayField {...field} name="bornOn" label="Date of birth" hint="Such as 27/3/2014" />
        <TextField {...field} name="upn" label="UPN, if there is one" hint="13 characters" narrow={true} />
        <TextField {...field} name="uln" label="ULN, if there is one" hint="10 digits" narrow={true} />
        <ChoiceField {...field} name="yearGroup" label="Year group" value="99" items={yearGroupItems} />
        <TextField {...field} name="class" label="Class" narrow={true} />
        <ChoiceField
          {...field}
          name="status"
          label="Registration"
          hint="Main and subsidiary are for a child who attends two settings"
          items={statusesAt(keeper.kind)}
        />
        <DayField
          {...field}
          name="enteredOn"
          label="First day on roll"
          hint="It may be a day to come, such as 1/9/2027"
        />
        <Button>Put on roll</Button>
      </form>
    </section>
  );
}
