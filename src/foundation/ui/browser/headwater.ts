import type { Enhancement } from './enhancement.ts';
import { enhanceWithin } from './enhancement.ts';
import { liveFigures } from './live-figures.ts';
import { passkey } from './passkey.ts';
import { registerForm } from './register-form.ts';

/** Everything that JavaScript adds to pages: each works without. An enhancement begins where `data-enhance` names it. */
const enhancements: readonly Enhancement[] = [liveFigures, passkey, registerForm];

// What is to be put right is read first, wherever a form was sent from.
const problems = document.querySelector<HTMLElement>('.govuk-error-summary');
problems?.setAttribute('tabindex', '-1');
problems?.focus();

enhanceWithin(document, enhancements);
