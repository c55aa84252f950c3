import type { VNode } from 'preact';
import { counted } from '#foundation/kernel/count-words.ts';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import { signInPaths, withQuery } from '#platform/sign-in/paths.ts';
import { sitePaths } from './paths.ts';
import type { Standing } from './scope-asking.ts';
import type { ScopeMode } from './scope-personas.ts';

/** Whether people can sign in here at all. */
export type SigningIn = 'possible' | 'impossible';

/** What the banner of a page is drawn from, besides who is here. */
export interface BannerOn {
  readonly mode: ScopeMode;
  readonly signingIn: SigningIn;
  /** How many people made up are offered to be signed in as: on the first screen alone. */
  readonly madeUp: number;
  readonly path: string;
  /** When the page is drawn; on paper it says so beside who it was drawn for. */
  readonly now?: Date | undefined;
}

/** Who the reader is here as, and why they may see what they see, on one line; nothing where nobody can be anybody. */
export function standingBanner(
  standing: Standing,
  { mode, signingIn, madeUp, path, now }: BannerOn,
): VNode | undefined {
  if (standing.kind === 'signed-in') return <SignedIn standing={standing} path={path} now={now} />;
  // Whoever is about to say who they are is not told who they are.
  if (isOfSigningIn(path)) return undefined;
  const href = withQuery(signInPaths.signIn, { return: path === '/' ? undefined : path });
  const signIn = signingIn === 'possible' && (
    <a class="govuk-link" href={href}>
      Sign in
    </a>
  );
  if (standing.kind === 'signed-in-no-more') return <p class="govuk-body">Your sign-in has ended. {signIn}</p>;
  if (standing.kind === 'no-registers')
    return signIn ? <p class="govuk-body">You are not signed in. {signIn}</p> : undefined;
  return (
    <>
      {mode === 'any' && (
        <p class="govuk-body">
          <strong>Nobody signs in here yet.</strong> Anybody who opens this page can choose any role. No record of a
          real child may be kept in this Headwater.
        </p>
      )}
      <Chosen standing={standing} path={path} signIn={signIn} />
      {madeUp > 0 && (
        <p class="govuk-body">
          <a class="govuk-link" href={href}>
            Sign in as any of {counted(madeUp, 'made-up person', 'made-up people')}
          </a>
          , and see what each of them sees.
        </p>
      )}
    </>
  );
}

interface ChosenProps {
  readonly standing: Extract<Standing, { kind: 'nobody' | 'somebody' }>;
  readonly path: string;
  readonly signIn: VNode | false;
}

/** The role that a visitor of the demonstration looks in, with the ways to another. */
function Chosen({ standing, path, signIn }: ChosenProps): VNode {
  const chooses = path !== sitePaths.scope && (
    <a class="govuk-link" href={`${sitePaths.scope}?from=${encodeURIComponent(path)}`}>
      {standing.kind === 'somebody' ? 'Change' : 'Choose a role'}
      {standing.kind === 'somebody' && <span class="govuk-visually-hidden"> who you are here as</span>}
    </a>
  );
  return (
    <p class="govuk-body">
      {standingWords(standing)} {chooses}
      {chooses && signIn && ' · '}
      {signIn}
    </p>
  );
}

function isOfSigningIn(path: string): boolean {
  return /^\/(?:sign-in|demonstration\/identity)(?:\/|$)/.test(path);
}

/** Who is signed in, for what, with the ways to switch and to sign out. */
function SignedIn({
  standing: { personName, scope },
  path,
  now,
}: Pick<BannerOn, 'path' | 'now'> & { readonly standing: Extract<Standing, { kind: 'signed-in' }> }): VNode {
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
        {now && <span class="hw-as-at">This page was drawn for them at {instantInWords(now)}.</span>}
        <span class="hw-more">
          <a class="govuk-link" href={signInPaths.home}>
            Your page
          </a>
          {' · '}
          <a
            class="govuk-link"
            href={withQuery(signInPaths.choose, { return: isOfSigningIn(path) ? undefined : path })}
          >
            Switch
          </a>
          {' · '}
          <button class="hw-choice" type="submit">
            Sign out
          </button>
        </span>
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
