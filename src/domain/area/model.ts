import { z } from 'zod';
import { GssCode, LaCode } from '#foundation/kernel/identifiers.ts';
import { PlainDate } from '#foundation/kernel/plain-date.ts';
import type { AreaCodeScheme, AreaFactKind } from '#foundation/nations/area-facts.ts';

const areaKinds = ['nation', 'region', 'sub-region', 'local-authority'] as const satisfies readonly AreaFactKind[];
export const AreaKind = z.enum(areaKinds);
export type AreaKind = z.infer<typeof AreaKind>;

/** One code an area has or had; a missing day means before our records begin, or still in use. Both days included. */
export interface AreaCode {
  readonly scheme: AreaCodeScheme;
  readonly code: string;
  readonly from?: PlainDate | undefined;
  readonly to?: PlainDate | undefined;
}

/** One place through time. */
export interface Area {
  readonly areaId: number;
  readonly kind: AreaKind;
  readonly name: string;
  /** The code that stands for the area in addresses: its GSS code in use today, or the last one it had. */
  readonly code: string;
  readonly codes: readonly AreaCode[];
  readonly parentId?: number | undefined;
  /** First and last day; a missing day means before our records begin, or still there. */
  readonly from?: PlainDate | undefined;
  readonly to?: PlainDate | undefined;
  readonly source: string;
  /** False when first met in a release and in no list we hold, or when the source could not be checked. */
  readonly verified: boolean;
}

/** An area found by a code, and whether that code is one it has today: a page asked for by a past code is redirected. */
export interface AreaByCode {
  readonly area: Area;
  readonly standing: 'current' | 'past';
}

/** Another area that took over, or was taken over, and when: `on` is the first day of the successor. */
export interface AreaSuccession {
  readonly area: Area;
  readonly on: PlainDate;
  readonly source: string;
  readonly verified: boolean;
}

export interface AreaHistory {
  readonly predecessors: readonly AreaSuccession[];
  readonly successors: readonly AreaSuccession[];
}

/** What a release prints about an area. Blanks and symbols (`z`, `x`, `NA`) count as nothing printed. */
export interface PrintedArea {
  readonly gss?: string | undefined;
  readonly dfe?: string | undefined;
  readonly name?: string | undefined;
  readonly level: AreaKind;
  /** The day the row is about: chooses between Dorset before and after 1 April 2019. Today's when left out. */
  readonly on?: PlainDate | undefined;
}

/** A place of education. Fields the lists did not give are left out. */
export interface Setting {
  readonly settingId: number;
  readonly urn: number;
  readonly laEstab?: number | undefined;
  readonly areaId?: number | undefined;
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly phase?: string | undefined;
  readonly status?: string | undefined;
  readonly openedOn?: PlainDate | undefined;
  readonly closedOn?: PlainDate | undefined;
  readonly headcount?: number | undefined;
  readonly source: string;
}

/** A dated link between two settings, read from one end: `other` is the setting at the far end. */
export interface SettingLink {
  readonly otherUrn: number;
  readonly otherName?: string | undefined;
  /** As published, such as `Predecessor - merged`. */
  readonly kind: string;
  /** own: this setting's entry in the list. theirs: the other setting's entry, which points here. */
  readonly entry: 'own' | 'theirs';
  readonly on?: PlainDate | undefined;
}

/** Settings on one page of a list. */
export const settingsPerPage = 50;

export interface SettingPage {
  readonly settings: readonly Setting[];
  /** How many there are on all pages. */
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

export type SettingListKind = 'gias' | 'census' | 'gias-links';

/** One value that kept a row from being stored. `line` is the line of the file; `column` the heading. */
export interface SettingListProblem {
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** What became of a list: read = loaded + known + held + rejected. */
export interface SettingListOutcome {
  readonly read: number;
  readonly loaded: number;
  readonly known: number;
  readonly held: number;
  readonly rejected: number;
  readonly problems: readonly SettingListProblem[];
  /** Local authority codes that no area has, with how many settings carry each: those settings are in no area. */
  readonly unknownAreaCodes: ReadonlyMap<string, number>;
}

const nullableDay = (description: string) => PlainDate.nullable().meta({ description });

export const AreasQuery = z.strictObject({
  kind: AreaKind.optional().meta({ description: 'Only areas of this kind.' }),
  parent: z
    .union([GssCode, LaCode], { error: 'a code is a letter and eight digits, or three digits' })
    .optional()
    .meta({ description: 'Only areas in the area with this code, at any depth.' }),
  q: z.string().max(100).optional().meta({ description: 'Only areas whose name or code matches, best first.' }),
  on: PlainDate.optional().meta({ description: 'Only areas that existed on this day. Past ones too when left out.' }),
  format: z
    .enum(['json', 'csv'])
    .optional()
    .meta({ description: 'json unless told, or unless Accept asks for text/csv.' }),
});
export type AreasQuery = z.infer<typeof AreasQuery>;

const NamedArea = z.object({ code: z.string(), name: z.string() });
const Succession = NamedArea.extend({ on: PlainDate.meta({ description: 'First day of the successor.' }) });

export const AreaDocument = z
  .object({
    code: z.string().meta({ description: 'The GSS code in use today, or the last one.' }),
    name: z.string(),
    kind: AreaKind,
    from: nullableDay('First day; null when before our records begin.'),
    to: nullableDay('Last day; null while it exists.'),
    parent: NamedArea.nullable(),
    codes: z.array(
      z.object({
        scheme: z.enum(['gss', 'dfe']),
        code: z.string(),
        from: nullableDay('First day in use; null when before our records begin.'),
        to: nullableDay('Last day in use; null while it is.'),
      }),
    ),
    predecessors: z.array(Succession),
    successors: z.array(Succession),
    verified: z.boolean(),
  })
  .meta({ id: 'Area', description: 'One place through time, with every code it has had.' });
export type AreaDocument = z.infer<typeof AreaDocument>;

export const AreasDocument = z.object({ areas: z.array(AreaDocument) });

/** A page of another room about a setting. */
export interface SettingWay {
  readonly text: string;
  readonly href: string;
}
