import { codeRules } from './code-rules.ts';
import { documentRules } from './document-rules.ts';
import { houseRules } from './house-rules.ts';
import { migrationRules } from './migration-rules.ts';
import type { Rule } from './rule.ts';
import { scopeRules } from './scope-rules.ts';
import { textRules } from './text-rules.ts';

/** Every rule of the house. */
export const allRules: readonly Rule[] = [
  ...houseRules,
  ...codeRules,
  ...scopeRules,
  ...textRules,
  ...migrationRules,
  ...documentRules,
];
