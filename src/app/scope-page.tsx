import type { VNode } from 'preact';
import { counted } from '#foundation/kernel/count-words.ts';
import type { ShellPage } from '#foundation/ui/page/shell.ts';
import type { Queries } from '#platform/database/pool.ts';
import { sitePaths } from './paths.ts';
import type { ChoiceKind } from './scope-choice.ts';
import { writtenChoice } from './scope-choice.ts';
import type { ScopeMode } from './scope-personas.ts';
import { reachOf, roles } from './scope-personas.ts';
import type { ScopePlace } from './scope-store.ts';

/** What the page of roles was asked: where the reader came from, and words to find a place by. */
export interface RolesAsked {
  readonly from: string;
  readonly words: string;
}

/** Most places shown of one kind: beyond that the reader types a part of the name. */
const mostShown = 10;

interface Group {
  readonly heading: string;
  readonly explanation: string;
  readonly kinds: readonly ChoiceKind[];
}

const groups: readonly Group[] = [
  { heading: 'A nation', explanation: 'Totals only. No child, and no class of children, is shown.', kinds: ['nation'] },
  {
    heading: 'A local authority',
    explanation: 'The registers of every setting in the area. Nothing can be changed.',
    kinds: ['la'],
  },
  {
    heading: 'A trust',
    explanation: 'The registers of the trust’s settings. Nothing can be changed.',
    kinds: ['trust'],
  },
  {
    heading: 'A school, college or other setting',
    explanation: 'The registers and the roll of this setting, which can be taken and corrected.',
    kinds: ['setting', 'head'],
  },
];

/** `/scope`: everybody a reader can be here as. */
export async function scopePage(queries: Queries, mode: ScopeMode, asked: RolesAsked): Promise<ShellPage> {
  const found = await Promise.all(groups.map((group) => placesOf(queries, mode, group, asked)));
  return {
    title: 'Who you are here as',
    description: 'Choose a role to look at made-up registers in, without signing in.',
    path: sitePaths.scope,
    breadcrumbs: [{ text: 'England', href: sitePaths.england }, { text: 'Who you are here as' }],
    children: (
      <>
        <h1 class="govuk-heading-xl">Who you are here as</h1>
        <p class="govuk-body-l">
          What you see of registers depends on your role, and on the place you have it in. In this demonstration a role
          can be tried by choosing it, without signing in.
        </p>
        <p class="govuk-body">{reachWords[mode]} Your choice is kept in a cookie until you close the browser.</p>
        {mode !== 'none' && <Finder {...asked} />}
        {found.map((places, index) => {
          const group = groups[index];
          return group && places.length > 0 && <Places group={group} places={places} from={asked.from} />;
        })}
        {mode !== 'none' && found.flat().length === 0 && <Nothing {...asked} />}
        <h2 class="govuk-heading-m">Nobody in particular</h2>
        <p class="govuk-body">Published figures only: no register, and no total of one, is shown.</p>
        <form method="post" action={sitePaths.scope}>
          <input type="hidden" name="from" value={asked.from} />
          <Choice value="nobody" text="Nobody in particular" />
        </form>
      </>
    ),
  };
}

const reachWords: Readonly<Record<ScopeMode, string>> = {
  'made-up-only': 'Only places whose registers are all made up can be chosen.',
  any: 'Every place can be chosen, by anybody: this is a trial, and no record of a real child may be kept in it.',
  none: 'Roles are switched off here (HEADWATER_DEMONSTRATION_SCOPES).',
};

async function placesOf(
  queries: Queries,
  mode: ScopeMode,
  { kinds: [kind] }: Group,
  { words }: RolesAsked,
): Promise<readonly ScopePlace[]> {
  if (mode === 'none' || kind === undefined) return [];
  const filter = { words: words === '' ? undefined : words, limit: mostShown + 1, reach: reachOf(mode) };
  return await roles[kind].places(queries, filter);
}

function Finder({ from, words }: RolesAsked): VNode {
  return (
    <form class="govuk-form-group" method="get" action={sitePaths.scope} aria-label="Find a place">
      <input type="hidden" name="from" value={from} />
      <label class="govuk-label govuk-label--s" for="place-words">
        Find a place by part of its name, or a setting by its URN
      </label>
      <input class="govuk-input govuk-input--width-20" id="place-words" name="q" type="search" value={words} />{' '}
      <button class="govuk-button govuk-button--secondary" type="submit">
        Find places
      </button>
    </form>
  );
}

function Nothing({ words }: RolesAsked): VNode {
  return (
    <p class="govuk-body">
      {words === '' ? 'No registers are kept here yet.' : `No place that can be chosen has “${words}” in its name.`}
    </p>
  );
}

interface PlacesProps {
  readonly group: Group;
  readonly places: readonly ScopePlace[];
  readonly from: string;
}

function Places({ group, places, from }: PlacesProps): VNode {
  const shown = places.slice(0, mostShown);
  return (
    <>
      <h2 class="govuk-heading-m">{group.heading}</h2>
      <p class="govuk-body">{group.explanation}</p>
      <form method="post" action={sitePaths.scope}>
        <input type="hidden" name="from" value={from} />
        <dl class="govuk-summary-list">
          {shown.map((place) => (
            <div class="govuk-summary-list__row">
              <dt class="govuk-summary-list__key">{place.name}</dt>
              <dd class="govuk-summary-list__value">{placeWords(place, group.kinds[0])}</dd>
              <dd class="govuk-summary-list__actions">
                {group.kinds.map((kind) => (
                  <Choice
                    value={writtenChoice({ kind, key: place.key })}
                    text={capitalised(roles[kind].role)}
                    at={place.name}
                  />
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </form>
      {places.length > shown.length && (
        <p class="govuk-body">The first {mostShown} by name are shown. Find others by part of their name.</p>
      )}
    </>
  );
}

function placeWords({ key, settings, madeUp }: ScopePlace, kind: ChoiceKind | undefined): string {
  const kept = kind === 'setting' ? `URN ${key}` : counted(settings, 'setting');
  return madeUp === settings ? `${kept}, made up` : kept;
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Choice({ value, text, at }: { readonly value: string; readonly text: string; readonly at?: string }): VNode {
  return (
    <button class="hw-choice" type="submit" name="choice" value={value}>
      {text}
      {at && <span class="govuk-visually-hidden"> at {at}</span>}
    </button>
  );
}
