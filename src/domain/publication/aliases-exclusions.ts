import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { HeadingAlias } from './aliases.ts';
import { headingKey } from './aliases.ts';

const legacySource = 'exclusions_by_geographic_level, _by_reason and _by_characteristic, 2006/07 to 2016/17';
const laterSource = 'exclusions.md §5: headings of the tables since 2019/20';
/** Tables for 2019/20, published on 29 July 2021, are the first to say suspension. */
const until = { validTo: plainDate('2021-07-28'), source: legacySource };
const since = { validFrom: plainDate('2021-07-29'), source: laterSource };

const counts: readonly HeadingAlias[] = [
  { heading: 'headcount', measure: 'headcount', source: legacySource },
  { heading: 'num_schools', measure: null, source: legacySource },
  { heading: 'perm_excl', measure: 'permanent-exclusions', source: legacySource },
  { heading: 'perm_excl_rate', measure: 'permanent-exclusion-rate', source: legacySource },
  { heading: 'fixed_excl', measure: 'suspensions', ...until },
  { heading: 'fixed_excl_rate', measure: 'suspension-rate', ...until },
  { heading: 'one_plus_fixed', measure: 'pupils-suspended', ...until },
  { heading: 'one_plus_fixed_rate', measure: 'pupils-suspended-rate', ...until },
  { heading: 'one_or_more_fixed_excl', measure: 'pupils-suspended', ...until },
  { heading: 'one_or_more_fixed_excl_rate', measure: 'pupils-suspended-rate', ...until },
  { heading: 'suspension', measure: 'suspensions', ...since },
  { heading: 'suspensions', measure: 'suspensions', ...since },
  { heading: 'susp', measure: 'suspensions', ...since },
  { heading: 'susp_rate', measure: 'suspension-rate', ...since },
  { heading: 'suspension_rate', measure: 'suspension-rate', ...since },
  { heading: 'one_plus_susp', measure: 'pupils-suspended', ...since },
  { heading: 'one_plus_susp_rate', measure: 'pupils-suspended-rate', ...since },
];

/** Stems of the reason columns, as printed after `perm_`, `fixed_` or `susp_`, by reason (exclusion-reasons-england.csv). */
const stems: Readonly<Record<string, readonly string[]>> = {
  'physical-assault-pupil': [
    'physical_pupils',
    'physical_pupil',
    'physical_assault_pupil',
    'physical_assault_against_pupil',
  ],
  'physical-assault-adult': [
    'physical_adult',
    'physical_adults',
    'physical_assault_adult',
    'physical_assault_against_adult',
  ],
  'verbal-abuse-pupil': ['verbal_pupil', 'verbal_pupils', 'verbal_abuse_pupil', 'verbal_abuse_against_pupil'],
  'verbal-abuse-adult': ['verbal_adult', 'verbal_adults', 'verbal_abuse_adult', 'verbal_abuse_against_adult'],
  bullying: ['bullying'],
  'racist-abuse': ['racist_abuse', 'racist'],
  'sexual-misconduct': ['sexual_misconduct'],
  'drug-alcohol': ['drug_alcohol', 'drugs_alcohol', 'drug_and_alcohol', 'drug_alcohol_related'],
  damage: ['damage'],
  theft: ['theft'],
  'persistent-disruption': [
    'persistent_disruptive',
    'persistent_disruptive_behaviour',
    'persistent_or_general_disruptive_behaviour',
    'disruptive_behaviour',
  ],
  weapon: ['weapon', 'weapons', 'offensive_weapon', 'offensive_weapon_or_prohibited_item', 'weapon_or_prohibited_item'],
  'abuse-orientation': [
    'lgbt',
    'lgbt_abuse',
    'sexual_orientation',
    'abuse_sexual_orientation',
    'sexual_orientation_gender_identity',
    'abuse_sexual_orientation_gender_identity',
    'orientation_gender_identity',
  ],
  'abuse-disability': ['disability', 'abuse_disability', 'disability_abuse', 'abuse_relating_to_disability'],
  'social-media': [
    'social_media',
    'inappropriate_social_media',
    'social_media_online',
    'inappropriate_use_social_media',
    'online_technology',
    'social_media_online_technology',
  ],
  'public-health': [
    'public_health',
    'protective_measures',
    'transgression_public_health',
    'public_health_measures',
    'wilful_transgression',
  ],
  other: ['other', 'other_reason'],
};

const kinds = [
  { prefixes: ['perm', 'perm_excl'], measure: 'permanent-exclusion-reason', dates: { source: legacySource } },
  { prefixes: ['fixed', 'fixed_excl'], measure: 'suspension-reason', dates: until },
  { prefixes: ['susp', 'suspension'], measure: 'suspension-reason', dates: since },
];

const reasons: readonly HeadingAlias[] = Object.entries(stems).flatMap(([reason, printed]) =>
  kinds.flatMap(({ prefixes, measure, dates }) =>
    prefixes.flatMap((prefix) =>
      printed.map((stem) => ({ heading: `${prefix}_${stem}`, measure: `${measure}-${reason}`, ...dates })),
    ),
  ),
);

/** Headings of the suspension and permanent exclusion tables. */
export const exclusionAliases: readonly HeadingAlias[] = [...counts, ...reasons];

/** Words that leave no doubt about the reason, the more particular first. */
const telling: readonly (readonly [words: RegExp, reason: string])[] = [
  [/weapon|prohibited/, 'weapon'],
  [/orient|gender_identity|lgbt/, 'abuse-orientation'],
  [/disab/, 'abuse-disability'],
  [/social_media|online/, 'social-media'],
  [/public_health|protective|transgress/, 'public-health'],
  [/physical.*pupil/, 'physical-assault-pupil'],
  [/physical.*adult/, 'physical-assault-adult'],
  [/verbal.*pupil/, 'verbal-abuse-pupil'],
  [/verbal.*adult/, 'verbal-abuse-adult'],
  [/bully/, 'bullying'],
  [/racis/, 'racist-abuse'],
  [/sexual_misconduct/, 'sexual-misconduct'],
  [/drug|alcohol/, 'drug-alcohol'],
  [/damage/, 'damage'],
  [/theft/, 'theft'],
  [/disrupt/, 'persistent-disruption'],
];

/** The measure that a heading such as `susp_use_of_offensive_weapon` must mean; rates are none. */
export function exclusionReasonInWords(heading: string): string | undefined {
  const [, kind, stem = ''] = /^(perm|fixed|susp)(?:_excl|ension)?_(.+)$/.exec(headingKey(heading)) ?? [];
  if (kind === undefined || isRateHeading(stem)) return undefined;
  const reason = telling.find(([words]) => words.test(stem))?.[1];
  return reason && `${kind === 'perm' ? 'permanent-exclusion' : 'suspension'}-reason-${reason}`;
}

function isRateHeading(key: string): boolean {
  return /(?:^|_)(?:rate|percent|perc)$/.test(key);
}

/** Whether a heading counts events by reason, declared here or not: `perm_`, `fixed_` or `susp_` and a reason. */
export function isExclusionReasonHeading(heading: string): boolean {
  const key = headingKey(heading);
  if (isRateHeading(key)) return false;
  const measure = exclusionAliases.find((alias) => headingKey(alias.heading) === key)?.measure ?? '';
  return measure.includes('-reason-');
}
