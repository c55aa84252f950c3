import type { Gated } from '#platform/access/in-gate.ts';
import type { Fault } from './check.ts';
import type { AgreementDocument, Share } from './document.ts';
import type { Giving } from './giving.ts';
import { givenOf, readGiving } from './giving.ts';
import { settingsByUrn } from './store.ts';
import { partyName } from './words.ts';

type Organisations = Readonly<Record<string, number>>;

/**
 * What a document gives that is not its givers’ to give, as things stand now, with where and what to do: a place nobody here
 * knows, a giver who stands over none, and a setting over which none of those stands who would give its children away.
 */
export async function givingFaults(
  gate: Gated,
  document: AgreementDocument,
  organisations: Organisations,
): Promise<readonly Fault[]> {
  const giving = await readGiving(gate, document, Object.values(organisations));
  if (!giving.named) return await unknownPlaces(gate, document);
  const content = document.shares.filter(({ grade }) => grade === 'content');
  const nowhere = content.filter(({ from }) => !giving.over.get(organisations[from] ?? 0)?.size);
  if (nowhere.length > 0) return nowhere.map((share) => standsNowhere(document, share));
  return settingFaults(document, giving, organisations);
}

function standsNowhere(document: AgreementDocument, share: Share): Fault {
  const name = partyName(document, share.from);
  const path = `/shares/${document.shares.indexOf(share)}/from`;
  switch (document.subjects.kind) {
    case 'area':
      return {
        path,
        message: `${name} is not the authority of the area ${document.subjects.code}, or no setting there keeps its registers here: an area is given by its own authority alone`,
      };
    case 'case':
    case 'consent':
      return {
        path,
        message: `${name} stands over no setting that keeps its registers here, so it has no child to give: let the setting, its trust or its authority give it`,
      };
    default:
      return {
        path,
        message: `${name} stands over none of these settings: leave out what it would give, or name its own`,
      };
  }
}

async function unknownPlaces(gate: Gated, { subjects }: AgreementDocument): Promise<readonly Fault[]> {
  if (subjects.kind === 'area') {
    return [{ path: '/subjects/code', message: `no local authority here has the code ${subjects.code}: correct it` }];
  }
  if (subjects.kind !== 'settings' && subjects.kind !== 'cohort') return [];
  const known = new Set((await settingsByUrn(gate, subjects.urns)).map(({ urn }) => urn));
  return subjects.urns.flatMap((urn, index) =>
    known.has(urn)
      ? []
      : [{ path: `/subjects/urns/${index}`, message: `no setting here has URN ${urn}: correct it or leave it out` }],
  );
}

/** Every setting that is named is given, by somebody who stands over it, all that its receiver gets. */
function settingFaults(document: AgreementDocument, giving: Giving, organisations: Organisations): readonly Fault[] {
  const { subjects, shares } = document;
  if (subjects.kind !== 'settings' && subjects.kind !== 'cohort') return [];
  return subjects.urns.flatMap((urn, index): readonly Fault[] => {
    const setting = giving.named?.settings?.find((one) => one.urn === urn);
    const missing = shares.find(({ grade, to, category }) => {
      const same = shares.filter((one) => one.to === to);
      return grade === 'content' && !givenOf(giving, same, category, organisations).has(setting?.settingId ?? 0);
    });
    if (missing === undefined) return [];
    const givers = shares.filter(({ to, category }) => to === missing.to && category === missing.category);
    const names = [...new Set(givers.map(({ from }) => partyName(document, from)))].join(' or ');
    const message = `${setting?.name ?? 'this setting'} (URN ${urn}) is not ${names}’s to give ${missing.category} of: leave it out, or let the setting, its trust or its authority give it`;
    return [{ path: `/subjects/urns/${index}`, message }];
  });
}
