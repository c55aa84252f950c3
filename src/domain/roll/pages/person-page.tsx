import type { VNode } from 'preact';
import { dayInShort, dayInWords } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import { SummaryList } from '#foundation/ui/components/summary-list.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import { reads } from '#platform/access/allowed.ts';
import type { Scope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import type { FieldProblem } from '../enrolment-fields.ts';
import type { Dimension } from '../groups.ts';
import { groupsOf } from '../groups.ts';
import type { Characteristic, Enrolment, Keeper } from '../model.ts';
import type { PartTimePlan } from '../part-time-plan.ts';
import { personPath } from '../paths.ts';
import { statusName, yearGroupName } from '../roll-view.ts';
import { groupItems, yearGroupItems } from './answers.ts';
import type { ChildBeside } from './child-beside.tsx';
import { Statements, Ways } from './child-beside.tsx';
import type { Typed } from './field.tsx';
import { ChoiceField, DayField, FormPart, fieldId, Problems, TextField, typedDay } from './field.tsx';

export interface PersonPageProps {
  readonly keeper: Keeper;
  readonly scope: Scope;
  readonly access: 'change' | 'read';
  readonly person: Enrolment;
  readonly known: readonly Characteristic[];
  readonly plans: readonly PartTimePlan[];
  /** Name of the other setting of a dual registration. */
  readonly partner: string | undefined;
  readonly today: PlainDate;
  /** The code a register is filled in with where a plan has the person off; none where none is established. */
  readonly planCode: string | undefined;
  readonly typed: Typed | undefined;
  /** What other rooms have about the child; absent where nothing was asked. */
  readonly beside?: ChildBeside | undefined;
  /** Something that is not wrong here, and should be known. */
  readonly notice: Problem | undefined;
}

/** One person on a setting's roll: the facts of the enrolment, and what may be changed about it. */
export function PersonPage(props: PersonPageProps): VNode {
  const { person, keeper, scope, beside } = props;
  return (
    <>
      <Problems typed={props.typed} />
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">{keeper.name}, roll</span>
        {person.givenName} {person.surname}
      </h1>
      <WhyYouMaySee words={whyWords(scope, 'one-child')} />
      {props.notice && <InsetText>{`${props.notice.message} ${props.notice.nextStep}`}</InsetText>}
      {beside && <Statements statements={beside.statements} />}
      <Facts {...props} />
      {beside && <Ways ways={beside.ways} />}
      {reads(scope, 'characteristics') && <Known {...props} />}
      {reads(scope, 'attendance') && <Plans {...props} />}
      {props.access === 'change' && (
        <section class="hw-measure hw-more">
          <h2 class="govuk-heading-m">Change</h2>
          <DetailsForm {...props} />
          <KnownForm {...props} />
          <PlanForm {...props} />
          <EndForm {...props} />
        </section>
      )}
    </>
  );
}

function Facts({ person, partner }: PersonPageProps): VNode {
  const { leftOn } = person;
  const facts: readonly (readonly [string, string])[] = [
    ['On roll', `From ${dayInWords(person.enteredOn)}${leftOn === undefined ? '' : ` until ${dayInWords(leftOn)}`}`],
    ['Registration', `${statusName(person.status)}${partner === undefined ? '' : `; the other setting is ${partner}`}`],
    ['Class', person.class || 'None'],
    ['Year group', yearGroupName(person.yearGroup)],
    ['Date of birth', dayInWords(person.bornOn)],
    ['UPN', person.upn ?? 'None'],
    ...(person.uln === undefined ? [] : [['ULN', person.uln] as const]),
    ['Number on this roll', `${person.slot} (nobody else here is ever given it)`],
  ];
  return <SummaryList rows={facts.map(([key, text]) => ({ key: { text: key }, value: { text } }))} />;
}

const dimensions: readonly (readonly [Dimension, keyof Characteristic, string])[] = [
  ['sex', 'sex', 'Sex'],
  ['sen', 'sen', 'Special educational needs'],
  ['fsm', 'fsm', 'Free school meals'],
  ['ethnicity', 'ethnicity', 'Ethnicity'],
  ['looked-after', 'lookedAfter', 'Looked after'],
  ['social-worker', 'socialWorker', 'Social worker'],
];

function labelOf(dimension: Dimension, code: string): string {
  return groupsOf(dimension).find((group) => group.code === code)?.label ?? 'Not known';
}

function Known({ known }: PersonPageProps): VNode {
  return (
    <DataTable
      caption="Groups this person is counted in, and from when"
      columns={[
        { heading: 'From', cell: (row: Characteristic) => dayInShort(row.validFrom) },
        ...dimensions.map(([dimension, field, heading]) => ({
          heading,
          cell: (row: Characteristic) => labelOf(dimension, String(row[field])),
        })),
      ]}
      rows={known}
      empty={<p class="govuk-body">Nothing is known besides: totals count this person under “not known”.</p>}
    />
  );
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

/** `Thursday morning, Friday afternoon`. */
function sessionsOff(bits: number): string {
  return weekdays
    .flatMap((day, index) =>
      ['morning', 'afternoon']
        .filter((_half, half) => bits & (1 << (index * 2 + half)))
        .map((half) => `${day} ${half}`),
    )
    .join(', ');
}

function Plans({ plans, planCode }: PersonPageProps): VNode | null {
  if (plans.length === 0) return null;
  return (
    <>
      <DataTable
        caption="Part-time timetables"
        columns={[
          { heading: 'From', cell: (row: PartTimePlan) => dayInShort(row.startsOn) },
          { heading: 'Until', cell: (row: PartTimePlan) => dayInShort(row.endsOn) },
          { heading: 'Review', cell: (row: PartTimePlan) => dayInShort(row.reviewOn) },
          { heading: 'Not expected', cell: (row: PartTimePlan) => sessionsOff(row.sessionsOff) },
          { heading: 'Why', cell: (row: PartTimePlan) => row.reason },
          { heading: 'Agreed with a parent', cell: (row: PartTimePlan) => (row.agreedWithParent ? 'Yes' : 'No') },
        ]}
        rows={plans}
      />
      <p class="govuk-body hw-measure">
        {planCode === undefined
          ? 'Registers are not filled in beforehand: no code for it is established here.'
          : `Registers are filled in beforehand with ${planCode} for those half days; whoever takes the register may change it.`}
      </p>
    </>
  );
}

type FormProps = Pick<PersonPageProps, 'keeper' | 'person' | 'typed' | 'known' | 'today'>;

function DetailsForm({ keeper, person, typed }: FormProps): VNode {
  const field = { form: 'details', typed } as const;
  return (
    <FormPart form="details" title="Name, class and year group" typed={typed}>
      <form
        method="post"
        action={personPath(keeper.urn, person.slot)}
        aria-label="Name, class and year group"
        autocomplete="off"
      >
        <input type="hidden" name="form" value="details" />
        <TextField {...field} name="surname" label="Surname" value={person.surname} />
        <TextField {...field} name="givenName" label="First name" value={person.givenName} />
        <TextField {...field} name="class" label="Class" value={person.class} narrow={true} />
        <ChoiceField
          {...field}
          name="yearGroup"
          label="Year group"
          hint="From this academic year on; earlier years stay as they were"
          value={String(person.yearGroup)}
          items={yearGroupItems}
        />
        <Button classes="govuk-button--secondary">Save name, class and year group</Button>
      </form>
    </FormPart>
  );
}

function KnownForm({ keeper, person, typed, known, today }: FormProps): VNode {
  const field = { form: 'known', typed } as const;
  const now = known.findLast(({ validFrom }) => validFrom <= today) ?? known[0];
  return (
    <FormPart form="known" title="Change the groups this person is counted in" typed={typed}>
      <form
        method="post"
        action={personPath(keeper.urn, person.slot)}
        aria-label="Change the groups this person is counted in"
        autocomplete="off"
      >
        <input type="hidden" name="form" value="known" />
        <DayField {...field} name="validFrom" label="From" value={typedDay(today)} />
        {dimensions.map(([dimension, name, label]) => (
          <ChoiceField
            {...field}
            name={name}
            label={label}
            value={String(now?.[name] ?? '')}
            items={groupItems(dimension)}
          />
        ))}
        <Button classes="govuk-button--secondary">Save from that day</Button>
      </form>
    </FormPart>
  );
}

function PlanForm({ keeper, person, typed }: FormProps): VNode {
  const field = { form: 'plan', typed } as const;
  const own = typed?.form === 'plan' ? typed : undefined;
  const problem = own?.problems.find((one) => one.field === 'sessionsOff');
  return (
    <FormPart form="plan" title="Part-time timetable" typed={typed}>
      <form
        method="post"
        action={personPath(keeper.urn, person.slot)}
        aria-label="Part-time timetable"
        autocomplete="off"
      >
        <p class="govuk-body">It is for a time: it always has an end, and a day on which it is looked at again.</p>
        <input type="hidden" name="form" value="plan" />
        <DayField {...field} name="startsOn" label="First day" />
        <DayField {...field} name="endsOn" label="Last day" />
        <DayField {...field} name="reviewOn" label="To be reviewed on" />
        <HalfDays chosen={(own?.values['sessionsOff'] ?? '').split(',')} problem={problem} />
        <TextField {...field} name="reason" label="Why" />
        <p class="govuk-body">
          <label>
            <input type="checkbox" name="agreed" value="yes" checked={own?.values['agreed'] === 'yes'} /> Agreed with a
            parent
          </label>
        </p>
        <Button classes="govuk-button--secondary">Set part-time timetable</Button>
      </form>
    </FormPart>
  );
}

/** The ten half days of a week, to be ticked. */
function HalfDays({
  chosen,
  problem,
}: {
  readonly chosen: readonly string[];
  readonly problem: FieldProblem | undefined;
}) {
  return (
    <div class="hw-table-region" id={fieldId('plan', 'sessionsOff')}>
      {problem && (
        <p class="govuk-error-message">
          {problem.message} {problem.nextStep}
        </p>
      )}
      <table class="hw-table">
        <caption class="govuk-table__caption">Half days on which the person is not expected</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Morning</th>
            <th scope="col">Afternoon</th>
          </tr>
        </thead>
        <tbody>
          {weekdays.map((day, index) => (
            <tr>
              <th scope="row">{day}</th>
              {['morning', 'afternoon'].map((half, bit) => (
                <td>
                  <input
                    type="checkbox"
                    name="sessionsOff"
                    value={index * 2 + bit}
                    checked={chosen.includes(String(index * 2 + bit))}
                    aria-label={`${day} ${half}`}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EndForm({ keeper, person, typed }: FormProps): VNode {
  return (
    <FormPart form="end" title="End of the enrolment" typed={typed}>
      <form
        method="post"
        action={personPath(keeper.urn, person.slot)}
        aria-label="End of the enrolment"
        autocomplete="off"
      >
        <p class="govuk-body">
          Marks after the last day are kept and count no more; the sessions up to it stay in every total. Left empty,
          the enrolment goes on.
        </p>
        <input type="hidden" name="form" value="end" />
        <DayField form="end" typed={typed} name="leftOn" label="Last day on roll" value={typedDay(person.leftOn)} />
        <Button classes="govuk-button--secondary">Save last day</Button>
      </form>
    </FormPart>
  );
}
