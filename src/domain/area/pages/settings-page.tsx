import type { VNode } from 'preact';
import { printedCount } from '#foundation/kernel/count-words.ts';
import type { DataColumn } from '#foundation/ui/components/data-table.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { FilterForm } from '#foundation/ui/components/filter-form.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import type { PaginationProps } from '#foundation/ui/components/pagination.tsx';
import { Pagination } from '#foundation/ui/components/pagination.tsx';
import type { Area, Setting, SettingLink, SettingPage } from '../model.ts';
import { settingsPerPage } from '../model.ts';
import { areaSettingsPath, settingPath } from '../paths.ts';
import { settingName } from '../rules.ts';
import { LinkInWords } from './setting-page.tsx';

export interface SettingsPageProps {
  readonly area: Area;
  readonly q: string;
  readonly list: SettingPage;
  /** By URN. */
  readonly links: ReadonlyMap<number, readonly SettingLink[]>;
  /** Areas of the settings, by id; shown where the page is about more than one authority. */
  readonly areas: ReadonlyMap<number, Area>;
  /** How many settings are known anywhere: with none, the page says how to import a list. */
  readonly knownAnywhere: number;
}

/** The settings of an area: a list to search and to leaf through. */
export function SettingsPage(props: SettingsPageProps): VNode {
  const { area, q, list } = props;
  return (
    <>
      <h1 class="govuk-heading-xl">
        <span class="govuk-caption-xl">{area.name}</span>
        Settings
      </h1>
      {props.knownAnywhere === 0 ? <HowToImport /> : <SearchForm area={area} q={q} />}
      {props.knownAnywhere > 0 && list.total === 0 && <NoneHere area={area} q={q} />}
      {list.total > 0 && <List {...props} />}
      {list.pages > 1 && <Pagination {...pagesAround(props)} landmarkLabel="Pages of settings" />}
    </>
  );
}

function SearchForm({ area, q }: { readonly area: Area; readonly q: string }): VNode {
  return (
    <FilterForm action={areaSettingsPath(area.code)} label="Search settings" fields={[]} applyText="Search">
      <Input
        id="settings-q"
        name="q"
        type="search"
        label={{ text: 'Name, or number such as its URN' }}
        value={q}
        autocomplete="off"
        spellcheck={false}
      />
    </FilterForm>
  );
}

function List(props: SettingsPageProps): VNode {
  const { list, q, area } = props;
  const first = (list.page - 1) * settingsPerPage + 1;
  const last = first + list.settings.length - 1;
  const matching = q === '' ? '' : ` matching “${q}”`;
  const caption = `Settings in ${area.name}${matching}: ${printedCount(first)} to ${printedCount(last)} of ${printedCount(list.total)}`;
  return <DataTable caption={caption} columns={columnsFor(props)} rows={list.settings} density="small" />;
}

/** A column that no setting on the page fills is left out: a census list gives no phase and no status. */
function columnsFor({ area, areas, links, list }: SettingsPageProps): readonly DataColumn<Setting>[] {
  const ownLinks = (setting: Setting) => (links.get(setting.urn) ?? []).filter((link) => link.entry === 'own');
  const text = (heading: string, cell: (setting: Setting) => string | undefined): readonly DataColumn<Setting>[] =>
    list.settings.some((setting) => cell(setting)) ? [{ heading, cell }] : [];
  return [
    {
      heading: 'Setting',
      cell: (setting) => (
        <a class="govuk-link" href={settingPath(setting.urn)}>
          {settingName(setting)}
        </a>
      ),
    },
    { heading: 'URN', cell: (setting) => setting.urn },
    ...(area.kind === 'local-authority'
      ? []
      : text('Local authority', (setting) => areas.get(setting.areaId ?? 0)?.name)),
    ...text('Type', (setting) => setting.type),
    ...text('Phase', (setting) => setting.phase),
    ...text('Status', (setting) => setting.status),
    {
      heading: 'Pupils',
      format: 'numeric',
      cell: (setting) => (setting.headcount === undefined ? 'not given' : printedCount(setting.headcount)),
    },
    ...(list.settings.some((setting) => ownLinks(setting).length > 0) ? [linksColumn(ownLinks)] : []),
  ];
}

function linksColumn(linksOf: (setting: Setting) => readonly SettingLink[]): DataColumn<Setting> {
  return {
    heading: 'Before and after',
    cell: (setting) =>
      linksOf(setting).map((link) => (
        <div>
          <LinkInWords link={link} />
        </div>
      )),
  };
}

function NoneHere({ area, q }: { readonly area: Area; readonly q: string }): VNode {
  return (
    <InsetText>
      {q === '' ? (
        <p class="govuk-body">No setting in {area.name} is in the lists that were imported.</p>
      ) : (
        <p class="govuk-body">
          No setting in {area.name} matches “{q}”.{' '}
          <a class="govuk-link" href={areaSettingsPath(area.code)}>
            Show all of them
          </a>
          .
        </p>
      )}
    </InsetText>
  );
}

function HowToImport(): VNode {
  return (
    <InsetText>
      <p class="govuk-body">No list of settings has been imported yet. Either of these will do:</p>
      <ul class="govuk-list govuk-list--bullet">
        <li>
          the file of all establishments from Get Information about Schools (GIAS), and its file of links, which tells
          what became of settings that closed;
        </li>
        <li>a school census list, with the columns URN, LA, ESTAB and NOR.</li>
      </ul>
      <p class="govuk-body">
        Then type <code>npm run headwater -- import edubasealldata.csv</code> with the name of your file.
      </p>
    </InsetText>
  );
}

function pagesAround({ area, q, list }: SettingsPageProps): PaginationProps {
  const link = (page: number) => ({
    href: areaSettingsPath(area.code, { page, q }),
    labelText: `${page} of ${list.pages}`,
  });
  return {
    previous: list.page > 1 ? link(list.page - 1) : undefined,
    next: list.page < list.pages ? link(list.page + 1) : undefined,
  };
}
