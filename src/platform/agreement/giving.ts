import type { Category } from '#platform/access/categories.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { keepersOfRecords } from './check.ts';
import type { AgreementDocument, Share } from './document.ts';
import { settingsUnder } from './standing-store.ts';
import { authorityByCode, readOrganisations, settingsByUrn } from './store.ts';

/** Where the children of a document are, and who of its parties stands over which of those places now. */
export interface Giving {
  /** The places a document names; `undefined` where it names a place that is not known here. */
  readonly named: NamedPlaces | undefined;
  /** Settings over which each organisation stands now and which the document names; of the others there is none. */
  readonly over: ReadonlyMap<number, ReadonlySet<number>>;
  /** Organisations that keep no record here, and can tell no more than that a child is known to them. */
  readonly keepsNone: ReadonlySet<number>;
}

/** `settings` is absent where children are named one by one: wherever a giver stands. */
export interface NamedPlaces {
  readonly laId?: number | undefined;
  readonly settings?: readonly { readonly settingId: number; readonly urn: number; readonly name: string | null }[];
}

/** Reads who stands where now. An area is given by its authority alone; a setting that has left is out with this answer. */
export async function readGiving(
  gate: Gated,
  { subjects }: Pick<AgreementDocument, 'subjects'>,
  organisations: readonly number[],
): Promise<Giving> {
  const found = await readOrganisations(gate, organisations);
  const under = await settingsUnder(gate, organisations);
  const named = await namedPlaces(gate, subjects);
  const settings = named?.settings && new Set(named.settings.map(({ settingId }) => settingId));
  const over = found.flatMap(({ organisationId, kind, laId }) => {
    const own = under.get(organisationId);
    const elsewhere = named?.laId !== undefined && (kind !== 'local-authority' || laId !== named.laId);
    if (own === undefined || named === undefined || elsewhere) return [];
    return [[organisationId, settings ? both(own, settings) : own] as const];
  });
  const keepsNone = found.filter(({ kind }) => !keepersOfRecords.includes(kind));
  return { named, over: new Map(over), keepsNone: new Set(keepsNone.map(({ organisationId }) => organisationId)) };
}

async function namedPlaces(gate: Gated, subjects: AgreementDocument['subjects']): Promise<NamedPlaces | undefined> {
  switch (subjects.kind) {
    case 'area': {
      const laId = await authorityByCode(gate, subjects.code);
      return laId === undefined ? undefined : { laId };
    }
    case 'settings':
    case 'cohort': {
      const settings = await settingsByUrn(gate, subjects.urns);
      return settings.length < new Set(subjects.urns).size ? undefined : { settings };
    }
    default:
      return {};
  }
}

/** Settings over which somebody stands who gives a category’s fields to a party. */
export function givenOf(
  giving: Giving,
  shares: readonly Share[],
  category: Category,
  organisations: Readonly<Record<string, number>>,
): ReadonlySet<number> {
  const givers = shares.filter((share) => share.category === category && share.grade === 'content');
  return new Set(givers.flatMap(({ from }) => [...(giving.over.get(organisations[from] ?? 0) ?? [])]));
}

/**
 * Settings of which a party receives every category that it receives fields of: one list of categories is shown for all the
 * children, so where givers differ only what all of it is given of. Empty where nobody who gives stands.
 */
export function givenTogether(
  giving: Giving,
  received: readonly Share[],
  organisations: Readonly<Record<string, number>>,
): ReadonlySet<number> {
  const content = new Set(received.filter(({ grade }) => grade === 'content').map(({ category }) => category));
  const [first = new Set<number>(), ...more] = [...content].map((one) => givenOf(giving, received, one, organisations));
  let together: ReadonlySet<number> = first;
  for (const one of more) together = both(together, one);
  return together;
}

function both(one: ReadonlySet<number>, other: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...one].filter((each) => other.has(each)));
}
