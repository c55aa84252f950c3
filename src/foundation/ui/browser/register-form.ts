import type { Enhancement } from './enhancement.ts';

/** Taking a register with the keyboard: one key a mark. */
export const registerForm: Enhancement = {
  name: 'register',
  begin: () => undefined,
};
