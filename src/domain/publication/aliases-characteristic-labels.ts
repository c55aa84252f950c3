import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import { publishedExclusionReasons } from './measures.ts';

/** A printed label of a pupil characteristic, without the group's name in front, and the canonical value it means. */
export interface CharacteristicLabel {
  readonly dimension: string;
  readonly value: string;
  readonly label: string;
  /** Last day of the last academic year whose tables print it, where a later table prints another. */
  readonly validTo?: PlainDate;
}

/** Headings and groups that name a dimension. Sources: exclusions_by_characteristic 2011/12–2016/17; later census tables. */
export const dimensionGroups: Readonly<Record<string, readonly string[]>> = {
  sex: ['Gender', 'Sex'],
  age: ['Age', 'Age at start of academic year'],
  'year-group': [
    'NC year',
    'NC year group',
    'Year group',
    'ncyear',
    'National curriculum year',
    'National curriculum year group',
  ],
  ethnicity: [
    'Ethnicity',
    'Ethnic group',
    'Ethnicity major',
    'Ethnicity minor',
    'Ethnicity detailed',
    'Ethnic minor',
    'Ethnic major',
    'Ethnicity major group',
    'Ethnicity minor group',
  ],
  fsm: [
    'FSM eligible',
    'FSM',
    'FSM status',
    'FSM eligibility',
    'Free school meals',
    'Free school meal eligibility',
    'Free school meals status',
    'Free school meals eligibility',
  ],
  'fsm-ever-6': [
    'FSM eligible in last 6 years',
    'FSM in last 6 years',
    'FSM ever 6',
    'Free school meals in last 6 years',
    'Eligible for free school meals in last 6 years',
  ],
  'sen-provision': [
    'SEN provision',
    'SEN',
    'SEN status',
    'SEN provision type',
    'Special educational needs',
    'SEN level',
  ],
  'sen-primary-need': [
    'SEN primary need',
    'SEN type',
    'Primary SEN need',
    'SEN need',
    'Primary type of need',
    'Primary need',
  ],
  'idaci-decile': ['IDACI decile', 'IDACI', 'IDACI deciles', 'Income Deprivation Affecting Children Index decile'],
  'first-language': ['First language', 'Language', 'English as an additional language'],
  'social-care': ['Social care group', 'Social care', 'Children in need', 'CIN status'],
  reason: ['Reason', 'Reason for exclusion', 'Exclusion reason', 'Suspension reason', 'Reason for suspension'],
  'year-breakdown': ['Year breakdown'],
};

const until2016To17 = plainDate('2017-08-31');

/** Value, labels printed now, labels printed in tables up to 2016/17 only. */
type LabelRow = readonly [value: string, now: readonly string[], until2016To17?: readonly string[]];

