import type { ShellPage } from '#foundation/ui/page/shell.ts';
import type { Choice } from '../engagements.ts';
import { signInPaths } from '../paths.ts';
import { WayButton } from './sign-in.tsx';

/** What there is to choose from. */
export interface Choosing {
  readonly personName: string;
  readonly choices: readonly Choice[];
  readonly current: Choice | undefined;
  readonly returnTo: string;
}

/** `/sign-in/choose`: as whom somebody is here, when they can be several. */
export function choosePage({ personName, choices, current, returnTo }: Choosing): ShellPage {
  return {
    title: 'What are you here as?',
    path: signInPaths.choose,
    children: (
      <>
        <h1 class="govuk-heading-xl">What are you here as?</h1>
        <p class="govuk-body-l">
          {personName}, you have {choices.length === 1 ? 'one role' : 'several roles'} here. You use one at a time, and
          see what that one needs.
        </p>
        <form method="post" action={signInPaths.choose}>
          <input type="hidden" name="return" value={returnTo} />
          <ul class="hw-ways">
            {choices.map((choice) => (
              <WayButton
                name="choice"
                value={choice.value}
                title={`${capitalised(choice.title)}${choice.value === current?.value ? ' (now)' : ''}`}
                note={capitalised(choice.purpose)}
              />
            ))}
          </ul>
        </form>
      </>
    ),
  };
}

/** Signed in, and nothing to be here as: what to do. */
export function nothingToBePage(personName: string): ShellPage {
  return {
    title: 'You have no role here yet',
    path: signInPaths.choose,
    children: (
      <>
        <h1 class="govuk-heading-xl">You have no role here yet</h1>
        <p class="govuk-body-l">
          You are signed in as {personName}, but no role of yours is in force at this organisation.
        </p>
        <p class="govuk-body">
          Ask whoever looks after Headwater at your organisation to enter your role. If you chose one of several
          organisations as you signed in, sign out and choose another.
        </p>
        <form method="post" action={signInPaths.signOut}>
          <button class="govuk-button govuk-button--secondary" type="submit">
            Sign out
          </button>
        </form>
      </>
    ),
  };
}

export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
