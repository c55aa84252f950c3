/** Where people, teams and who could see are. A child stands in an address by a number of ours, never by a name or a UPN. */
export const directoryPaths = {
  people: '/people',
  staffList: '/people/list',
  member: '/people/:membershipId',
  team: '/children/:learnerId/team',
  whoCouldSee: '/children/:learnerId/who-could-see',
  whoCouldSeeApi: '/api/v1/children/:learnerId/who-could-see',
  /** For a child and a parent. */
  ownRecord: '/who-can-see-my-record',
  own: '/what-i-could-see',
} as const;

export function memberPath(membershipId: number): string {
  return `/people/${membershipId}`;
}

/** The teams around a child. */
export function teamPath(learnerId: number): string {
  return `/children/${learnerId}/team`;
}

/** Who could see a child’s record, on a day. */
export function whoCouldSeePath(learnerId: number): string {
  return `/children/${learnerId}/who-could-see`;
}

export function whoCouldSeeApiPath(learnerId: number): string {
  return `/api/v1${whoCouldSeePath(learnerId)}`;
}
