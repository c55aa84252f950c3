import type { AttendanceCodeFact, CodeOptions } from './attendance-code.ts';
import { codeFacts } from './attendance-code.ts';

const unchecked = {
  source: 'Background knowledge. To be checked against Department of Education Circular 2020/08, which was not found',
  doubt: 'the letter and how it is counted',
};
const categoryKnown: CodeOptions = {
  source:
    'That the category is used: Belfast Telegraph, report on days missed (34386337). The letter: background knowledge',
};
const elsewhere = 'The letter means something else in England.';

/**
 * The codes of Northern Ireland. The order gives the codes their bytes, which stored registers hold: a new code is added
 * at the end, never between.
 */
export const attendanceCodesNorthernIreland: readonly AttendanceCodeFact[] = codeFacts(unchecked, [
  ['/', 'Present in the morning', 'attending'],
  ['\\', 'Present in the afternoon', 'attending'],
  ['L', 'Late, before the register closed', 'attending', { late: true }],
  ['P', 'At an approved sporting activity', 'approved-educational-activity'],
  ['V', 'On an educational visit', 'approved-educational-activity'],
  ['W', 'On work experience', 'approved-educational-activity'],
  ...['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(
    (code) =>
      [
        code,
        `At an alternative education setting, kind ${code}`,
        'approved-educational-activity',
        {
          note: 'Such as a centre for education otherwise than at school, another school, a mental health service or a training organisation. Which number is which is not established.',
        },
      ] as const,
  ),
  ['A', 'At an artistic endeavour', 'authorised-absence', { ...categoryKnown, note: elsewhere }],
  ['B', 'Bereaved', 'authorised-absence', { ...categoryKnown, note: elsewhere }],
  ['C', 'Suspended', 'authorised-absence', { ...categoryKnown, note: elsewhere }],
  ['F', 'Family holiday that was agreed', 'authorised-absence', categoryKnown],
  ['I', 'Ill, but not at an appointment', 'authorised-absence', categoryKnown],
  ['M', 'At a medical or dental appointment', 'authorised-absence', categoryKnown],
  ['O', 'Other exceptional circumstances', 'authorised-absence', { note: elsewhere }],
  ['R', 'Religious observance', 'authorised-absence', categoryKnown],
  ['S', 'On study leave', 'authorised-absence'],
  ['G', 'Family holiday that was not agreed', 'unauthorised-absence'],
  ['H', 'Other absence', 'unauthorised-absence', { note: elsewhere }],
  ['N', 'No reason given yet', 'unauthorised-absence'],
  ['U', 'Arrived after the register closed', 'unauthorised-absence', { late: true }],
  [
    'J',
    'Extended leave',
    'not-a-possible-attendance',
    {
      source: 'Armed Forces Covenant, education case studies (armedforcescovenant.gov.uk)',
      doubt: '',
      note: `Said not to affect a child’s attendance, so it is in no count. ${elsewhere}`,
    },
  ],
  ['#', 'Holiday for everyone, or school closed', 'administrative-not-a-session'],
  ['X', 'Only staff attend', 'administrative-not-a-session', { note: elsewhere }],
  ['Y', 'Exceptional closure', 'unable-to-attend-administrative', { note: elsewhere }],
  ['Z', 'Not on the roll', 'administrative-not-a-session'],
  ['!', 'No attendance required', 'administrative-not-a-session'],
  [
    '-',
    'No mark',
    'administrative-not-a-session',
    { supplierOnly: 'unmeasured', note: 'Unmeasured: in no rate, and counted among missing marks.' },
  ],
]);
