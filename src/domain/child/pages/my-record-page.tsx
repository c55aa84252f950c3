import type { VNode } from 'preact';
import { formatAcademicYear } from '#foundation/kernel/academic-year.ts';
import { counted } from '#foundation/kernel/count-words.ts';
import { dayInShort, dayInWords } from '#foundation/kernel/day-words.ts';
import { londonDay } from '#foundation/kernel/plain-date.ts';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { Details } from '#foundation/ui/components/details.tsx';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import { SummaryList } from '#foundation/ui/components/summary-list.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import { directoryPaths } from '#platform/directory/paths.ts';
import type { MyRecord, OwnSession, OwnYear } from '../my-record.ts';
import type { Rectification } from '../rectification-store.ts';
import type { AccessRequest } from '../subject-access-store.ts';
import { AskingSection } from './asking-section.tsx';

export interface MyRecordPageProps {
  readonly record: MyRecord;
  readonly requests: readonly AccessRequest[];
  readonly corrections: readonly Rectification[];
  readonly notice: string | undefined;
  /** The page that says who has looked at the record. */
  readonly whoLooked: string;
}

/** The child’s first name, or “you” on the child’s own page. */
export function nameIn({ reader, now }: MyRecord): {
  readonly who: string;
  readonly your: string;
  readonly was: string;
} {
  if (reader.as === 'child') return { who: 'You', your: 'your', was: 'were' };
  const name = now?.givenName ?? 'Your child';
  return { who: name, your: `${name}’s`, was: 'was' };
}

/** “My record”: for a child in words of a nine-year-old, and for a parent. */
export function MyRecordPage(props: MyRecordPageProps): VNode {
  const { record, notice, whoLooked } = props;
  const { your } = nameIn(record);
  return (
    <>
      <h1 class="govuk-heading-xl">{record.reader.as === 'child' ? 'My record' : `${your} record`}</h1>
      {notice && <InsetText>{notice}</InsetText>}
      <WhyYouMaySee words={record.why} />
      <WhoSection {...props} />
      <AttendanceSection record={record} />
      <AdultsSection record={record} />
      <h2 class="govuk-heading-l">What is kept</h2>
      <p class="govuk-body hw-measure">
        The school keeps {your} name, birthday and class. It keeps a mark for each half day. It keeps what it needs to
        know to help, such as special needs or school meals. It keeps how to reach the adults at home.
      </p>
      <p class="govuk-body">
        <a class="govuk-link" href={whoLooked}>
          See who has looked at this record
        </a>
      </p>
      <p class="govuk-body">
        <a class="govuk-link" href={directoryPaths.ownRecord}>
          See who can see this record
        </a>
      </p>
      <AskingSection {...props} />
    </>
  );
}

function WhoSection({ record }: MyRecordPageProps): VNode {
  const { now, places, withheld } = record;
  const facts: (readonly [string, string])[] = now
    ? [
        ['Name', `${now.givenName} ${now.surname}`],
        ['Birthday', dayInWords(now.bornOn)],
        ...(now.upn === null ? [] : [['School number (UPN)', now.upn] as const]),
      ]
    : [];
  const where = places.map((one): readonly [string, string] => [
    one.leftOn === null || one.leftOn >= record.today ? 'School now' : 'School before',
    [
      one.setting,
      ...(one.class === '' ? [] : [`class ${one.class}`]),
      `since ${dayInWords(one.enteredOn)}${one.leftOn === null ? '' : ` until ${dayInWords(one.leftOn)}`}`,
    ].join(', '),
  ]);
  const rows = [...facts, ...where].map(([key, text]) => ({ key: { text: key }, value: { text } }));
  return (
    <section aria-labelledby="who">
      <h2 class="govuk-heading-l" id="who">
        {record.reader.as === 'child' ? 'Who you are here, and where you go' : 'Name, and school'}
      </h2>
      {rows.length > 0 ? <SummaryList rows={rows} /> : <p class="govuk-body">No school has entered a name yet.</p>}
      {withheld.has('setting') && <p class="govuk-body">Which school it is cannot be shown to you here.</p>}
    </section>
  );
}

