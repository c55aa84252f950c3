/**
 * What the published figures measure, under Headwater's own stable names. A release's headings are matched to these by
 * the alias tables; pages, the API and the map know only these names. Formulas: docs/reference/measures.md.
 */
export interface Measure {
  readonly id: string;
  /** As a heading: no full stop. */
  readonly label: string;
  readonly unit: MeasureUnit;
  readonly group: MeasureGroup;
  /** In plain words, one sentence or two. */
  readonly definition: string;
  /** Ids of the counts whose ratio the rate is; 100 × numerator ÷ denominator. */
  readonly numerator?: string;
  readonly denominator?: string;
  readonly source: string;
}

/** `as-printed`: of a column that no alias table declares. */
type CountUnit = 'sessions' | 'pupils' | 'settings' | 'events' | 'as-printed';
export type MeasureUnit = CountUnit | 'percent' | 'per-hundred-pupils';

export type MeasureGroup =
  | 'attendance'
  | 'absence'
  | 'absence-reason'
  | 'attendance-code'
  | 'suspension'
  | 'exclusion'
  | 'exclusion-reason'
  | 'coverage'
  | 'undeclared';

const formulas = 'Department for Education, pupil absence and attendance statistics: published methodology';
const exclusionFormulas =
  'Department for Education, suspensions and permanent exclusions statistics: published methodology';

function rate(
  id: string,
  label: string,
  numerator: string,
  definition: string,
  group: MeasureGroup = 'absence',
): Measure {
  return {
    id,
    label,
    unit: 'percent',
    group,
    definition,
    numerator,
    denominator: 'possible-sessions',
    source: formulas,
  };
}

function sessions(id: string, label: string, group: MeasureGroup, definition: string): Measure {
  return { id, label, unit: 'sessions', group, definition, source: formulas };
}

const headline: readonly Measure[] = [
  rate(
    'attendance-rate',
    'Attendance rate',
    'attendance-sessions',
    'Sessions attended as a share of sessions possible, including approved educational activity off site.',
    'attendance',
  ),
  rate(
    'absence-rate',
    'Absence rate',
    'absence-sessions',
    'Sessions missed, authorised or not, as a share of sessions possible.',
  ),
  rate(
    'authorised-absence-rate',
    'Authorised absence rate',
    'authorised-sessions',
    'Sessions missed with the setting’s permission, as a share of sessions possible.',
  ),
  rate(
    'unauthorised-absence-rate',
    'Unauthorised absence rate',
    'unauthorised-sessions',
    'Sessions missed without the setting’s permission, as a share of sessions possible.',
  ),
  {
    id: 'persistent-absence-rate',
    label: 'Persistent absence rate',
    unit: 'percent',
    group: 'absence',
    definition:
      'Share of enrolments that missed 10% or more of their own possible sessions. Published for a term or a year so far, never for a day or a week.',
    numerator: 'persistently-absent-enrolments',
    denominator: 'enrolments',
    source: formulas,
  },
  {
    id: 'severe-absence-rate',
    label: 'Severe absence rate',
    unit: 'percent',
    group: 'absence',
    definition:
      'Share of enrolments that missed 50% or more of their own possible sessions. They are counted in persistent absence too.',
    numerator: 'severely-absent-enrolments',
    denominator: 'enrolments',
    source: formulas,
  },
];

const exclusions: readonly Measure[] = [
  {
    id: 'suspension-rate',
    label: 'Suspension rate',
    unit: 'per-hundred-pupils',
    group: 'suspension',
    definition:
      'Suspensions for every 100 pupils on roll in January. One pupil can be suspended more than once, so it can pass 100.',
    numerator: 'suspensions',
    denominator: 'headcount',
    source: exclusionFormulas,
  },
  {
    id: 'pupils-suspended-rate',
    label: 'Pupils suspended at least once',
    unit: 'percent',
    group: 'suspension',
    definition: 'Enrolments with one or more suspensions as a share of pupils on roll in January.',
    numerator: 'pupils-suspended',
    denominator: 'headcount',
    source: exclusionFormulas,
  },
  {
    id: 'permanent-exclusion-rate',
    label: 'Permanent exclusion rate',
    unit: 'per-hundred-pupils',
    group: 'exclusion',
    definition: 'Permanent exclusions for every 100 pupils on roll in January.',
    numerator: 'permanent-exclusions',
    denominator: 'headcount',
    source: exclusionFormulas,
  },
  {
    id: 'suspensions',
    label: 'Suspensions',
    unit: 'events',
    group: 'suspension',
    definition: 'Suspensions, called fixed-period exclusions until 2019/20.',
    source: exclusionFormulas,
  },
  {
    id: 'pupils-suspended',
    label: 'Enrolments suspended at least once',
    unit: 'pupils',
    group: 'suspension',
    definition: 'Enrolments with one or more suspensions in the year.',
    source: exclusionFormulas,
  },
  {
    id: 'permanent-exclusions',
    label: 'Permanent exclusions',
    unit: 'events',
    group: 'exclusion',
    definition: 'Permanent exclusions in the year.',
    source: exclusionFormulas,
  },
  {
    id: 'headcount',
    label: 'Pupils on roll in January',
    unit: 'pupils',
    group: 'coverage',
    definition: 'Sole and dual main registered pupils on the January census day.',
    source: exclusionFormulas,
  },
];

