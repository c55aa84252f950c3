import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { Gated } from '#platform/access/in-gate.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import type { AreaFound, OrganisationPlace } from './organisation-place.ts';
import { areaKindOf, areaMissing, nowhere, placeByArea } from './organisation-place.ts';

/** An organisation as somebody names it. */
export interface OrganisationNamed {
  /** A setting’s URN, a trust’s number, or an organisation’s name or `external_id`. */
  readonly at: string;
  /** What it is; needed where it is not known yet, and not by a URN. */
  readonly kind?: OrganisationKind | undefined;
  /** The code of the area it is or serves. */
  readonly area?: string | undefined;
}

export interface OrganisationFound {
  readonly organisationId: number;
  readonly kind: OrganisationKind;
  readonly name: string;
}

interface Kept extends OrganisationFound, OrganisationPlace {
  readonly demonstration: boolean;
}

/**
 * The organisation of a name, entered when it is not known yet. One known by another name, because it is the same setting,
 * trust, authority or department, is that one. Where a known one stands nowhere yet, its area is entered.
 */
export async function organisationFor(
  gate: Gated,
  named: OrganisationNamed,
): Promise<Result<OrganisationFound, Problem>> {
  const [known, another] = await byName(gate, named.at);
  if (known && another) return failure(ambiguous(named.at));
  if (known) return await withArea(gate, known, named);
  const setting = /^\d{6}$/.test(named.at) ? await settingByUrn(gate, Number(named.at)) : undefined;
  if (setting) {
    const place = { ...nowhere, settingId: setting.settingId };
    return await atPlace(gate, { kind: 'setting', name: setting.name, externalId: `urn:${named.at}` }, place);
  }
  if (named.kind === undefined) return failure(unknown(named.at));
  if (named.kind === 'setting') return failure(settingUnknown(named.at));
  if (named.kind === 'trust') return await trustNamed(gate, named);
  const place = placeByArea(named.kind, named.area, await areaByCode(gate, named.kind, named.area));
  if (!place.ok) return place;
  return await atPlace(gate, { kind: named.kind, name: named.at, externalId: null }, place.value);
}

async function withArea(
  gate: Gated,
  known: Kept,
  { kind, area }: OrganisationNamed,
): Promise<Result<OrganisationFound, Problem>> {
  if (kind !== undefined && kind !== known.kind) return failure(anotherKind(known));
  if (area === undefined) return standsSomewhere(known) ? success(known) : failure(areaMissing(known.kind));
  const place = placeByArea(known.kind, area, await areaByCode(gate, known.kind, area));
  if (!place.ok) return place;
  const { laId, nationId } = place.value;
  if (known.laId === laId && known.nationId === nationId) return success(known);
  if (known.laId !== null || known.nationId !== null) return failure(standsElsewhere(known, area));
  const same = await byPlace(gate, known.kind, place.value);
  if (same) return failure(doubled(known, same));
  await gate
    .updateTable('organisation')
    .set({ la_id: laId, nation_id: nationId })
    .where('organisation_id', '=', known.organisationId)
    .execute();
  return success(known);
}

/** Whether it stands where its kind must; a youth project need not stand anywhere. */
function standsSomewhere({ kind, laId, nationId }: Kept): boolean {
  const wanted = areaKindOf(kind);
  if (wanted === undefined || kind === 'voluntary') return true;
  return (wanted === 'nation' ? nationId : laId) !== null;
}

async function trustNamed(gate: Gated, { at, area }: OrganisationNamed): Promise<Result<OrganisationFound, Problem>> {
  const place = placeByArea('trust', area, undefined);
  if (!place.ok) return place;
  const { rows } = await gate.client.query<{ trustId: number; name: string }>({
    text: `SELECT trust_id AS "trustId", name FROM trust
            WHERE trust_id::text = $1 OR lower(name) = lower($1) ORDER BY trust_id LIMIT 2`,
    values: [at],
  });
  const [trust, other] = rows;
  if (!trust) return failure(trustUnknown(at));
  if (other) return failure(trustAmbiguous(at, [trust.trustId, other.trustId]));
  const wanted = { kind: 'trust', name: trust.name, externalId: null } as const;
  return await atPlace(gate, wanted, { ...nowhere, trustId: trust.trustId });
}

interface Wanted {
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly externalId: string | null;
}

async function atPlace(
  gate: Gated,
  { kind, name, externalId }: Wanted,
  place: OrganisationPlace,
): Promise<Result<OrganisationFound, Problem>> {
  const same = await byPlace(gate, kind, place);
  if (same) return success(same);
  const { organisation_id } = await gate
    .insertInto('organisation')
    .values({
      kind,
      name,
      setting_id: place.settingId,
      la_id: place.laId,
      trust_id: place.trustId,
      nation_id: place.nationId,
      external_id: externalId,
      demonstration: false,
    })
    .returning('organisation_id')
    .executeTakeFirstOrThrow();
  return success({ organisationId: organisation_id, kind, name });
}

/** Where an organisation of a role stands, by name; `undefined` when it stands nowhere though it must. */
export async function whereItStands(
  gate: Gated,
  { organisationId }: { readonly organisationId: number },
): Promise<string | undefined> {
  const { rows } = await gate.client.query<{ name: string | null; kind: OrganisationKind }>({
    text: `SELECT o.kind, coalesce(a.name, t.name, s.name, 'URN ' || s.urn) AS name
             FROM organisation AS o
             LEFT JOIN area AS a ON a.area_id = coalesce(o.la_id, o.nation_id)
             LEFT JOIN trust AS t ON t.trust_id = o.trust_id
             LEFT JOIN setting AS s ON s.setting_id = o.setting_id
            WHERE o.organisation_id = $1`,
    values: [organisationId],
  });
  const [found] = rows;
  return found?.kind === 'voluntary' ? (found.name ?? 'no area of its own') : (found?.name ?? undefined);
}

