import type { VNode } from 'preact';
import { FilterForm } from '#foundation/ui/components/filter-form.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import type { Area, AreaHistory } from '../model.ts';
import { areasPath } from '../paths.ts';
import { kindInWords, lifeInWords } from '../rules.ts';
import { AreaLink, AreaTree, successorNames } from './area-tree.tsx';

export interface AreasPageProps {
  /** What was searched for; empty when the reader is browsing. */
  readonly text: string;
  /** What the search found, best first. */
  readonly found: readonly Area[];
  readonly areas: readonly Area[];
  readonly histories: ReadonlyMap<number, AreaHistory>;
}

/** Find an area by name or code, or browse from England down. */
export function AreasPage(props: AreasPageProps): VNode {
  const { text, found, areas, histories } = props;
  return (
    <>
      <h1 class="govuk-heading-xl">Areas</h1>
      <FilterForm action={areasPath} label="Search areas" fields={[]} applyText="Search">
        <Input
          id="areas-q"
          name="q"
          type="search"
          label={{ text: 'Name or code of a local authority or region' }}
          value={text}
          autocomplete="off"
          spellcheck={false}
        />
      </FilterForm>
      {text === '' && <AreaTree areas={areas} histories={histories} />}
      {text !== '' && found.length === 0 && <NothingFound text={text} />}
      {text !== '' && found.length > 0 && <Results {...props} />}
    </>
  );
}

function Results({ text, found, areas, histories }: AreasPageProps): VNode {
  const byId = new Map(areas.map((area) => [area.areaId, area]));
  const count = found.length === 1 ? '1 area matches' : `${found.length} areas match`;
  return (
    <>
      <h2 class="govuk-heading-m">
        {count} “{text}”
      </h2>
      <ul class="govuk-list govuk-list--spaced">
        {found.map((area) => (
          <Result area={area} parent={byId.get(area.parentId ?? 0)} successors={successorNames(histories, area)} />
        ))}
      </ul>
    </>
  );
}

interface ResultProps {
  readonly area: Area;
  readonly parent: Area | undefined;
  readonly successors: readonly string[];
}

/** A list, not a table: two areas of one name must be told apart on the narrowest screen. */
function Result({ area, parent, successors }: ResultProps): VNode {
  const place = parent ? `${kindInWords(area.kind)} in ${parent.name}` : kindInWords(area.kind);
  const life = lifeInWords(area, successors);
  const codes = area.codes.map(({ code }) => code).join(', ');
  return (
    <li>
      <strong>
        <AreaLink area={area} />
      </strong>
      <br />
      {life === '' ? place : `${place}, ${life}`}
      <br />
      <span class="hw-muted">{codes}</span>
    </li>
  );
}

function NothingFound({ text }: { readonly text: string }): VNode {
  return (
    <InsetText>
      <p class="govuk-body">No area matches “{text}”.</p>
      <p class="govuk-body">
        Try the beginning of its name, its three-digit code such as 370, or its nine-character GSS code such as
        E08000038. Districts below counties have no figures here: look for the county. Or{' '}
        <a class="govuk-link" href={areasPath}>
          browse all areas
        </a>
        .
      </p>
    </InsetText>
  );
}