const ethnicities: readonly LabelRow[] = [
  ['white', ['White', 'All White']],
  [
    'white-british',
    [
      'White British',
      'British',
      'English / Welsh / Scottish / Northern Irish / British',
      'English, Welsh, Scottish, Northern Irish or British',
    ],
  ],
  ['irish', ['Irish', 'White Irish']],
  ['irish-traveller', ['Traveller of Irish heritage', 'Irish Traveller']],
  // Printed Gypsy Roma up to 2016/17 and Gypsy/Roma since: the punctuation makes no difference here.
  ['gypsy-roma', ['Gypsy/Roma', 'Gypsy or Roma']],
  ['gypsy', ['Gypsy']],
  ['roma', ['Roma']],
  ['gypsy-or-irish-traveller', ['Gypsy or Irish Traveller']],
  ['other-white', ['Any other white background', 'Other White', 'White other']],
  [
    'mixed',
    [
      'Mixed',
      'Mixed or multiple ethnic groups',
      'Mixed / multiple ethnic groups',
      'All mixed / multiple ethnic groups',
      'Mixed dual background',
    ],
  ],
  ['white-and-black-caribbean', ['White and Black Caribbean']],
  ['white-and-black-african', ['White and Black African']],
  ['white-and-asian', ['White and Asian']],
  [
    'other-mixed',
    [
      'Any other mixed background',
      'Other mixed',
      'Any other mixed or multiple ethnic background',
      'Any other mixed / multiple ethnic background',
    ],
  ],
  ['asian', ['Asian', 'Asian or Asian British', 'Asian / Asian British', 'All Asian / Asian British']],
  ['indian', ['Indian']],
  ['pakistani', ['Pakistani']],
  ['bangladeshi', ['Bangladeshi']],
  ['other-asian', ['Any other Asian background', 'Other Asian']],
  [
    'black',
    [
      'Black',
      'Black or Black British',
      'Black, Black British, Caribbean or African',
      'Black / African / Caribbean / Black British',
      'All Black / African / Caribbean / Black British',
    ],
  ],
  ['black-caribbean', ['Black Caribbean', 'Caribbean']],
  ['black-african', ['Black African', 'African']],
  [
    'other-black',
    [
      'Any other black background',
      'Other black',
      'Any other Black, Black British, or Caribbean background',
      'Any other Black / African / Caribbean background',
    ],
  ],
  ['chinese', ['Chinese']],
  ['other', ['Any other ethnic group', 'Other ethnic group', 'All other ethnic groups', 'Other']],
  ['arab', ['Arab']],
  ['minority-ethnic', ['Minority ethnic group'], ['Minority ethnic pupil']],
  ['unknown', ['Unclassified', 'Unknown', 'Ethnicity unknown', 'Not known']],
];

const provisions: readonly LabelRow[] = [
  [
    'none',
    [
      'No SEN',
      'No identified SEN',
      'No SEN provision',
      'No special educational needs',
      'No identified special educational need',
      'Pupils with no SEN',
    ],
  ],
  [
    'sen-support',
    ['SEN support', 'SEN without an EHC plan', 'SEN support / SEN without an EHC plan'],
    ['SEN without statement', 'SEN without a statement'],
  ],
  [
    'ehc-plan',
    [
      'EHC plan',
      'EHC plans',
      'EHCP',
      'Education, health and care plan',
      'Education, health and care plans',
      'Statement or EHC plan',
      'Statements or EHC plans',
      'SEN with EHC plan',
    ],
    ['SEN with statement EHC', 'SEN with a statement or EHC plan', 'SEN with statement or EHC'],
  ],
  ['any', ['Any SEN', 'All SEN', 'Any special educational need']],
  ['unknown', ['Unclassified', 'Unknown', 'SEN unclassified']],
];

const needs: readonly LabelRow[] = [
  ['autism', ['Autistic spectrum disorder', 'Autism spectrum disorder', 'Autism']],
  ['hearing-impairment', ['Hearing impairment']],
  ['moderate-learning-difficulty', ['Moderate learning difficulty']],
  ['multisensory-impairment', ['Multisensory impairment', 'Multi-sensory impairment', 'Multi- sensory impairment']],
  [
    'no-specialist-assessment',
    [
      'No specialist assessment',
      'SEN support but no specialist assessment of type of need',
      'No specialist assessment of type of need',
      'NSA',
    ],
  ],
  ['other', ['Other difficulty/disability', 'Other difficulty or disability', 'Other']],
  ['physical-disability', ['Physical disability']],
  [
    'profound-and-multiple-learning-difficulty',
    ['Profound and multiple learning difficulty', 'Profound & multiple learning difficulty'],
  ],
  [
    'social-emotional-and-mental-health',
    ['Social, emotional and mental health', 'Social emotional and mental health needs'],
  ],
  // Replaced in 2014/15 by social, emotional and mental health; not the same thing, so not the same value.
  [
    'behaviour-emotional-and-social-difficulties',
    [],
    ['Behavioural emotional and social difficulties', 'Behaviour, emotional and social difficulties'],
  ],
  [
    'speech-language-and-communication',
    ['Speech, language and communication needs', 'Speech, language and communications needs'],
  ],
  ['severe-learning-difficulty', ['Severe learning difficulty']],
  ['specific-learning-difficulty', ['Specific learning difficulty']],
  ['visual-impairment', ['Visual impairment', 'Vision impairment']],
  ['down-syndrome', ['Down syndrome', 'Down Syndrome']],
  ['unknown', ['Unclassified', 'Unknown', 'Missing', 'Not reported', 'Not recorded']],
];

