/** What an organisation is. `family` stands for children and parents, who act for none. */
export const organisationKinds = [
  'setting',
  'trust',
  'local-authority',
  'nation',
  'social-care',
  'youth-justice',
  'police',
  'health',
  'mental-health',
  'violence-reduction',
  'voluntary',
  'family',
] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

/** An organisation that takes part. */
export interface Organisation {
  readonly organisationId: number;
  readonly kind: OrganisationKind;
  readonly name: string;
  /** What it is, or, for a partner, the authority it serves. */
  readonly settingId?: number | undefined;
  readonly laId?: number | undefined;
  readonly trustId?: number | undefined;
  readonly nationId?: number | undefined;
  readonly demonstration: boolean;
}
