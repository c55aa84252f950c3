/**
 * The seven golden rules of the Department for Education’s advice on sharing information (2024), in words of our own.
 * Source: cooklawyers.co.uk on the advice; the wording is partly background and is not verified against the advice itself.
 */
export const goldenRules = [
  {
    rule: 'law',
    asks: 'Data protection law is no barrier to keeping a child safe. What law or agreement lets you share?',
  },
  { rule: 'openness', asks: 'Did you tell the child, and whoever brings them up, or would that be unsafe?' },
  { rule: 'consent', asks: 'Is it agreed to? Where a child is at risk it need not be. Why, or why not?' },
  { rule: 'advice', asks: 'Whom did you ask, where you were unsure?' },
  { rule: 'others', asks: 'Whose identity besides the child’s do you protect, and how?' },
  {
    rule: 'fit',
    asks: 'Is what you share necessary, relevant, right and in time, and does it reach only people with a role?',
  },
  { rule: 'record', asks: 'Where else is this decision kept, so that somebody can ask about it later?' },
] as const;
export type GoldenRule = (typeof goldenRules)[number]['rule'];

/** Where the rules are from, and how far that can be relied on: shown with them. */
export const goldenRulesSource =
  'The seven golden rules of the Department for Education’s advice on sharing information (2024), in our words. The wording has not been checked against the advice itself.';
