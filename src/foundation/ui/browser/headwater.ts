import type { Enhancement } from './enhancement.ts';
import { enhanceWithin } from './enhancement.ts';
import { liveFigures } from './live-figures.ts';
import { passkey } from './passkey.ts';
import { registerForm } from './register-form.ts';

/** Everything that JavaScript adds to pages: each works without. An enhancement begins where `data-enhance` names it. */
const enhancements: readonly Enhancement[] = [liveFigures, passkey, registerForm];

enhanceWithin(document, enhancements);
