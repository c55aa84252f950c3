import type { Problem } from '#foundation/kernel/problem.ts';
import type { Result } from '#foundation/kernel/result.ts';
import { failure, success } from '#foundation/kernel/result.ts';
import type { OrganisationKind } from '#platform/access/organisation.ts';

/** What an organisation is or serves: of these, one at most. */
export interface OrganisationPlace {
  readonly settingId: number | null;
  readonly laId: number | null;
  readonly trustId: number | null;
  readonly nationId: number | null;
}

export const nowhere: OrganisationPlace = { settingId: null, laId: null, trustId: null, nationId: null };

/** Which kind of area an organisation of a kind is or serves; `undefined` where its place is a setting or a trust. */
export function areaKindOf(kind: OrganisationKind): 'local-authority' | 'nation' | undefined {
  if (kind === 'setting' || kind === 'trust' || kind === 'family') return undefined;
  return kind === 'nation' ? 'nation' : 'local-authority';
}

/** An area as its code was found. */
export interface AreaFound {
  readonly areaId: number;
  readonly kind: string;
  readonly name: string;
  /** Its last day, where it is no more. */
  readonly validTo: string | null;
}

/** The place of an organisation of a kind by the area that was found by its code, or what is wrong with the code. */
export function placeByArea(
  kind: OrganisationKind,
  code: string | undefined,
  area: AreaFound | undefined,
): Result<OrganisationPlace, Problem> {
  const wanted = areaKindOf(kind);
  if (wanted === undefined) return code === undefined ? success(nowhere) : failure(noAreaFor(kind));
  // A youth project may serve nobody in particular: its people see the children in whose team they are.
  if (code === undefined) return kind === 'voluntary' ? success(nowhere) : failure(areaMissing(kind));
  if (!area) return failure(codeUnknown(code, wanted));
  if (area.kind !== wanted) return failure(otherKind(code, area, wanted));
  if (area.validTo !== null) return failure(areaEnded(code, area));
  return success({ ...nowhere, ...(wanted === 'nation' ? { nationId: area.areaId } : { laId: area.areaId }) });
}

const examples = {
  'local-authority': 'the code of a local authority, such as E10000014 or 850',
  nation: 'the code of a nation: E92000001 is England',
} as const;

function noAreaFor(kind: OrganisationKind): Problem {
  return {
    code: 'area-not-wanted',
    message: `A ${kind} is entered by ${kind === 'trust' ? 'its name or number' : 'its URN'}, not by an area.`,
    nextStep: `Leave --area out, and give --at ${kind === 'trust' ? 'the trust’s name or number' : 'the URN'}.`,
  };
}

/** An organisation that stands nowhere, and whose people would therefore reach nobody. */
export function areaMissing(kind: OrganisationKind): Problem {
  const wanted = areaKindOf(kind) ?? 'local-authority';
  return {
    code: 'area-missing',
    message: 'Without the area that this organisation is or serves, its people would reach nobody.',
    nextStep: `Give --area too: ${examples[wanted]}.`,
  };
}

function codeUnknown(code: string, wanted: keyof typeof examples): Problem {
  return { code: 'area-unknown', message: `No area here has the code ${code}.`, nextStep: `Give ${examples[wanted]}.` };
}

function otherKind(code: string, { name, kind }: AreaFound, wanted: keyof typeof examples): Problem {
  return {
    code: 'area-of-another-kind',
    message: `${code} is ${name}, a ${kind.replaceAll('-', ' ')}.`,
    nextStep: `Give ${examples[wanted]}.`,
  };
}

function areaEnded(code: string, { name, validTo }: AreaFound): Problem {
  return {
    code: 'area-ended',
    message: `${code} is ${name}, which ended on ${validTo}.`,
    nextStep: 'Give the code of the authority that has followed it.',
  };
}
