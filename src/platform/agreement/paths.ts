/** Addresses of the pages about agreements, as values: a renamed page is a compile error. */
export const agreementsPath = '/agreements';
export const agreementRegisterPath = '/agreements/register';
export const agreementDraftPath = '/agreements/draft';
export const agreementDraftFilePath = '/agreements/draft/file';

/** One agreement: the version in force, or the one named. */
export function agreementPath(agreementId: number, version?: number): string {
  return `${agreementsPath}/${agreementId}${version === undefined ? '' : `?version=${version}`}`;
}

/** What happened to an agreement. */
export function agreementHistoryPath(agreementId: number): string {
  return `${agreementsPath}/${agreementId}/history`;
}

/** What changed from one version to another. */
export function agreementChangesPath(agreementId: number, from: number, to: number): string {
  return `${agreementsPath}/${agreementId}/changes?from=${from}&to=${to}`;
}

/** What an agreement lets the reader’s organisation see. */
export function agreementChildrenPath(agreementId: number): string {
  return `${agreementsPath}/${agreementId}/children`;
}

/** Where a form about a version is sent. */
export function agreementDeedPath(agreementId: number): string {
  return `${agreementsPath}/${agreementId}/deeds`;
}

/** A version as a file. */
export function agreementFilePath(agreementId: number, version: number): string {
  return `/api/v1/agreements/${agreementId}/versions/${version}`;
}

/** A draft made from a version that is there. */
export function draftFromPath(agreementId: number, version: number): string {
  return `${agreementDraftPath}?from=${agreementId}&version=${version}`;
}

/** Decisions to share something about a child, and not to. */
export function sharingPath(urn: number, slot: number): string {
  return `/settings/${urn}/roll/${slot}/sharing`;
}

/** Where a child is named to an agreement, withheld from one, or either is ended. */
export function namingPath(urn: number, slot: number): string {
  return `${sharingPath(urn, slot)}/agreements`;
}
