import type { AttendanceCodeFact, CodeOptions } from './attendance-code.ts';
import { codeFacts } from './attendance-code.ts';

/** The list in force since then: The School Attendance (Pupil Registration) (England) Regulations 2024. */
const regulations =
  'SI 2024/208, regulation 10 (legislation.gov.uk); DfE data dictionary of daily attendance (dfe-published-data-qa); census schema 2024 (liia-tools-pipeline)';
const annexB =
  'DfE, Pupil absence statistics: methodology, Annex B (explore-education-statistics); census schema 2020 (liia-tools-pipeline)';
const firstDay = 'the first day it was in force';

const since2024: CodeOptions = { from: '2024-08-19' };
const until2024: CodeOptions = { from: '2006-09-01', to: '2024-08-18', source: annexB, doubt: firstDay };
const supplier: CodeOptions = { source: 'Background knowledge of schools’ systems', doubt: 'the mark and its meaning' };
const pandemic: CodeOptions = {
  from: '2020-09-01',
  to: '2022-08-31',
  source: 'Background knowledge of the 2020 to 2022 census guidance',
  doubt: 'the mark, its meaning and its days',
};

/**
 * England's codes, before and after 19 August 2024. The order gives the codes their bytes, which stored registers hold:
 * a new code is added after F, never between. A code with two meanings in turn is listed once for each, side by side.
 */
