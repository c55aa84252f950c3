import type { VNode } from 'preact';
import { signInPaths, withQuery } from '#platform/sign-in/paths.ts';
import { sitePaths } from './paths.ts';
import type { Standing } from './scope-asking.ts';
import type { ScopeMode } from './scope-personas.ts';

/** Whether people can sign in here at all. */
export type SigningIn = 'possible' | 'impossible';

/** Who the reader is here as, and why they may see what they see, on one line; nothing where nobody can be anybody. */
export function standingBanner(
  standing: Standing,
  { mode, signingIn, path }: { readonly mode: ScopeMode; readonly signingIn: SigningIn; readonly path: string },
): VNode | undefined {
  if (standing.kind === 'signed-in') return <SignedIn standing={standing} path={path} />;
  // Whoever is about to say who they are is not told who they are.
  if (isOfSigningIn(path)) return undefined;
  const signIn = signingIn === 'possible' && (
    <>
      {' '}
      <a class="govuk-link" href={withQuery(signInPaths.signIn, { return: path === '/' ? undefined : path })}>
        Sign in
      </a>
    </>
  );
  if (standing.kind === 'signed-in-no-more') return <p class="govuk-body">Your sign-in has ended.{signIn}</p>;
  if (standing.kind === 'no-registers')
    return signIn ? <p class="govuk-body">You are not signed in.{signIn}</p> : undefined;
  const change = `${sitePaths.scope}?from=${encodeURIComponent(path)}`;
  return (
    <>
      {mode === 'any' && (
        <p class="govuk-body">
          <strong>Nobody signs in here yet.</strong> Anybody who opens this page can choose any role. No record of a
          real child may be kept in this Headwater.
        </p>
      )}
      <p class="govuk-body">
        {standingWords(standing)}{' '}
        {path !== sitePaths.scope && (
          <a class="govuk-link" href={change}>
            {standing.kind === 'somebody' ? 'Change' : 'Choose a role'}
            {standing.kind === 'somebody' && <span class="govuk-visually-hidden"> who you are here as</span>}
          </a>
        )}
        {signIn}
      </p>
    </>
  );
}

function isOfSigningIn(path: string): boolean {
  return /^\/(?:sign-in|demonstration\/identity)(?:\/|$)/.test(path);
}

/** Who is signed in, for what, with the ways to switch and to sign out. */
function SignedIn({
  standing: { personName, scope },
  path,
}: {
  readonly standing: Extract<Standing, { kind: 'signed-in' }>;
  readonly path: string;
}): VNode {
  return (
    <form method="post" action={signInPaths.signOut}>
      <p class="govuk-body">
        {scope.ok ? (
          <>
            <strong>{named(personName, scope.value.actor)}</strong>, {scope.value.purpose}.
          </>
        ) : (
          <>
            <strong>{personName}</strong>. {scope.failure.message}
          </>
        )}{' '}
        <a class="govuk-link" href={signInPaths.home}>
          Your page
        </a>
        {' · '}
        <a class="govuk-link" href={withQuery(signInPaths.choose, { return: isOfSigningIn(path) ? undefined : path })}>
          Switch
        </a>
        {' · '}
        <button class="hw-choice" type="submit">
          Sign out
        </button>
      </p>
    </form>
  );
}

/** A child and a parent are not named by what they are here as. */
function named(personName: string, actor: string): string {
  return actor.includes(personName) ? actor : `${personName}, ${actor}`;
}

function standingWords(standing: Extract<Standing, { kind: 'nobody' | 'somebody' }>): VNode {
  if (standing.kind === 'somebody') {
    const { actor, purpose } = standing.persona.scope;
    return (
      <>
        You are here as: <strong>{actor}</strong>, {purpose}.
      </>
    );
  }
  if (standing.because === 'gone') {
    return <>The role you chose is not known here, or no longer. You see published figures only.</>;
  }
  return <>You are here as nobody in particular: you see published figures only.</>;
}