const sums: readonly Measure[] = [
  sessions(
    'attendance-sessions',
    'Sessions attended',
    'attendance',
    'Sessions present or at an approved educational activity.',
  ),
  sessions(
    'present-sessions',
    'Sessions present',
    'attendance',
    'Sessions present in the setting, on time or late before registers close.',
  ),
  sessions(
    'approved-activity-sessions',
    'Approved educational activity',
    'attendance',
    'Sessions at an approved educational activity away from the setting.',
  ),
  sessions('absence-sessions', 'Sessions missed', 'absence', 'Authorised and unauthorised absence together.'),
  sessions(
    'authorised-sessions',
    'Authorised absence',
    'absence',
    'Sessions missed with permission. Can exceed the listed reasons: a few sessions carry an unpublished older code.',
  ),
  sessions('unauthorised-sessions', 'Unauthorised absence', 'absence', 'Sessions missed without permission.'),
  sessions('late-sessions', 'Late arrivals', 'attendance', 'Late before or after registers closed.'),
  sessions(
    'possible-sessions',
    'Sessions possible',
    'coverage',
    'Attendance and absence together. Sessions not required and registers not taken are left out.',
  ),
  {
    id: 'persistently-absent-enrolments',
    label: 'Enrolments persistently absent',
    unit: 'pupils',
    group: 'absence',
    definition: 'Enrolments that missed 10% or more of their own possible sessions.',
    source: formulas,
  },
  {
    id: 'severely-absent-enrolments',
    label: 'Enrolments severely absent',
    unit: 'pupils',
    group: 'absence',
    definition: 'Enrolments that missed 50% or more of their own possible sessions.',
    source: formulas,
  },
];

const coverage: readonly Measure[] = [
  {
    id: 'settings-reporting',
    label: 'Schools reporting',
    unit: 'settings',
    group: 'coverage',
    definition: 'Schools whose registers are in the figure: a mean over the days of the period, so not always whole.',
    source: formulas,
  },
  {
    id: 'settings-expected',
    label: 'Schools expected',
    unit: 'settings',
    group: 'coverage',
    definition: 'Schools of this phase that are open in the area.',
    source: formulas,
  },
  {
    id: 'enrolments',
    label: 'Enrolments reporting',
    unit: 'pupils',
    group: 'coverage',
    definition: 'Enrolments whose registers are in the figure: a mean over the days of the period.',
    source: formulas,
  },
  {
    id: 'enrolments-expected',
    label: 'Enrolments expected',
    unit: 'pupils',
    group: 'coverage',
    definition: 'Enrolments of this phase in the area.',
    source: formulas,
  },
];

interface Reason {
  readonly code: string;
  readonly name: string;
  readonly kind: 'authorised' | 'unauthorised' | 'activity' | 'present' | 'not-counted';
}

/** Attendance codes that releases publish as columns, in the order a reader expects them. */
export const publishedReasons: readonly Reason[] = [
  { code: 'i', name: 'Illness', kind: 'authorised' },
  { code: 'm', name: 'Medical or dental appointment', kind: 'authorised' },
  { code: 'e', name: 'Suspended or permanently excluded', kind: 'authorised' },
  { code: 'c', name: 'Other authorised', kind: 'authorised' },
  { code: 'c1', name: 'Regulated performance or employment abroad', kind: 'authorised' },
  { code: 'c2', name: 'Part-time timetable', kind: 'authorised' },
  { code: 'j1', name: 'Interview', kind: 'authorised' },
  { code: 'r', name: 'Religious observance', kind: 'authorised' },
  { code: 's', name: 'Study leave', kind: 'authorised' },
  { code: 't', name: 'Mobile child (Gypsy, Roma and Traveller absence before August 2024)', kind: 'authorised' },
  { code: 'h', name: 'Authorised holiday', kind: 'authorised' },
  { code: 'f', name: 'Extended family holiday', kind: 'authorised' },
  { code: 'g', name: 'Holiday not authorised', kind: 'unauthorised' },
  { code: 'o', name: 'Other unauthorised', kind: 'unauthorised' },
  { code: 'u', name: 'Late after registers closed', kind: 'unauthorised' },
  { code: 'n', name: 'No reason yet', kind: 'unauthorised' },
  { code: 'b', name: 'Education off site', kind: 'activity' },
  { code: 'j', name: 'Interview (before August 2024)', kind: 'activity' },
  { code: 'k', name: 'Education arranged by the local authority', kind: 'activity' },
  { code: 'p', name: 'Approved sporting activity', kind: 'activity' },
  { code: 'v', name: 'Educational visit or trip', kind: 'activity' },
  { code: 'w', name: 'Work experience', kind: 'activity' },
  { code: 'l', name: 'Late before registers closed', kind: 'present' },
  { code: 'd', name: 'Dual registered: expected at the other school', kind: 'not-counted' },
  { code: 'x', name: 'Not attending, not of compulsory age or covid-related', kind: 'not-counted' },
  { code: 'q', name: 'Access arrangements not made by the local authority', kind: 'not-counted' },
  { code: 'y', name: 'Unable to attend: exceptional circumstances (before August 2024)', kind: 'not-counted' },
  { code: 'y1', name: 'Unable to attend: transport normally provided not available', kind: 'not-counted' },
  { code: 'y2', name: 'Unable to attend: widespread disruption to travel', kind: 'not-counted' },
  { code: 'y3', name: 'Unable to attend: part of the premises closed', kind: 'not-counted' },
  { code: 'y4', name: 'Unable to attend: whole site unexpectedly closed', kind: 'not-counted' },
  { code: 'y5', name: 'Unable to attend: criminal justice detention', kind: 'not-counted' },
  { code: 'y6', name: 'Unable to attend: public health guidance or law', kind: 'not-counted' },
  { code: 'y7', name: 'Unable to attend: another unavoidable cause', kind: 'not-counted' },
  { code: 'z', name: 'Not yet on roll', kind: 'not-counted' },
];