export const attendanceCodesEngland: readonly AttendanceCodeFact[] = codeFacts({ source: regulations }, [
  ['/', 'Present in the morning', 'attending', { note: 'One session is half a day.' }],
  ['\\', 'Present in the afternoon', 'attending', { note: 'One session is half a day.' }],
  [
    'L',
    'Late, before the register closed',
    'attending',
    { late: true, note: 'Before the register closed, so the child counts as present.' },
  ],
  [
    'K',
    'At education arranged by the local authority, away from the school',
    'approved-educational-activity',
    {
      ...since2024,
      note: 'Provision under section 19 of the Education Act 1996 or section 42 or 61 of the Children and Families Act 2014. Marked B or D before. A session missed there is marked as an absence.',
    },
  ],
  ['V', 'On an educational visit', 'approved-educational-activity'],
  [
    'P',
    'Taking part in a sporting activity',
    'approved-educational-activity',
    { note: 'Supervised, and approved by the school.' },
  ],
  ['W', 'On work experience', 'approved-educational-activity'],
  [
    'B',
    'At another approved educational activity',
    'approved-educational-activity',
    {
      ...since2024,
      note: 'In person, supervised and educational; learning at home, also online, is not B. The school records what the activity was. Much B for one child is worth asking about: it can hide an exclusion nobody recorded.',
    },
  ],
  [
    'B',
    'Educated off site, not dual registered',
    'approved-educational-activity',
    {
      ...until2024,
      note: 'Wider than B is now: it held what is marked K today. The two are not compared across 19 August 2024.',
    },
  ],
  [
    'J',
    'At an interview with an employer or another place of education',
    'approved-educational-activity',
    { ...until2024, note: 'Counted as attending. Its successor J1 counts as absence.' },
  ],
  [
    'D',
    'Dual registered, expected at the other school',
    'not-a-possible-attendance',
    {
      ...since2024,
      note: 'Not a possible session here: the other school marks it. Whether the child was there is seen only by joining both registers.',
    },
  ],
  [
    'D',
    'Dual registered, at another place of education',
    'not-a-possible-attendance',
    {
      from: '2011-09-01',
      to: '2024-08-18',
      source: annexB,
      doubt: 'how it was counted before September 2011',
      note: 'In no count since September 2011, so that nobody is counted twice; before that it is thought to have counted as attending, so this book does not read it there.',
    },
  ],
  [
    'C1',
    'Leave for a regulated performance, or regulated employment abroad',
    'authorised-absence',
    { ...since2024, note: 'Part of C before.' },
  ],
  ['M', 'Leave for a medical or dental appointment', 'authorised-absence'],
  [
    'J1',
    'Leave for an interview for employment or for a place in education',
    'authorised-absence',
    { ...since2024, note: 'Until then J, which counted as attending.' },
  ],
  ['S', 'Study leave for a public examination', 'authorised-absence'],
  [
    'X',
    'Not of compulsory school age, and not required to attend',
    'not-a-possible-attendance',
    {
      ...since2024,
      onlyFor: 'not-compulsory-school-age',
      source:
        'SI 2024/208, regulation 10 (legislation.gov.uk); census schema 2024 (liia-tools-pipeline). Not among the columns of daily attendance',
      note: 'For a child of compulsory school age it is refused: it would hide a part-time timetable, which is C2.',
    },
  ],
  ...untimetabled(),
  [
    'C2',
    'Leave under a part-time timetable, of compulsory school age',
    'authorised-absence',
    {
      ...since2024,
      onlyFor: 'compulsory-school-age',
      note: 'Counts as absence, so an agreed part-time timetable raises persistent and severe absence. Part of C before.',
    },
  ],
  [
    'C',
    'Leave for another exceptional circumstance',
    'authorised-absence',
    { ...since2024, note: 'At the head teacher’s discretion. Holidays that are granted are here since H ended.' },
  ],
  [
    'C',
    'Authorised for a reason that has no other code',
    'authorised-absence',
    { ...until2024, note: 'Held C1 and C2 too: across 19 August 2024, compare it with C, C1 and C2 together.' },
  ],
  [
    'T',
    'A parent is travelling for work',
    'authorised-absence',
    {
      doubt: 'what it was called before 2024',
      note: 'Says something about a parent’s work. Nobody’s ethnicity is inferred from it.',
    },
  ],
  [
    'R',
    'Religious observance',
    'authorised-absence',
    { note: 'A day set apart by the religious body to which the parents belong.' },
  ],
  [
    'I',
    'Ill, but not at an appointment',
    'authorised-absence',
    {
      note: 'Illness of body or mind. From 15 days, together or apart, the school tells the local authority (regulation 13).',
    },
  ],
  [
    'E',
    'Suspended or permanently excluded, with no other education arranged yet',
    'authorised-absence',
    {
      source: `${regulations}; sixth day: SI 2014/3216`,
      note: 'From the sixth school day in a row there must be other education, marked B, D or K. More than ten sessions of E in a row therefore say that a duty was not met.',
    },
  ],
  [
    'G',
    'Holiday that the school did not grant',
    'unauthorised-absence',
    { note: 'With N, O and U, one of the sessions that count towards the threshold for a penalty notice.' },
  ],
  [
    'N',
    'Reason not yet known',
    'unauthorised-absence',
    { note: 'To be replaced when the reason is known, so the newest days always have too many of it.' },
  ],
  ['O', 'Absent for another or an unknown reason', 'unauthorised-absence'],
  [
    'U',
    'Arrived after the register closed',
    'unauthorised-absence',
    { late: true, note: 'The child counts as absent for the session, although in school.' },
  ],
  [
    'Q',
    'Unable to attend: arrangements to get there were not made',
    'unable-to-attend-administrative',
    {
      ...since2024,
      note: 'The local authority had a duty, such as transport, that was not met. It says so about the authority, not the child.',
    },
  ],
  ...unableToAttend(),
  [
    'Y',
    'Unable to attend in exceptional circumstances',
    'unable-to-attend-administrative',
    { ...until2024, note: 'Replaced by Q and Y1 to Y7.' },
  ],
  [
    'Z',
    'Not yet on the admission register',
    'administrative-not-a-session',
    { note: 'For a child who is about to start.' },
  ],
  [
    '#',
    'Planned closure of the whole school',
    'administrative-not-a-session',
    { ...since2024, note: 'Holidays, training days, polling days.' },
  ],
  [
    '#',
    'Planned closure of the whole school or part of it',
    'administrative-not-a-session',
    { ...until2024, note: 'A part that is closed is Y3 now.' },
  ],
  [
    'H',
    'Holiday that the school granted',
    'authorised-absence',
    {
      ...until2024,
      note: 'Granted holidays are C now. Some files still carry H later; it is refused with the reason.',
    },
  ],
  [
    'F',
    'Extended family holiday that was agreed',
    'authorised-absence',
    {
      from: '2006-09-01',
      to: '2013-08-31',
      source: annexB,
      doubt: 'the days it was in force',
      note: 'Not collected since the census of spring 2014. Daily statistics keep it among legacy codes.',
    },
  ],
  [
    '-',
    'No mark',
    'administrative-not-a-session',
    { ...supplier, supplierOnly: 'unmeasured', note: 'Unmeasured: in no rate, and counted among missing marks.' },
  ],
  [
    '!',
    'A supplier’s “no attendance required”',
    'administrative-not-a-session',
    { ...supplier, supplierOnly: 'refused', note: 'Says nothing of why. The session stays unmeasured.' },
  ],
  [
    '@',
    'A supplier’s “do not use”',
    'administrative-not-a-session',
    { ...supplier, supplierOnly: 'refused', note: 'The session stays unmeasured.' },
  ],
  ...pandemicMarks(),
]);

