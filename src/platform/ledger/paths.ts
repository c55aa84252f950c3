/** Where the ledger’s pages are. A child stands in an address by a number of ours, never by a name or a UPN. */
export const ledgerPaths = {
  heads: '/ledger/heads',
  headsFile: '/ledger/heads.txt',
  headsApi: '/api/v1/ledger/heads',
  /** One’s own record, or that of a parent’s children. */
  looked: '/who-has-looked',
  child: '/children/:learnerId/who-has-looked',
  childFile: '/children/:learnerId/who-has-looked.csv',
  delays: '/children/:learnerId/delays',
  delayReview: '/delays/:delayId/review',
  own: '/what-i-looked-at',
  ownFile: '/what-i-looked-at.csv',
  breakGlass: '/break-glass',
  breakGlassReview: '/break-glass/:breakGlassId/review',
  breakGlassAct: '/break-glass/:breakGlassId/act',
  breakGlassEnd: '/break-glass/:breakGlassId/end',
} as const;

/** A child’s record, wherever the reader reaches it: it leads on to the child’s page on a roll. */
export function childRecordPath(learnerId: number): string {
  return `/children/${learnerId}`;
}

export function lookedPath(learnerId: number): string {
  return `/children/${learnerId}/who-has-looked`;
}

export function delaysPath(learnerId: number): string {
  return `/children/${learnerId}/delays`;
}
