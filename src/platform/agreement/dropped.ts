import type { History, Version } from './history.ts';
import { signedByAllAt } from './history.ts';

/** A party to what a version replaces that is no party to it, and so does not sign that it is replaced. */
export interface Dropped {
  readonly organisationId: number;
  readonly name: string;
  /** The version without them. */
  readonly version: number;
  /** From this instant on nothing is shared with them or by them; absent while the version is not signed by all. */
  readonly since: Date | undefined;
}

/** Whom a version leaves out of those who are party to the version that it replaces. */
export function droppedBy(history: History, version: Version, at: Date): readonly Dropped[] {
  const before = history.versions.filter((one) => one.version < version.version);
  const replaced = before.findLast((one) => signedByAllAt(history, one, at) !== undefined);
  if (replaced === undefined) return [];
  const stay = new Set(Object.values(version.organisations));
  const since = signedByAllAt(history, version, at);
  return replaced.document.parties.flatMap(({ party, name }) => {
    const organisationId = replaced.organisations[party];
    if (organisationId === undefined || stay.has(organisationId)) return [];
    return [{ organisationId, name, version: version.version, since }];
  });
}

/** Since when an organisation that was a party is none any more; `undefined` while it is one, and where it never was. */
export function noPartySince(history: History, organisationId: number, at: Date): Date | undefined {
  const signed = history.versions.flatMap((version) => {
    const since = signedByAllAt(history, version, at);
    return since ? [{ since, is: Object.values(version.organisations).includes(organisationId) }] : [];
  });
  const last = signed.findLastIndex(({ is }) => is);
  return last < 0 ? undefined : signed[last + 1]?.since;
}