function reasonMeasures(reason: Reason): readonly Measure[] {
  const missed = reason.kind === 'authorised' || reason.kind === 'unauthorised';
  const group: MeasureGroup = missed ? 'absence-reason' : 'attendance-code';
  const id = `reason-${reason.code}`;
  const counted = sessions(
    `${id}-sessions`,
    `${reason.name}: sessions`,
    group,
    `Sessions marked ${reason.code.toUpperCase()}.`,
  );
  return [
    counted,
    rate(
      `${id}-rate`,
      reason.name,
      counted.id,
      reason.kind === 'not-counted'
        ? `Sessions marked ${reason.code.toUpperCase()} for every 100 sessions possible, which do not include them.`
        : `Sessions marked ${reason.code.toUpperCase()} as a share of sessions possible.`,
      group,
    ),
  ];
}

/** Reasons for suspension and exclusion: the twelve in use to 2019/20, and those added in 2020/21 (exclusions.md). */
export const publishedExclusionReasons: readonly { readonly id: string; readonly name: string }[] = [
  { id: 'physical-assault-pupil', name: 'Physical assault against a pupil' },
  { id: 'physical-assault-adult', name: 'Physical assault against an adult' },
  { id: 'verbal-abuse-pupil', name: 'Verbal abuse or threatening behaviour against a pupil' },
  { id: 'verbal-abuse-adult', name: 'Verbal abuse or threatening behaviour against an adult' },
  { id: 'bullying', name: 'Bullying' },
  { id: 'racist-abuse', name: 'Racist abuse' },
  { id: 'sexual-misconduct', name: 'Sexual misconduct' },
  { id: 'drug-alcohol', name: 'Drug and alcohol related' },
  { id: 'damage', name: 'Damage' },
  { id: 'theft', name: 'Theft' },
  { id: 'persistent-disruption', name: 'Persistent disruptive behaviour' },
  { id: 'weapon', name: 'Use or threat of use of an offensive weapon or prohibited item' },
  { id: 'abuse-orientation', name: 'Abuse against sexual orientation and gender identity' },
  { id: 'abuse-disability', name: 'Abuse relating to disability' },
  { id: 'social-media', name: 'Inappropriate use of social media or online technology' },
  {
    id: 'public-health',
    name: 'Wilful and repeated transgression of protective measures in place to protect public health',
  },
  { id: 'other', name: 'Other' },
];

function exclusionReasonMeasures(reason: { readonly id: string; readonly name: string }): readonly Measure[] {
  const definition =
    'Events that named this reason. From 2020/21 an event can name up to three, so reasons can add up to more than the events.';
  return [
    {
      id: `suspension-reason-${reason.id}`,
      label: reason.name,
      unit: 'events',
      group: 'exclusion-reason',
      definition,
      source: exclusionFormulas,
    },
    {
      id: `permanent-exclusion-reason-${reason.id}`,
      label: reason.name,
      unit: 'events',
      group: 'exclusion-reason',
      definition,
      source: exclusionFormulas,
    },
  ];
}

/** Every declared measure, headline first. */
export const measures: readonly Measure[] = [
  ...headline,
  ...exclusions,
  ...sums,
  ...coverage,
  ...publishedReasons.flatMap(reasonMeasures),
  ...publishedExclusionReasons.flatMap(exclusionReasonMeasures),
];

const measuresById = new Map(measures.map((measure) => [measure.id, measure]));

/** A measure by its id, or `undefined` for a name nobody declared. */
export function measureById(id: string): Measure | undefined {
  return measuresById.get(id);
}