type Rows = Parameters<typeof codeFacts>[1];

/** X before 2024: only for some ages, but for any while children stayed away because of coronavirus. */
function untimetabled(): Rows {
  const label = 'Untimetabled session of a child not of compulsory school age';
  const common: CodeOptions = { ...until2024, doubt: 'the days it was in force' };
  const forAges: CodeOptions = { ...common, onlyFor: 'not-compulsory-school-age' };
  return [
    ['X', label, 'not-a-possible-attendance', { ...forAges, to: '2020-02-29' }],
    [
      'X',
      'Untimetabled session, or away because of coronavirus',
      'not-a-possible-attendance',
      {
        ...common,
        from: '2020-03-01',
        to: '2022-08-31',
        note: 'For any age in these years. The Department’s files carry it as a column of its own, which ended with the census of 2023.',
      },
    ],
    ['X', label, 'not-a-possible-attendance', { ...forAges, from: '2022-09-01' }],
  ];
}

function unableToAttend(): Rows {
  const causes: readonly (readonly [string, string, string])[] = [
    [
      'Y1',
      'the usual transport was not running',
      'Transport that the school or local authority normally provides, for a home beyond walking distance.',
    ],
    ['Y2', 'travel was widely disrupted', 'By a local, national or international emergency.'],
    ['Y3', 'part of the school was closed', 'And there was no room in the part that was open.'],
    ['Y4', 'the whole school was closed unexpectedly', 'By bad weather, for instance.'],
    [
      'Y5',
      'held in the criminal justice system',
      'Police detention, remand or sentence. Data about criminal matters (UK GDPR, Article 10): seen by few.',
    ],
    ['Y6', 'public health guidance or law forbade it', ''],
    [
      'Y7',
      'another unavoidable cause',
      'One that affects the child and not a parent. The school records what it was. Much of it for one child is worth asking about.',
    ],
  ];
  return causes.map(([code, cause, note]) => [
    code,
    `Unable to attend: ${cause}`,
    'unable-to-attend-administrative',
    { ...since2024, note },
  ]);
}

/** Sub-codes of 2020 to 2022. Which there were is not established, so any two digits are read as the letter. */
function pandemicMarks(): Rows {
  return [
    ['I01', 'Ill, not with coronavirus', 'authorised-absence', { ...pandemic, supplierOnly: { readAs: 'I' } }],
    ['I02', 'Ill with coronavirus', 'authorised-absence', { ...pandemic, supplierOnly: { readAs: 'I' } }],
    [
      'I00 to I99',
      'Ill, in a sub-code whose meaning is not established',
      'authorised-absence',
      { ...pandemic, supplierOnly: { readAs: 'I' }, matches: /^I\d\d$/ },
    ],
    [
      'X00 to X99',
      'Away because of coronavirus: isolating, shielding, a group sent home',
      'not-a-possible-attendance',
      { ...pandemic, supplierOnly: { readAs: 'X' }, matches: /^X\d\d$/ },
    ],
  ];
}
