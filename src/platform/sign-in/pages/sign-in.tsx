import type { VNode } from 'preact';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import type { ShellPage } from '#foundation/ui/page/shell.ts';
import { signInPaths, withQuery } from '../paths.ts';
import type { Provider } from '../provider-client.ts';

/** What the sign-in page offers. */
export interface SignInOffered {
  readonly providers: readonly Pick<Provider, 'id' | 'name'>[];
  readonly passkeys: 'on' | 'off';
  readonly returnTo: string;
  /** Who is signed in already. */
  readonly signedInAs?: string | undefined;
}

const descriptions: Readonly<Record<Provider['id'], string>> = {
  dfe: 'For people who work in schools, colleges, trusts and local authorities.',
  entra: 'With the account you use for e-mail at work.',
  oidc: 'With the account your organisation gave you.',
  demonstration: 'Be a teacher, a head, an officer, a child or a parent of Exampleshire. All of them are made up.',
};

/** `/sign-in`: the ways in, and what being signed in means. */
export function signInPage({ providers, passkeys, returnTo, signedInAs }: SignInOffered): ShellPage {
  const none = providers.length === 0 && passkeys === 'off';
  return {
    title: 'Sign in',
    description: 'Sign in to Headwater.',
    path: signInPaths.signIn,
    children: (
      <>
        <h1 class="govuk-heading-xl">Sign in</h1>
        <p class="govuk-body-l">You see the children you work with, and what your role needs. Nothing else.</p>
        {signedInAs !== undefined && (
          <InsetText>
            You are signed in as {signedInAs}.{' '}
            <a class="govuk-link" href={signInPaths.home}>
              Go to your page
            </a>
            , or sign in as somebody else.
          </InsetText>
        )}
        <div class="hw-sign-in">
          <div>
            <ul class="hw-ways">
              {providers.map(({ id, name }) => (
                <Way
                  href={withQuery(signInPaths.with(id), { return: returnTo === '/' ? undefined : returnTo })}
                  title={id === 'demonstration' ? 'Sign in as somebody made up' : `Continue with ${name}`}
                  note={descriptions[id]}
                />
              ))}
              {passkeys === 'on' && (
                <Way
                  href={withQuery(signInPaths.passkey, { return: returnTo === '/' ? undefined : returnTo })}
                  title="Use a passkey"
                  note="With your fingerprint, face, PIN or security key, after an invitation."
                />
              )}
            </ul>
            {none && (
              <p class="govuk-body">
                No way to sign in is set up here yet. Whoever looks after this Headwater can add one.
              </p>
            )}
          </div>
          <div>
            <h2 class="govuk-heading-m">What happens when you sign in</h2>
            <ul class="govuk-list govuk-list--bullet">
              <li>Each page says why you may see it: your role, for what, and until when.</li>
              <li>
                Whenever you look at a child’s record it is written down. The child and their family can ask who has
                looked.
              </li>
              <li>After half an hour without a click you are signed out. What you were writing is kept for you.</li>
            </ul>
            <p class="govuk-body">
              There is no password here to forget or to give away. If you cannot sign in, ask whoever looks after
              Headwater at your organisation for an invitation.
            </p>
          </div>
        </div>
      </>
    ),
  };
}

interface WayProps {
  readonly href: string;
  readonly title: string;
  readonly note: string;
}

/** One large way onwards. */
export function Way({ href, title, note }: WayProps): VNode {
  return (
    <li>
      <a class="hw-way" href={href}>
        <strong>{title}</strong>
        <span>{note}</span>
      </a>
    </li>
  );
}

/** The same as a button of the form it stands in. */
export function WayButton({
  name,
  value,
  title,
  note,
}: Omit<WayProps, 'href'> & { readonly name: string; readonly value: string }): VNode {
  return (
    <li>
      <button class="hw-way" type="submit" name={name} value={value}>
        <strong>{title}</strong>
        <span>{note}</span>
      </button>
    </li>
  );
}
