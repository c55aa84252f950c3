import { attendancePath, livePath } from '#domain/attendance/paths.ts';
import { myRecordPath, requestsPath } from '#domain/child/paths.ts';
import { missingRegistersPath, registersPath } from '#domain/register/paths.ts';
import { rollPath } from '#domain/roll/paths.ts';
import { agreementsPath } from '#platform/agreement/paths.ts';
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
  return choice.membership ? [...ownPlaces(choice), agreementsPlace] : [familyPlace];
}

const agreementsPlace = {
  href: agreementsPath,
  title: 'Sharing agreements',
  note: 'What may be told to whom, and what is seen under each.',
} as const satisfies Place;

function ownPlaces({ membership }: Choice): readonly Place[] {
  if (!membership) return [familyPlace];
  const { urn, trustId } = membership;
  if (urn !== null) return settingPlaces(urn, membership.role);
  if (trustId !== null) {
    return [
      {
        href: livePath({ kind: 'trust', trustId }),
        title: 'Today in the trust',
        note: 'Attendance as registers come in.',
      },
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
