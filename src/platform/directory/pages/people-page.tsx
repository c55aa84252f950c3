import type { VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { beginningInWords, instantInWords } from '#foundation/kernel/london-clock.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { Details } from '#foundation/ui/components/details.tsx';
import { ErrorSummary } from '#foundation/ui/components/error-summary.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { Select } from '#foundation/ui/components/select.tsx';
import { Textarea } from '#foundation/ui/components/textarea.tsx';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import { roleNames, roles } from '#platform/access/roles.ts';
import { directoryPaths, memberPath } from '../paths.ts';
import type { RowFault } from '../people-file.ts';
import { staffHeadings } from '../people-file.ts';
import type { ListedMember } from '../people-store.ts';
import { capitalised, roleTitle } from '../words.ts';

/** What stood in the form when it was refused. */
export interface TypedEntry {
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly classes: string;
  readonly yearGroups: string;
  readonly from: string;
  readonly to: string;
}

export interface PeopleShown {
  readonly organisation: { readonly name: string; readonly kind: OrganisationKind };
  readonly members: readonly ListedMember[];
  readonly today: PlainDate;
  readonly now: Date;
  readonly may?: 'invite' | 'not-invite';
  readonly typed?: TypedEntry;
  readonly problem?: string;
}

/** Who has which role at an organisation, since when and until when; and entering somebody. */
export function PeoplePage(props: PeopleShown): VNode {
  const { organisation, members, today, now, problem } = props;
  const current = members.filter((one) => isCurrent(one, today));
  const former = members.filter((one) => !isCurrent(one, today));
  const caption = `Roles in force or still to begin at ${organisation.name}: ${current.length}`;
  return (
    <>
      {problem !== undefined && (
        <ErrorSummary
          titleText="There is a problem: nothing was entered"
          errorList={[{ text: problem, href: '#name' }]}
        />
      )}
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">{organisation.name}</span>
        People
      </h1>
      <p class="govuk-body-s hw-muted">
        You see this because you administer {organisation.name}. As recorded at {instantInWords(now)}. A role is ended
        and another entered; what it said is never overwritten.
      </p>
      <MemberTable caption={caption} members={current} />
      <EntryForm {...props} />
      <p class="govuk-body">
        <a class="govuk-link" href={directoryPaths.staffList}>
          Enter a list of people
        </a>
      </p>
      {former.length > 0 && (
        <Details summaryText={`Roles that have ended: ${former.length}`}>
          <MemberTable caption={`Roles that have ended at ${organisation.name}`} members={former} />
        </Details>
      )}
    </>
  );
}

function isCurrent({ endedAt, validTo }: ListedMember, today: PlainDate): boolean {
  return endedAt === null && (validTo === null || validTo >= today);
}

function MemberTable({
  caption,
  members,
}: {
  readonly caption: string;
  readonly members: readonly ListedMember[];
}): VNode {
  return (
    <DataTable
      caption={caption}
      rows={members}
      empty={<p class="govuk-body">Nobody.</p>}
      columns={[
        {
          heading: 'Who',
          cell: ({ membershipId, name }: ListedMember) => (
            <a class="govuk-link" href={memberPath(membershipId)}>
              {name}
            </a>
          ),
        },
        { heading: 'Role', cell: roleWords },
        { heading: 'Since', cell: ({ validFrom }) => dayInWords(validFrom) },
        { heading: 'Until', cell: endWords },
      ]}
    />
  );
}

/** The role, with its classes or year groups. */
export function roleWords({ role, classes, yearGroups }: ListedMember): string {
  const title = capitalised(roleTitle(role));
  if (classes.length > 0) return `${title} of ${classes.join(', ')}`;
  return yearGroups.length > 0 ? `${title}: year ${yearGroups.join(', ')}` : title;
}

/** Until when a role holds or held. */
export function endWords({ endedAt, endedBy, validTo }: ListedMember): string {
  if (endedAt !== null) return `${beginningInWords(endedAt)}, ended by ${endedBy ?? 'somebody'}`;
  return validTo === null ? 'no last day' : dayInWords(validTo);
}

function EntryForm({ organisation, typed, may }: PeopleShown): VNode {
  return (
    <section class="hw-measure hw-more" aria-labelledby="enter">
      <h2 class="govuk-heading-m" id="enter">
        Enter a person with a role
      </h2>
      {may === 'invite' && <p class="govuk-body">When they are entered you can give them a link to sign in with.</p>}
      <form method="post" action={directoryPaths.people} autocomplete="off" aria-labelledby="enter">
        <Input id="name" name="name" label={{ text: 'Name' }} value={typed?.name} />
        <Input
          id="email"
          name="email"
          type="email"
          label={{ text: 'E-mail address (optional)' }}
          value={typed?.email}
        />
        <RoleFields kind={organisation.kind} typed={typed} />
        <Button>Enter</Button>
      </form>
    </section>
  );
}

/** Which role, for which classes or year groups, from when to when. */
export function RoleFields({
  kind,
  typed,
}: {
  readonly kind: OrganisationKind;
  readonly typed?: Omit<TypedEntry, 'name' | 'email'> | undefined;
}): VNode {
  const offered = roleNames.filter((name) => (roles[name].at as readonly string[]).includes(kind));
  return (
    <>
      <Select
        id="role"
        name="role"
        label={{ text: 'Role' }}
        hint={{ text: 'What each may see is at /access/roles' }}
        value={typed?.role ?? ''}
        items={[
          { value: '', text: 'Choose a role' },
          ...offered.map((name) => ({ value: name, text: capitalised(roles[name].title) })),
        ]}
      />
      {kind === 'setting' && (
        <>
          <Input
            id="classes"
            name="classes"
            label={{ text: 'Classes, for a class teacher' }}
            hint={{ text: 'As the roll writes them, such as 4B, 4K' }}
            value={typed?.classes}
          />
          <Input
            id="yearGroups"
            name="yearGroups"
            label={{ text: 'Year groups, for a head of year' }}
            hint={{ text: 'Such as 7, 8' }}
            value={typed?.yearGroups}
          />
        </>
      )}
      <Input
        id="from"
        name="from"
        label={{ text: 'First day (optional)' }}
        hint={{ text: 'Such as 1/9/2026; today when left empty' }}
        value={typed?.from}
      />
      <Input
        id="to"
        name="to"
        label={{ text: 'Last day (optional)' }}
        hint={{ text: 'Such as 31/8/2027' }}
        value={typed?.to}
      />
    </>
  );
}

/** Entering many at once, from a list that another system saved. */
export function StaffListPage({
  text,
  faults,
}: {
  readonly text: string;
  readonly faults: readonly RowFault[];
}): VNode {
  return (
    <>
      {faults.length > 0 && (
        <ErrorSummary
          titleText="There is a problem: nobody was entered"
          errorList={faults.slice(0, 50).map((fault) => ({ text: faultWords(fault), href: '#list' }))}
        />
      )}
      <h1 class="govuk-heading-l">Enter a list of people</h1>
      <p class="govuk-body hw-measure">
        One person with one role on each line, below these headings: <code>{staffHeadings.join(',')}</code>. Classes and
        year groups stand between semicolons. Only name and role are needed. Everybody is entered, or nobody.
      </p>
      <form method="post" action={directoryPaths.staffList} autocomplete="off" aria-label="Enter a list of people">
        <Textarea
          id="list"
          name="list"
          label={{ text: 'The list' }}
          hint={{ text: 'Copy it from a CSV file' }}
          rows={12}
          value={text}
          spellcheck={false}
        />
        <Button>Enter everybody</Button>
      </form>
    </>
  );
}

/** What is wrong, and where. */
export function faultWords({ line, column, message }: RowFault): string {
  return `Line ${line}${column === '' ? '' : `, ${column}`}: ${message}`;
}
