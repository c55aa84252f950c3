import type { AttendanceCodeFact } from './attendance-code.ts';
import { codeFacts } from './attendance-code.ts';

const common = {
  from: '2010-09-01',
  source:
    'That there is a list of 2010, still unrevised: gov.wales/node/73919 and the Education (Pupil Registration) (Wales) Regulations 2010. The code itself: background knowledge',
  doubt: 'the letter, its meaning and how it is counted',
};

/**
 * The codes of Wales. The order gives the codes their bytes, which stored registers hold: a new code is added at the
 * end, never between. A revised list is expected after the consultation of 2026.
 */
export const attendanceCodesWales: readonly AttendanceCodeFact[] = codeFacts(common, [
  ['/', 'Present in the morning', 'attending'],
  ['\\', 'Present in the afternoon', 'attending'],
  ['L', 'Late, before the register closed', 'attending', { late: true }],
  ['B', 'Educated off site, not dual registered', 'approved-educational-activity'],
  [
    'D',
    'Dual registered, at another school or pupil referral unit',
    'approved-educational-activity',
    {
      unsettled: 'not-counted',
      note: 'The list classes it as an approved educational activity. Whether Wales counts it as possible here is not established, and England’s rule is not assumed. It is left out of every count here, so that a child marked at both schools is not counted twice.',
    },
  ],
  ['J', 'At an interview', 'approved-educational-activity'],
  ['P', 'At an approved sporting activity', 'approved-educational-activity'],
  ['V', 'On an educational visit', 'approved-educational-activity'],
  ['W', 'On work experience, other than work-based training', 'approved-educational-activity'],
  ['C', 'Authorised for a reason that has no other code', 'authorised-absence'],
  ['E', 'Excluded, with no other education arranged', 'authorised-absence'],
  ['F', 'Extended family holiday that was agreed', 'authorised-absence'],
  [
    'H',
    'Family holiday that was agreed',
    'authorised-absence',
    { note: 'A school may agree up to ten days in term time.' },
  ],
  ['I', 'Ill', 'authorised-absence'],
  ['M', 'At a medical or dental appointment', 'authorised-absence'],
  ['R', 'Religious observance', 'authorised-absence'],
  ['S', 'On study leave', 'authorised-absence'],
  [
    'T',
    'Travelling with a Traveller family',
    'authorised-absence',
    { note: 'Nobody’s ethnicity is inferred from it.' },
  ],
  ['G', 'Family holiday that was not agreed, or longer than agreed', 'unauthorised-absence'],
  ['N', 'No reason given yet', 'unauthorised-absence'],
  ['O', 'Absent for another reason, not authorised', 'unauthorised-absence'],
  ['U', 'Arrived after the register closed', 'unauthorised-absence', { late: true }],
  [
    'X',
    'Untimetabled session of a child not of compulsory school age',
    'not-a-possible-attendance',
    { onlyFor: 'not-compulsory-school-age' },
  ],
  ['Y', 'Partly or wholly closed, or unable to attend in exceptional circumstances', 'unable-to-attend-administrative'],
  ['Z', 'Not yet on the roll', 'administrative-not-a-session'],
  ['#', 'School closed to everyone', 'administrative-not-a-session'],
]);