/** Reasons of tables with a row for each: as the measures name them, and as printed otherwise. */
const reasons: readonly LabelRow[] = [
  ...publishedExclusionReasons.map(({ id, name }) => [id, [name]] as const),
  ['persistent-disruption', ['Persistent or general disruptive behaviour']],
  ['verbal-abuse-pupil', ['Verbal abuse / threatening behaviour against a pupil']],
  ['verbal-abuse-adult', ['Verbal abuse / threatening behaviour against an adult']],
  ['weapon', ['Use or threat of use of an offensive weapon or prohibited item', 'Offensive weapon or prohibited item']],
  [
    'abuse-orientation',
    [
      'Abuse against sexual orientation and gender identity (for example LGBT+)',
      'Abuse against sexual orientation and gender identity (LGBT+)',
    ],
  ],
];

const others: Readonly<Record<string, readonly LabelRow[]>> = {
  sex: [
    ['male', ['Male', 'Boys']],
    ['female', ['Female', 'Girls']],
    ['unknown', ['Unknown', 'Unclassified']],
  ],
  age: [['unknown', ['Unclassified', 'Unknown']]],
  'year-group': [
    ['nursery', ['Nursery', 'Early years']],
    ['reception', ['Reception', 'R']],
    ['not-followed', ['Not followed', 'National curriculum not followed', 'X']],
    ['unknown', ['Unclassified', 'Unknown']],
  ],
  fsm: [
    [
      'eligible',
      [
        'Eligible',
        'Eligible for free school meals',
        'FSM eligible',
        'Known to be eligible',
        'FSM',
        'Yes',
        'Known to be eligible for free school meals',
      ],
    ],
    [
      'not-eligible',
      [
        'Not eligible',
        'Not eligible for free school meals',
        'FSM not eligible',
        'Not known to be eligible',
        'Not known to be FSM eligible',
        'No',
        'Not known to be eligible for free school meals',
      ],
      ['NotEligible'],
    ],
    ['unknown', ['Unclassified', 'Unknown', 'FSM unclassified']],
  ],
  'fsm-ever-6': [
    ['eligible', ['Eligible', 'FSM eligible in last 6 years', 'Eligible in last 6 years', 'Yes']],
    ['not-eligible', ['Not eligible', 'FSM not eligible in last 6 years', 'Not eligible in last 6 years', 'No']],
    ['unknown', ['Unclassified', 'FSM unclassified in last 6 years', 'Unclassified in last 6 years', 'Unknown']],
  ],
  'first-language': [
    ['english', ['English', 'Known or believed to be English', 'First language English']],
    [
      'other',
      [
        'Other than English',
        'English as an additional language',
        'Known or believed to be other than English',
        'Other',
      ],
    ],
    ['unknown', ['Unclassified', 'Unknown', 'First language unclassified']],
  ],
  'year-breakdown': [['five-half-terms', ['Five half terms', '5 half terms']]],
};

function labelsOf(dimension: string, rows: readonly LabelRow[]): readonly CharacteristicLabel[] {
  return rows.flatMap(([value, now, earlier = []]) => [
    ...now.map((label) => ({ dimension, value, label })),
    ...earlier.map((label) => ({ dimension, value, label, validTo: until2016To17 })),
  ]);
}

/**
 * Every declared label. Sources: exclusions_by_characteristic.csv (published 2019) for those with an end; the
 * Department's harmonised filters in dfe-published-data-qa data/ethnicity.csv and data/sen.csv for the rest.
 */
export const characteristicLabels: readonly CharacteristicLabel[] = [
  ...labelsOf('ethnicity', ethnicities),
  ...labelsOf('sen-provision', provisions),
  ...labelsOf('sen-primary-need', needs),
  ...labelsOf('reason', reasons),
  ...Object.entries(others).flatMap(([dimension, rows]) => labelsOf(dimension, rows)),
];
