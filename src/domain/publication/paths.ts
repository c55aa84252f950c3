import { areaPath } from '#domain/area/paths.ts';

/** Addresses of the pages about published figures, as values: a renamed page is a compile error. */
export const mapPath = '/map';
export const measuresPath = '/measures';
export const releasesPath = '/releases';

/** What one measure means. */
export function measurePath(measureId: string): string {
  return `${measuresPath}#${measureId}`;
}

/** One file of a release. */
export function releasePath(vintageId: number): string {
  return `${releasesPath}/${vintageId}`;
}

/** Published figures of groups of pupils in an area. */
export function areaGroupsPath(areaCode: string): string {
  return `${areaPath(areaCode)}/groups`;
}

/** The pictures of an area that can be had as CSV. */
export const pictureNames = [
  'headlines',
  'weeks',
  'reasons',
  'phases',
  'comparison',
  'coverage',
  'map',
  'areas',
  'years',
  'exclusions',
  'exclusion-reasons',
  'revisions',
  'adding-up',
  'groups',
] as const;
export type PictureName = (typeof pictureNames)[number];

/** One picture's rows as CSV. `search` is the page's own query string, so that both say the same. */
export function pictureCsvPath(areaCode: string, picture: PictureName, search: string): string {
  return `${areaPath(areaCode)}/${picture}.csv${search}`;
}