const asKept = `SELECT organisation_id AS "organisationId", kind, name, demonstration, setting_id AS "settingId",
                       la_id AS "laId", trust_id AS "trustId", nation_id AS "nationId" FROM organisation`;

/**
 * By `external_id` or URN; else by name, without regard to capitals, the real before those made up: more than one only
 * where several have the name.
 */
async function byName(gate: Gated, at: string): Promise<readonly Kept[]> {
  const { rows } = await gate.client.query<Kept & { readonly exactly: boolean }>({
    text: `${asKept.replace('kind,', "kind, coalesce(external_id IN ($1, 'urn:' || $1), false) AS exactly,")}
            WHERE lower(name) = lower($1) OR external_id IN ($1, 'urn:' || $1)
            ORDER BY exactly DESC, demonstration, organisation_id LIMIT 20`,
    values: [at],
  });
  const [first] = rows;
  return first?.exactly ? [first] : rows.filter(({ demonstration }) => demonstration === first?.demonstration);
}

/** The one organisation that is a setting, a trust, an authority or a department; of partners there may be several. */
async function byPlace(
  gate: Gated,
  kind: OrganisationKind,
  { settingId, laId, trustId, nationId }: OrganisationPlace,
): Promise<Kept | undefined> {
  if (!['setting', 'trust', 'local-authority', 'nation'].includes(kind)) return undefined;
  const { rows } = await gate.client.query<Kept>({
    text: `${asKept} WHERE NOT demonstration AND kind = $1 AND setting_id IS NOT DISTINCT FROM $2
              AND la_id IS NOT DISTINCT FROM $3 AND trust_id IS NOT DISTINCT FROM $4 AND nation_id IS NOT DISTINCT FROM $5
            ORDER BY organisation_id LIMIT 1`,
    values: [kind, settingId, laId, trustId, nationId],
  });
  return rows[0];
}

/** The area of a code; of the kind that is wanted before another, and one that is before one that was. */
async function areaByCode(
  gate: Gated,
  kind: OrganisationKind,
  code: string | undefined,
): Promise<AreaFound | undefined> {
  if (code === undefined) return undefined;
  const { rows } = await gate.client.query<AreaFound>({
    text: `SELECT a.area_id AS "areaId", a.kind, a.name, a.valid_to AS "validTo"
             FROM area_code AS c JOIN area AS a ON a.area_id = c.area_id WHERE c.code = upper($1)
            ORDER BY a.kind = $2 DESC, a.valid_to DESC NULLS FIRST, a.area_id LIMIT 1`,
    values: [code.trim(), areaKindOf(kind) ?? ''],
  });
  return rows[0];
}

async function settingByUrn(gate: Gated, urn: number) {
  const found = await gate
    .selectFrom('register_keeper as k')
    .innerJoin('setting as s', 's.setting_id', 'k.setting_id')
    .select(['s.setting_id as settingId', 's.name'])
    .where('s.urn', '=', urn)
    .executeTakeFirst();
  return found && { settingId: found.settingId, name: found.name ?? `URN ${urn}` };
}

function unknown(at: string): Problem {
  return {
    code: 'organisation-unknown',
    message: `There is no organisation of the name or URN ${at}.`,
    nextStep:
      'Give a URN that keeps registers here; or say what it is with --kind and where with --area, and it is entered.',
  };
}

function ambiguous(at: string): Problem {
  return {
    code: 'organisation-ambiguous',
    message: `More than one organisation is called ${at}.`,
    nextStep: 'Give --at the URN of a setting, or what the sign-in provider calls the organisation.',
  };
}

function settingUnknown(at: string): Problem {
  return {
    code: 'setting-unknown',
    message: `No setting of the URN ${at} keeps registers here.`,
    nextStep: 'Give --at the six digits of its URN, after npx headwater registers begin or the import of its roll.',
  };
}

function trustUnknown(at: string): Problem {
  return {
    code: 'trust-unknown',
    message: `No trust of the name or number ${at} is known here.`,
    nextStep: 'A trust becomes known with the registers of its first setting: npx headwater registers begin.',
  };
}

function trustAmbiguous(at: string, ids: readonly number[]): Problem {
  return {
    code: 'trust-ambiguous',
    message: `More than one trust is called ${at}.`,
    nextStep: `Give --at its number: ${ids.join(' or ')}.`,
  };
}

function anotherKind({ name, kind }: Kept): Problem {
  return {
    code: 'organisation-of-another-kind',
    message: `${name} is entered here as ${kind}.`,
    nextStep: `Leave --kind out, or give --kind ${kind}; another organisation needs another name.`,
  };
}

function standsElsewhere({ name }: Kept, area: string): Problem {
  return {
    code: 'organisation-stands-elsewhere',
    message: `${name} is entered for another area than ${area}.`,
    nextStep: 'Leave --area out, or give another organisation another name: an organisation never moves.',
  };
}

function doubled({ name }: Kept, same: Kept): Problem {
  return {
    code: 'organisation-doubled',
    message: `The organisation of this area is entered here as ${same.name}.`,
    nextStep: `Invite people at ${same.name} instead of ${name}.`,
  };
}
