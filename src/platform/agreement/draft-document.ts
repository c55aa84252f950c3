import { readTypedDay } from '#foundation/kernel/typed-day.ts';
import { categories } from '#platform/access/categories.ts';
import type { Party, Share } from './document.ts';
import { shareKey } from './document.ts';
import type { Choosable, Typed } from './draft-form.ts';
import { allOf, basisLists, partySlots, textOf, waySlots } from './draft-form.ts';
import { fieldsIn } from './fields.ts';

/** A document as a form says it, checked by nobody yet, and which field of the form each of its places came from. */
export interface LaidOut {
  readonly document: Readonly<Record<string, unknown>> & {
    readonly parties: readonly Party[];
    readonly shares: readonly Share[];
  };
  /** Of each party of the document, the place on the form. */
  readonly slots: readonly number[];
  /** Of each share, which way from one to another on the form. */
  readonly ways: readonly number[];
}

/** The document a form says, in the one order, so that a place in it stays the same when it is checked and kept. */
export function layOut(typed: Typed, choosable: readonly Choosable[]): LaidOut {
  const parties = partiesOf(typed, choosable);
  const shorts = new Map(parties.map(({ slot, party }) => [String(slot), party.party]));
  const shares = sharesOf(typed, shorts);
  const said = (name: string) => textOf(typed, name).trim();
  const day = (name: string) => readTypedDay(said(name)) ?? said(name);
  const document = {
    format: 'headwater-agreement/1',
    reference: said('reference'),
    title: said('title'),
    summary: lines(said('summary')),
    parties: parties.map(({ party }) => party),
    purpose: said('purpose'),
    lawfulBasis: {
      ...Object.fromEntries(basisLists.map((list) => [list, [...allOf(typed, list)].toSorted()])),
      policyDocument: said('policyDocument') || null,
    },
    subjects: subjectsOf(typed),
    shares: shares.map(({ share }) => share),
    startsOn: day('startsOn'),
    endsOn: day('endsOn'),
    reviewOn: day('reviewOn'),
    retention: {
      months: numberOf(said('retention-months')),
      afterwards: said('retention-afterwards'),
      words: lines(said('retention-words')),
    },
    dpia: { reference: said('dpia-reference'), completedOn: day('dpia-completedOn') },
  };
  return { document, slots: parties.map(({ slot }) => slot), ways: shares.map(({ way }) => way) };
}

/** A text area sends line breaks; a document has none. */
function lines(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}

/** What is no number stays what was typed, so that it is told as a fault. */
function numberOf(text: string): number | string {
  return /^-?\d{1,9}$/.test(text) ? Number(text) : text;
}

interface Placed {
  readonly slot: number;
  readonly party: Party;
}

function partiesOf(typed: Typed, choosable: readonly Choosable[]): readonly Placed[] {
  const placed: Placed[] = [];
  for (let slot = 0; slot < partySlots(typed); slot += 1) {
    const said = (name: string) => textOf(typed, `party-${slot}-${name}`).trim();
    const chosen = choosable.find(({ organisationId }) => String(organisationId) === said('organisation'));
    if (slot > 1 && !chosen && said('contact') === '') continue;
    const taken = new Set(placed.map(({ party }) => party.party));
    const party = {
      party: said('short') || shortName(chosen?.kind ?? 'party', taken),
      name: chosen?.name ?? '',
      kind: chosen?.kind ?? 'voluntary',
      externalId: chosen && said('by-name') !== String(chosen.organisationId) ? chosen.externalId : null,
      role: said('role') as Party['role'],
      contact: lines(said('contact')),
    };
    placed.push({ slot, party });
  }
  return placed.toSorted((one, other) => order(one.party.party, other.party.party));
}

function shortName(base: string, taken: ReadonlySet<string>): string {
  let name = base;
  for (let next = 2; taken.has(name); next += 1) name = `${base}-${next}`;
  return name;
}

interface OnWay {
  readonly way: number;
  readonly share: Share;
}

function sharesOf(typed: Typed, shorts: ReadonlyMap<string, string>): readonly OnWay[] {
  const shares: OnWay[] = [];
  for (let way = 0; way < waySlots(typed); way += 1) {
    const from = shorts.get(textOf(typed, `way-${way}-from`)) ?? '';
    const to = shorts.get(textOf(typed, `way-${way}-to`)) ?? '';
    for (const category of categories) {
      const known = textOf(typed, `way-${way}-${category}`) === 'known';
      const named = Object.keys(fieldsIn(category)).map((name) => [
        name,
        textOf(typed, `way-${way}-${category}-${name}`),
      ]);
      const fields: Share['fields'] = Object.fromEntries(named.filter(([, how]) => how !== ''));
      if (!known && Object.keys(fields).length === 0) continue;
      shares.push({ way, share: { from, to, category, grade: known ? 'known' : 'content', fields } });
    }
  }
  return shares.toSorted((one, other) => order(shareKey(one.share), shareKey(other.share)));
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function subjectsOf(typed: Typed): Readonly<Record<string, unknown>> {
  const kind = textOf(typed, 'subjects');
  const urns = textOf(typed, 'urns')
    .split(/[\s,;]+/)
    .filter((one) => one !== '')
    .map(numberOf)
    .toSorted((one, other) => Number(one) - Number(other));
  if (kind === 'area') return { kind, code: textOf(typed, 'code').trim() };
  if (kind === 'settings') return { kind, urns };
  if (kind !== 'cohort') return { kind };
  const yearGroups = allOf(typed, 'yearGroups')
    .map(numberOf)
    .toSorted((one, other) => Number(one) - Number(other));
  return { kind, urns, yearGroups };
}
