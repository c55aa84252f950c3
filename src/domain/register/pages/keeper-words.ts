import type { KeeperKind } from '#platform/database/register-schema.ts';

/** A kind of setting as pages write it. */
export const keeperKindWords: Readonly<Record<KeeperKind, string>> = {
  primary: 'Primary',
  secondary: 'Secondary',
  'all-through': 'All-through',
  special: 'Special',
  'pupil-referral-unit': 'Pupil referral unit',
  'alternative-provision': 'Alternative provision',
  'hospital-school': 'Hospital school',
  'sixth-form-college': 'Sixth form college',
  'fe-college': 'Further education college',
  'local-authority': 'Local authority',
};
