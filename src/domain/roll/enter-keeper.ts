import type { Area } from '#domain/area/model.ts';
import { settingByUrn } from '#domain/area/setting-store.ts';
import { allAreas, ancestorsOf } from '#domain/area/store.ts';
import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { NationName } from '#foundation/nations/attendance-code.ts';
import type { Queries } from '#platform/database/pool.ts';
import type { KeeperKind } from '#platform/database/register-schema.ts';
import { insertKeeper, keepers, updateKeeper } from './keeper-store.ts';
import type { Keeper } from './model.ts';
import { saveTrust, trustNamed } from './trust-store.ts';

/** Kinds of keeper, and what a register of each is of. */
export const keeperUnits: Readonly<Record<KeeperKind, Keeper['unit']>> = {
  primary: 'session',
  secondary: 'session',
  'all-through': 'session',
  special: 'session',
  'pupil-referral-unit': 'session',
  'alternative-provision': 'session',
  'hospital-school': 'session',
  'sixth-form-college': 'session',
  'fe-college': 'event',
  'local-authority': 'none',
};

/** What an operator says of a setting whose registers are to be kept. */
export interface KeeperAsked {
  readonly urn: number;
  readonly kind: KeeperKind;
  /** By default half days, but events in further education colleges; a sixth form college may keep either. */
  readonly unit?: Keeper['unit'] | undefined;
  /** The trust that runs it, by a number that stays (in England the group’s UID in GIAS); 0 for none. As it was unless given. */
  readonly trust?: number | undefined;
  /** Its name, needed when it is not known yet. */
  readonly trustName?: string | undefined;
  /** Local times, `09:45`, by which registers should be in. */
  readonly amDue?: string | undefined;
  readonly pmDue?: string | undefined;
}

const nationOfLetter: ReadonlyMap<string, NationName> = new Map([
  ['E', 'england'],
  ['W', 'wales'],
  ['S', 'scotland'],
  ['N', 'northern-ireland'],
]);

/**
 * Begins to keep a setting's registers. The setting must be known, with the local authority it is in. Of one that is kept
 * already only the times and the trust are changed: what its registers are of stays for good, since those that are there
 * are of it. Rows of children that name another trust are then to be moved (`restampTrust`).
 */
export async function enterKeeper(database: Queries, asked: KeeperAsked): Promise<Result<Keeper, Problem>> {
  const { urn, kind, amDue = '09:45', pmDue = '13:45' } = asked;
  const unit = asked.unit ?? keeperUnits[kind];
  const setting = await settingByUrn(database, urn);
  if (!setting) return failure(noSetting(urn));
  const [kept] = await keepers(database, { urn });
  if (kept && (kept.kind !== kind || kept.unit !== unit)) return failure(keptOtherwise(kept));
  const trustId = asked.trust ?? kept?.trustId ?? 0;
  if (!(await knowsTrust(database, asked, trustId))) return failure(trustUnknown(trustId));
  if (kept) {
    await updateKeeper(database, kept.settingId, { amDue, pmDue, trustId });
    return success({ ...kept, amDue, pmDue, trustId });
  }
  const place = await placeOf(database, setting.areaId);
  if (!place) return failure(noPlace(urn));
  await insertKeeper(database, {
    ...place,
    settingId: setting.settingId,
    kind,
    unit,
    trustId,
    amDue,
    pmDue,
    demonstration: false,
  });
  const [keeper] = await keepers(database, { urn });
  return keeper ? success(keeper) : failure(noSetting(urn));
}

/** Whether a trust is known, or is now, by the name that was given. 0 is none. */
async function knowsTrust(database: Queries, { trustName }: KeeperAsked, trustId: number): Promise<boolean> {
  if (trustId === 0) return true;
  if (trustName !== undefined) await saveTrust(database, { trustId, name: trustName });
  return (await trustNamed(database, trustId)) !== undefined;
}

/** The local authority and nation of a setting's area; `undefined` when either is not known. */
async function placeOf(database: Queries, areaId: number | undefined) {
  const area = (await allAreas(database)).find((one) => one.areaId === areaId);
  if (areaId === undefined || area?.kind !== 'local-authority') return undefined;
  const nation = (await ancestorsOf(database, areaId)).find((one: Area) => one.kind === 'nation');
  const name = nationOfLetter.get(nation?.code[0] ?? '');
  return nation && name && { laId: areaId, nationId: nation.areaId, nation: name };
}

function trustUnknown(trustId: number): Problem {
  return {
    code: 'trust-unknown',
    message: `No trust with the number ${trustId} is known.`,
    nextStep: `Say what it is called, once: --trust ${trustId} --trust-name "Example Trust".`,
  };
}

function noSetting(urn: number): Problem {
  return {
    code: 'setting-not-found',
    message: `No setting with the URN ${urn} is known.`,
    nextStep: 'Import a list of schools that has it: npx headwater import FILE. See docs/how-to/import-a-release.md.',
  };
}

function noPlace(urn: number): Problem {
  return {
    code: 'setting-without-area',
    message: `It is not known which local authority the setting ${urn} is in.`,
    nextStep: 'Import a list of schools that says so (a GIAS extract), and try again.',
  };
}

function keptOtherwise({ name, kind, unit }: Keeper): Problem {
  return {
    code: 'keeper-conflict',
    message: `The registers of ${name} are kept already, as those of a ${kind} with the unit “${unit}”.`,
    nextStep: 'Only the times by which registers are due, and the trust, can be changed.',
  };
}