const halves: Readonly<Record<number, string>> = { 1: 'this morning', 2: 'this afternoon' };

function AttendanceSection({ record }: { readonly record: MyRecord }): VNode {
  const { year, withheld } = record;
  return (
    <section aria-labelledby="here">
      <h2 class="govuk-heading-l" id="here">
        {record.reader.as === 'child' ? 'When you were here' : 'Attendance'}
      </h2>
      {!withheld.has('times') && <Today record={record} />}
      {year ? (
        <YearSoFar record={record} year={year} />
      ) : (
        <p class="govuk-body">No register of this year has a mark yet.</p>
      )}
    </section>
  );
}

function Today({ record }: { readonly record: MyRecord }): VNode {
  const { who, was } = nameIn(record);
  const marks = (record.year?.latest ?? []).filter(({ day }) => day === record.today);
  if (marks.length === 0) return <p class="govuk-body">Today: no register has come in yet.</p>;
  return (
    <ul class="govuk-list govuk-list--bullet">
      {marks.toReversed().map((one) => (
        <li>{`${sentence(one, who, was)} ${halves[one.session] ?? 'today'}.`}</li>
      ))}
    </ul>
  );
}

function sentence({ state, label }: OwnSession, who: string, was: string): string {
  switch (state) {
    case 'present':
      return `${who} ${was} here`;
    case 'absent':
      return `${who} ${was} away (${label})`;
    case 'not-required':
      return `${who} did not have to be here (${label})`;
    case 'unmeasured':
      return `Nobody has marked whether ${who.toLowerCase() === 'you' ? 'you were' : `${who} was`} here`;
  }
}

function YearSoFar({ record, year }: { readonly record: MyRecord; readonly year: OwnYear }): VNode {
  const { who, was } = nameIn(record);
  const possible = year.present + year.absent;
  return (
    <>
      <p class="govuk-body-l hw-measure">
        {`This school year (${formatAcademicYear(year.year)}) ${who === 'You' ? 'you' : who} ${was} here for ${year.present} of ${counted(possible, 'half day')}.`}
      </p>
      <p class="govuk-body hw-measure">
        {`A morning is a half day, and so is an afternoon. ${counted(year.absent, 'half day')} away. ${
          year.unmarked === 0
            ? 'Every register has a mark.'
            : `${counted(year.unmarked, 'half day')} nobody marked: they do not count as here or as away.`
        } Counted from the registers of ${dayInWords(londonDay(record.asAt))}.`}
      </p>
      {year.latest.length > 0 && (
        <Details summaryText="See each half day of the last two weeks">
          <DataTable
            caption="The latest half days"
            columns={[
              {
                heading: 'Half day',
                cell: (one: OwnSession) => `${dayInShort(one.day)}, ${one.session === 1 ? 'morning' : 'afternoon'}`,
              },
              { heading: 'Mark', cell: (one: OwnSession) => (one.state === 'unmeasured' ? 'No mark' : one.label) },
            ]}
            rows={year.latest}
          />
        </Details>
      )}
    </>
  );
}

function AdultsSection({ record }: { readonly record: MyRecord }): VNode | null {
  const { adults, reader } = record;
  if (adults.length === 0) return null;
  return (
    <section aria-labelledby="adults">
      <h2 class="govuk-heading-l" id="adults">
        {reader.as === 'child' ? 'The adults who look after you' : 'Adults'}
      </h2>
      <SummaryList
        rows={adults.map(({ name, relationship, contacts, personId }) => ({
          key: { text: personId === reader.personId ? 'You' : name },
          value: {
            text: (
              <>
                {relationship}
                {contacts.map(({ kind, value, childLivesHere }) => (
                  <>
                    <br />
                    {`${kind}: ${value}${childLivesHere ? ' (home)' : ''}`}
                  </>
                ))}
              </>
            ),
          },
        }))}
      />
      <p class="govuk-body hw-measure">How to reach an adult is shown to others only when that adult says yes.</p>
    </section>
  );
}
