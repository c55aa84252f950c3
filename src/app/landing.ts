import { attendancePath, livePath } from '#domain/attendance/paths.ts';
import { myRecordPath, requestsPath } from '#domain/child/paths.ts';
import { missingRegistersPath, registersPath } from '#domain/register/paths.ts';
import { ownChildrenPath, rollPath } from '#domain/roll/paths.ts';
import type { Role } from '#platform/access/roles.ts';
import { roles } from '#platform/access/roles.ts';
import { agreementsPath } from '#platform/agreement/paths.ts';
import { directoryPaths } from '#platform/directory/paths.ts';
import { ledgerPaths } from '#platform/ledger/paths.ts';
import type { Choice } from '#platform/sign-in/engagements.ts';
import type { Place } from '#platform/sign-in/pages/home.tsx';
import { signInPaths } from '#platform/sign-in/paths.ts';

const familyPlace = {
  href: myRecordPath,
  title: 'The record',
  note: 'What is kept, who has looked, and what you can ask for.',
} as const satisfies Place;

/** Where somebody may want to go, by what they are here as. */
export function placesOf(choice: Choice): readonly Place[] {
  if (!choice.membership) return [familyPlace, lookedPlace, whoCanSeePlace];
  const role: Role | undefined = roles[choice.membership.role];
  const opens = role?.breakGlass === 'with-reason' || role?.administers === 'own-organisation';
  const oneByOne = role?.reach === 'teams' ? [ownChildrenPlace] : [];
  return [
    ...oneByOne,
    ...ownPlaces(choice),
    agreementsPlace,
    ...(opens ? [breakGlassPlace] : []),
    ownLooksPlace,
    ownSeesPlace,
  ];
}

const ownChildrenPlace = {
  href: ownChildrenPath,
  title: 'Children you work with',
  note: 'Those you are in a team around, and their records.',
} as const satisfies Place;
const lookedPlace = {
  href: ledgerPaths.looked,
  title: 'Who has looked',
  note: 'Everybody who looked at the record, when and why.',
} as const satisfies Place;
const whoCanSeePlace = {
  href: directoryPaths.ownRecord,
  title: 'Who can see the record',
  note: 'Everybody who could, today or on another day, and by what.',
} as const satisfies Place;
const ownSeesPlace = {
  href: directoryPaths.own,
  title: 'What you could see',
  note: 'Your roles, teams and agreements, and when each ends.',
} as const satisfies Place;
const peoplePlace = {
  href: directoryPaths.people,
  title: 'People and roles',
  note: 'Who has which role here, since when and until when.',
} as const satisfies Place;
const breakGlassPlace = {
  href: ledgerPaths.breakGlass,
  title: 'Break-glass',
  note: 'A record out of reach, with a reason; and what waits for a second person.',
} as const satisfies Place;
const ownLooksPlace = {
  href: ledgerPaths.own,
  title: 'What you have looked at',
  note: 'All that was written down about it.',
} as const satisfies Place;

const agreementsPlace = {
  href: agreementsPath,
  title: 'Sharing agreements',
  note: 'What may be told to whom, and what is seen under each.',
} as const satisfies Place;

const organisationPlace = {
  href: signInPaths.organisation,
  title: 'Signing in at your organisation',
  note: 'Invitations, who is signed in, and keys of programs.',
} as const satisfies Place;

function ownPlaces({ membership }: Choice): readonly Place[] {
  if (!membership) return [familyPlace];
  const { urn, trustId } = membership;
  const { reach, administers }: Role = roles[membership.role];
  const looksAfter = administers === 'own-organisation' ? [organisationPlace, peoplePlace] : [];
  if (reach === 'nobody' || reach === 'teams') return looksAfter;
  if (urn !== null) return [...settingPlaces(urn, membership.role), ...looksAfter];
  if (trustId !== null) {
    return [
      {
        href: livePath({ kind: 'trust', trustId }),
        title: 'Today in the trust',
        note: 'Attendance as registers come in.',
      },
      ...looksAfter,
    ];
  }
  if (membership.kind === 'local-authority') {
    return [
      {
        href: attendancePath,
        title: 'Today in the area',
        note: 'Attendance as registers come in, setting by setting.',
      },
      {
        href: missingRegistersPath,
        title: 'Missing registers',
        note: 'Which are not in, and whom they leave unmeasured.',
      },
    ];
  }
  return membership.kind === 'nation'
    ? [{ href: attendancePath, title: 'Today in the nation', note: 'Totals alone; no child is shown.' }]
    : [];
}

function settingPlaces(urn: number, role: string): readonly Place[] {
  const registers = { href: registersPath(urn), title: 'Registers', note: 'This week’s, and which are not in.' };
  const today = { href: livePath({ kind: 'setting', urn }), title: 'Today', note: 'Attendance as registers come in.' };
  const roll = { href: rollPath(urn), title: 'The roll', note: 'Who is on it, by class.' };
  if (role === 'governor') return [today];
  if (role === 'head' || role === 'safeguarding-lead') {
    const asked = {
      href: requestsPath(urn),
      title: 'What families ask',
      note: 'Copies of records, and things to put right.',
    };
    return [today, registers, roll, asked];
  }
  return role === 'class-teacher' ? [registers, roll] : [today, registers, roll];
}

/** Where somebody lands who came from nowhere in particular. */
export function landingOf(choice: Choice): string {
  return ownPlaces(choice)[0]?.href ?? signInPaths.home;
}
