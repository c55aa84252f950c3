import { counted } from '#foundation/kernel/count-words.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import { readGiving } from './giving.ts';
import type { Version } from './history.ts';
import { partyName } from './words.ts';

/**
 * Which children a party gives away by signing a version, and to whom, in a sentence, as things stand now; `undefined` for a
 * party that gives no field of a record.
 */
export async function givenAway(gate: Gated, version: Version, party: string): Promise<string | undefined> {
  const { document, organisations } = version;
  const shares = document.shares.filter(({ from, grade }) => from === party && grade === 'content');
  if (shares.length === 0) return undefined;
  const giving = await readGiving(gate, document, Object.values(organisations));
  const settings = giving.over.get(organisations[party] ?? 0)?.size ?? 0;
  const to = [...new Set(shares.map((share) => partyName(document, share.to)))].join(' and ');
  const places = `${counted(settings, 'setting')} that ${settings === 1 ? 'is' : 'are'} yours to give now`;
  const whom = {
    area: `every child at the ${places}, which is your whole area`,
    settings: `every child at the ${places}`,
    cohort: `the children of the year groups named, at the ${places}`,
    case: `those children alone who are named to it, at the ${places}`,
    consent: `those children alone who agreed, or whose parents did, at the ${places}`,
  }[document.subjects.kind];
  return `By signing, your organisation tells ${to} what is above, of ${whom}. A setting that leaves you is left out from then on.`;
}
