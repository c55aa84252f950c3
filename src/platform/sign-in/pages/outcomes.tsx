import type { Problem } from '#foundation/kernel/problem.ts';
import type { ShellPage } from '#foundation/ui/page/shell.ts';
import type { EndedBecause } from '../model.ts';
import { signInPaths, withQuery } from '../paths.ts';

/** Nobody was signed in: what happened, and what to do. */
export function notSignedInPage(problem: Problem, returnTo: string): ShellPage {
  return {
    title: 'You are not signed in',
    path: signInPaths.signIn,
    children: (
      <>
        <h1 class="govuk-heading-xl">You are not signed in</h1>
        <p class="govuk-body-l">{problem.message}</p>
        <p class="govuk-body">{problem.nextStep}</p>
        <p class="govuk-body">
          <a
            class="govuk-link"
            href={withQuery(signInPaths.signIn, { return: returnTo === '/' ? undefined : returnTo })}
          >
            Sign in
          </a>
        </p>
      </>
    ),
  };
}

const endedWords: Readonly<Record<EndedBecause, string>> = {
  idle: 'Nothing was asked for half an hour or more, so you were signed out: somebody else could have come to this screen.',
  'too-long': 'A sign-in lasts twelve hours at most, and these are over.',
  'signed-out': 'You have signed out.',
  replaced: 'You have changed what you are here as, in another window.',
  revoked: 'This sign-in was ended by you at another screen, or by an administrator.',
  everywhere: 'You, or an administrator, ended your sign-ins everywhere.',
  closed: 'This account was closed.',
};

/** A sign-in that has ended. */
export interface Ended {
  readonly because: EndedBecause;
  readonly personName: string;
  /** Where to go back to. */
  readonly returnTo: string;
  /** `kept` when something had been sent and is kept. */
  readonly form: 'none' | 'kept';
}

/** The answer to a request whose sign-in has ended: it says so, and leads back. */
export function endedPage({ because, personName, returnTo, form }: Ended): ShellPage {
  const title = form === 'kept' ? 'Sign in again to send what you wrote' : 'Your sign-in has ended';
  return {
    title,
    path: signInPaths.signIn,
    children: (
      <>
        <h1 class="govuk-heading-xl">{title}</h1>
        {form === 'kept' && (
          <p class="govuk-body-l">
            Nothing is lost. What you wrote is kept for {personName}, and nobody else can open it. Sign in again within
            twelve hours on this device, and send it with one click.
          </p>
        )}
        <p class="govuk-body">{endedWords[because]}</p>
        <p class="govuk-body">
          <a class="govuk-button" href={withQuery(signInPaths.signIn, { return: returnTo })}>
            Sign in again
          </a>
        </p>
        <form method="post" action={signInPaths.signOut}>
          <p class="govuk-body">
            Or{' '}
            <button class="hw-choice" type="submit">
              go on without signing in
            </button>
            . You then see published figures only.
          </p>
        </form>
      </>
    ),
  };
}

/** Signed out, with the way to sign out of the provider too. */
export function signedOutPage(provider: string | undefined): ShellPage {
  return {
    title: 'You are signed out',
    path: signInPaths.signedOut,
    children: (
      <>
        <h1 class="govuk-heading-xl">You are signed out</h1>
        <p class="govuk-body-l">Nobody who uses this screen after you sees what you saw.</p>
        {provider !== undefined && (
          <p class="govuk-body">
            You may still be signed in to {provider}. On a screen that others use,{' '}
            <a class="govuk-link" href={signInPaths.leaveProvider}>
              sign out of {provider} too
            </a>
            .
          </p>
        )}
        <p class="govuk-body">
          <a class="govuk-link" href={signInPaths.signIn}>
            Sign in again
          </a>
        </p>
      </>
    ),
  };
}

/** Asks whether somebody who opened the address wants to sign out. */
export function signOutPage(): ShellPage {
  return {
    title: 'Sign out',
    path: signInPaths.signOut,
    children: (
      <>
        <h1 class="govuk-heading-xl">Sign out</h1>
        <form method="post" action={signInPaths.signOut}>
          <button class="govuk-button" type="submit">
            Sign out
          </button>
        </form>
      </>
    ),
  };
}
