import type { VNode } from 'preact';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import type { ShellPage } from '#foundation/ui/page/shell.ts';
import { signInPaths, withQuery } from '../paths.ts';
import type { Provider } from '../provider-client.ts';
import { Way } from './sign-in.tsx';

/** A ceremony that the browser is to perform. */
export interface Ceremony {
  /** Finds the attempt again when the answer comes. */
  readonly state: string;
  /** As `PublicKeyCredential.parse…OptionsFromJSON` reads it. */
  readonly options: object;
}

/** `/sign-in/passkey`: sign in, or prove it a second time, with a passkey. */
export function usePasskeyPage(ceremony: Ceremony, proof: 'usual' | 'fresh'): ShellPage {
  const title = proof === 'fresh' ? 'Prove again that it is you' : 'Sign in with a passkey';
  return {
    title,
    path: signInPaths.passkey,
    children: (
      <>
        <h1 class="govuk-heading-xl">{title}</h1>
        <p class="govuk-body-l">
          Your device asks for your fingerprint, face, PIN or security key. None of these is sent to us.
        </p>
        <CeremonyForm ceremony={ceremony} action={signInPaths.passkey} kind="use" button="Use my passkey" />
      </>
    ),
  };
}

/** `/sign-in/passkey/new`: make a passkey for this device. */
export function newPasskeyPage(ceremony: Ceremony, personName: string): ShellPage {
  return {
    title: 'Make a passkey',
    path: signInPaths.newPasskey,
    children: (
      <>
        <h1 class="govuk-heading-xl">Make a passkey</h1>
        <p class="govuk-body-l">
          A passkey is kept by your phone, computer or security key, and opens Headwater as {personName}. Nobody can
          guess it, and it cannot be typed into a false page.
        </p>
        <CeremonyForm ceremony={ceremony} action={signInPaths.newPasskey} kind="make" button="Make a passkey">
          <div class="govuk-form-group">
            <label class="govuk-label" for="passkey-name">
              What do you want to call it?
            </label>
            <div id="passkey-name-hint" class="govuk-hint">
              For example: school laptop, my phone
            </div>
            <input
              class="govuk-input govuk-input--width-20"
              id="passkey-name"
              name="name"
              maxlength={60}
              aria-describedby="passkey-name-hint"
            />
          </div>
        </CeremonyForm>
      </>
    ),
  };
}

interface CeremonyFormProps {
  readonly ceremony: Ceremony;
  readonly action: string;
  readonly kind: 'use' | 'make';
  readonly button: string;
  readonly children?: VNode;
}

/** Without JavaScript the button stays hidden and the reason is read: only a script may ask a device for a passkey. */
function CeremonyForm({ ceremony, action, kind, button, children }: CeremonyFormProps): VNode {
  return (
    <form
      method="post"
      action={action}
      data-enhance="passkey"
      data-kind={kind}
      data-options={JSON.stringify(ceremony.options)}
    >
      <input type="hidden" name="state" value={ceremony.state} />
      <input type="hidden" name="credential" value="" />
      <p class="govuk-body" data-without-script="">
        A passkey needs JavaScript: browsers let only a script ask your device for it. Turn JavaScript on for this
        address and load the page again, or ask for another way to sign in.
      </p>
      <div data-with-script="" hidden>
        {children}
        <button class="govuk-button" type="submit">
          {button}
        </button>
      </div>
      <p class="govuk-body" role="status" data-said="" />
    </form>
  );
}

/** What an invited person can prove themselves with. */
export interface InvitationOffered {
  readonly personName: string;
  readonly code: string;
  readonly providers: readonly Pick<Provider, 'id' | 'name'>[];
  readonly passkeys: 'on' | 'off';
}

/** `/sign-in/invitation`: somebody follows the link they were given. Opening it uses nothing up. */
export function invitationPage({ personName, code, providers, passkeys }: InvitationOffered): ShellPage {
  return {
    title: 'Your invitation',
    path: signInPaths.invitation,
    children: (
      <>
        <h1 class="govuk-heading-xl">Welcome, {personName}</h1>
        <p class="govuk-body-l">You are invited to Headwater. Choose how you will sign in from now on.</p>
        <ul class="hw-ways">
          {providers.map(({ id, name }) => (
            <Way
              href={withQuery(signInPaths.with(id), { invitation: code })}
              title={`Continue with ${name}`}
              note="With an account that you have already."
            />
          ))}
          {passkeys === 'on' && (
            <Way
              href={withQuery(signInPaths.newPasskey, { invitation: code })}
              title="Make a passkey"
              note="With your fingerprint, face, PIN or security key."
            />
          )}
        </ul>
        <InsetText>
          Not {personName}? Close this page, and tell whoever sent you the link: it opens this account once.
        </InsetText>
      </>
    ),
  };
}
