import type { VNode } from 'preact';
import { dayInShort, dayInWords } from '#foundation/kernel/day-words.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { FilterForm } from '#foundation/ui/components/filter-form.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import type { Scope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import type { Enrolment, Keeper } from '../model.ts';
import { areaChildrenPath, areaChildrenSearchPath, personPath } from '../paths.ts';
import { statusName, yearGroupName } from '../roll-view.ts';
import { TextField } from './field.tsx';

export interface ChildrenPageProps {
  readonly area: { readonly name: string };
  readonly code: string;
  readonly scope: Scope;
  readonly settings: ReadonlyMap<number, Keeper>;
  readonly children: readonly Enrolment[];
  /** `after` of the next page. */
  readonly next: string | undefined;
  readonly today: PlainDate;
  readonly query: {
    readonly name: string;
    readonly year?: number | '' | undefined;
    readonly setting?: number | '' | undefined;
    readonly class?: string | undefined;
    readonly after?: string | undefined;
  };
}

/** The children on roll in an area’s settings, by name, a page at a time. */
export function ChildrenPage(props: ChildrenPageProps): VNode {
  const { area, scope, today, children, query } = props;
  return (
    <>
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">{area.name}</span>
        Children
      </h1>
      <WhyYouMaySee words={whyWords(scope)} />
      <p class="govuk-body hw-measure">
        On the rolls of this area’s settings on {dayInWords(today)}, by name. A child on two rolls stands here twice.
      </p>
      <Filter {...props} />
      <DataTable
        caption={query.after === undefined ? 'By name' : 'By name, continued'}
        columns={columns(props)}
        rows={children}
        empty={<p class="govuk-body">Nobody matches.</p>}
      />
      <More {...props} />
    </>
  );
}

function Filter({ code, settings, query }: ChildrenPageProps): VNode {
  const years = Array.from({ length: 17 }, (_, index) => index - 2).filter((year) => year !== -2);
  return (
    <FilterForm
      action={areaChildrenSearchPath(code)}
      method="post"
      label="Find children"
      applyText="Show"
      fields={[
        {
          name: 'year',
          label: 'Year group',
          value: String(query.year ?? ''),
          items: [
            { value: '', text: 'Every year group' },
            ...years.map((year) => ({ value: String(year), text: yearGroupName(year) })),
          ],
        },
        {
          name: 'setting',
          label: 'Setting',
          value: String(query.setting ?? ''),
          items: [
            { value: '', text: 'Every setting' },
            ...[...settings.values()].map(({ urn, name }) => ({ value: String(urn), text: name })),
          ],
        },
      ]}
    >
      <TextField form="filter" name="q" label="Surname begins with" value={query.name} typed={undefined} />
      <TextField form="filter" name="class" label="Class, of the setting" value={query.class ?? ''} typed={undefined} />
    </FilterForm>
  );
}

const columns = ({ settings }: ChildrenPageProps) =>
  [
    {
      heading: 'Name',
      cell: (one: Enrolment) => (
        <a class="govuk-link" href={personPath(settings.get(one.settingId)?.urn ?? 0, one.slot)}>
          {one.surname}, {one.givenName}
        </a>
      ),
    },
    { heading: 'Year group', cell: (one: Enrolment) => yearGroupName(one.yearGroup) },
    { heading: 'Setting', cell: (one: Enrolment) => settings.get(one.settingId)?.name ?? 'Not known' },
    { heading: 'Class', cell: (one: Enrolment) => one.class || 'None' },
    { heading: 'Registration', cell: (one: Enrolment) => statusName(one.status) },
    { heading: 'From', cell: (one: Enrolment) => dayInShort(one.enteredOn) },
  ] as const;

function More({ code, next, query, children }: ChildrenPageProps): VNode {
  if (next === undefined) {
    return (
      <p class="govuk-body hw-muted">
        {query.after === undefined ? 'That is everybody.' : 'That is the last of them.'}
      </p>
    );
  }
  const { name, year, setting, class: inClass } = query;
  const asked = { year: year ?? '', setting: setting ?? '', class: inClass ?? '', after: next };
  if (name !== '') {
    return (
      <form class="hw-more" method="post" action={areaChildrenSearchPath(code)} aria-label="The next of them">
        {Object.entries({ q: name, ...asked }).map(([field, value]) => (
          <input type="hidden" name={field} value={value} />
        ))}
        <Button classes="govuk-button--secondary">The next of them</Button>
        <span class="hw-muted">{children.length} shown here.</span>
      </form>
    );
  }
  const href = areaChildrenPath(code, asked);
  return (
    <p class="govuk-body hw-more">
      <a class="govuk-link" href={href} rel="next">
        The next of them
      </a>{' '}
      <span class="hw-muted">– {children.length} shown here.</span>
    </p>
  );
}
