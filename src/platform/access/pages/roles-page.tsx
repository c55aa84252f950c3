import type { VNode } from 'preact';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import type { Category } from '../categories.ts';
import { categories, categoryWords } from '../categories.ts';
import type { OrganisationKind } from '../organisation.ts';
import { purposes } from '../purposes.ts';
import type { Reach, Role } from '../roles.ts';
import { familyReads, roles } from '../roles.ts';

const reachWords: Readonly<Record<Reach, string>> = {
  classes: 'Children of their classes: those on roll today, and those who left in this academic year',
  'year-groups': 'Children of their year groups: those on roll today, and those who left in this academic year',
  setting: 'Everybody on the roll of the setting',
  trust: 'Everybody on the rolls of the trust’s settings',
  area: 'The settings of the area',
  nation: 'The nation, by its totals',
  teams: 'Children in whose team they work, for the team’s purpose, wherever enrolled',
  nobody: 'Nobody’s record',
};

const organisationWords: Readonly<Record<OrganisationKind, string>> = {
  setting: 'a setting',
  trust: 'a trust',
  'local-authority': 'a local authority',
  nation: 'a department of government',
  'social-care': 'children’s social care',
  'youth-justice': 'youth justice',
  police: 'the police',
  health: 'health',
  'mental-health': 'mental health support',
  'violence-reduction': 'violence reduction',
  voluntary: 'the voluntary sector',
  family: 'a family',
};

/** A row of the table: a role of an organisation, or a member of a family. */
interface Listed {
  readonly title: string;
  readonly at: string;
  readonly reach: string;
  readonly purposes: readonly string[];
  readonly reads: readonly Category[];
  readonly afterStepUp: readonly Category[];
  readonly changes: readonly Category[];
  readonly more: readonly string[];
}

function listed(role: Role): Listed {
  const totalsOnly = role.reads.every((category) => category === 'totals') && role.reads.length > 0;
  return {
    title: role.title,
    at: role.at.length > 4 ? 'Any organisation' : `At ${role.at.map((kind) => organisationWords[kind]).join(', ')}`,
    reach: totalsOnly && role.reach !== 'nation' ? `${reachWords[role.reach]}, by totals` : reachWords[role.reach],
    purposes: role.purposes.map((purpose) => purposes[purpose]),
    reads: role.reads,
    afterStepUp: role.readsAfterStepUp,
    changes: role.changes,
    more: [
      ...(role.breakGlass === 'with-reason' ? ['May open a record out of reach, with a reason that is reviewed'] : []),
      ...(role.administers === 'own-organisation' ? ['Says who has which role, and signs agreements'] : []),
    ],
  };
}

const families: readonly Listed[] = [
  {
    title: 'child',
    at: 'Oneself',
    reach: 'Their own record',
    purposes: [purposes['own-record']],
    reads: familyReads.child,
    afterStepUp: [],
    changes: [],
    more: [],
  },
  {
    title: 'parent or carer',
    at: 'With parental responsibility',
    reach: 'The record of their own child, less what a contact rule withholds',
    purposes: [purposes.parenting],
    reads: familyReads.parent,
    afterStepUp: [],
    changes: [],
    more: [],
  },
];

/** Every role: whom it reaches, what it reads and what it changes. Made from the very catalogue that scopes are compiled from. */
export function RolesPage(): VNode {
  return (
    <>
      <h1 class="govuk-heading-l">Who may see what</h1>
      <p class="govuk-body hw-measure">
        A role decides whom somebody reaches, what of a record they read, and what they may change. The database itself
        refuses everything else. This page is made from the list that decides.
      </p>
      <p class="govuk-body hw-measure">
        A sharing agreement, or a record opened for a reason, reaches further for a time. It only reads, and never more
        than the role does.
      </p>
      <DataTable
        caption="Roles"
        density="small"
        columns={[...columns, { heading: 'Besides', cell: ({ more }: Listed) => more.join('. ') }]}
        rows={Object.values(roles).map(listed)}
      />
      <DataTable caption="Families" density="small" columns={columns} rows={families} />
      <DataTable
        caption="What each word for a part of the record holds"
        columns={[
          { heading: 'Part', cell: (category: Category) => category },
          { heading: 'Holds', cell: (category: Category) => categoryWords[category] },
        ]}
        rows={categories}
      />
    </>
  );
}

const columns = [
  {
    heading: 'Role',
    cell: ({ title, at }: Listed) => (
      <>
        <strong>{title.charAt(0).toUpperCase() + title.slice(1)}</strong>
        <br />
        <span class="hw-muted">{at}</span>
      </>
    ),
  },
  {
    heading: 'Reaches, and for what',
    cell: (row: Listed) => (
      <>
        {row.reach},
        <br />
        <span class="hw-muted">{row.purposes.join('; or ')}</span>
      </>
    ),
  },
  {
    heading: 'Reads',
    cell: ({ reads, afterStepUp }: Listed) => (
      <>
        {reads.length === 0 ? 'Nothing' : reads.join(', ')}
        {afterStepUp.length > 0 && (
          <>
            ; after signing in a second time also <strong>{afterStepUp.join(', ')}</strong>
          </>
        )}
      </>
    ),
  },
  { heading: 'Changes', cell: (row: Listed) => (row.changes.length === 0 ? 'Nothing' : row.changes.join(', ')) },
];
