/** For what people act. A sign-in is bound to one, a role has some, and an agreement names some. */
export const purposes = {
  teaching: 'to teach, and to take registers',
  pastoral: 'to support pupils of this setting',
  leadership: 'to answer for this setting',
  governance: 'to hold this setting to account by its totals',
  'attendance-support': 'to see who misses education, and help',
  inclusion: 'to keep children in education',
  safeguarding: 'to keep children safe',
  'social-care': 'to support a child and their family as their social worker',
  'youth-justice': 'to help a child out of trouble and back into education',
  health: 'to support a child’s health',
  'violence-reduction': 'to see where prevention is needed, by totals alone',
  'national-picture': 'to see the nation’s totals; no child is shown',
  'own-record': 'to see their own record',
  parenting: 'to see the record of their own child',
  administration: 'to manage who has which role here; no child is shown',
} as const satisfies Readonly<Record<string, string>>;
export type Purpose = keyof typeof purposes;

export const purposeNames = Object.keys(purposes) as readonly Purpose[];
