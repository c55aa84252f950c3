import type { VNode } from 'preact';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import type { ShellPage } from '#foundation/ui/page/shell.ts';
import { signInPaths } from '../paths.ts';

/** One sign-in of somebody, as they see it. */
export interface SessionLine {
  readonly sessionId: number;
  readonly device: string;
  /** In words: where and how it began. */
  readonly began: string;
  readonly seen: string;
  readonly current: 'yes' | 'no';
}

/** One passkey of somebody, as they see it. */
export interface PasskeyLine {
  readonly credentialId: string;
  readonly name: string;
  readonly made: string;
  readonly used: string;
}

/** What somebody’s account shows. */
export interface Account {
  readonly personName: string;
  readonly sessions: readonly SessionLine[];
  readonly passkeys: readonly PasskeyLine[];
  readonly mayAddPasskey: 'yes' | 'no';
  /** Whether they look after their organisation’s sign-ins and keys. */
  readonly administers: string | undefined;
  /** Who took away every way they had to sign in, and when. */
  readonly waysRemoved: string | undefined;
  /** How many keys of programs wait for somebody in their role. */
  readonly keysWaiting: number;
}

/** `/account`: where somebody is signed in, and with what they can. */
export function accountPage({
  personName,
  sessions,
  passkeys,
  mayAddPasskey,
  administers,
  waysRemoved,
  keysWaiting,
}: Account): ShellPage {
  return {
    title: 'Your sign-ins',
    path: signInPaths.account,
    children: (
      <>
        <h1 class="govuk-heading-xl">Your sign-ins</h1>
        <p class="govuk-body-l">Where you, {personName}, are signed in now. End what is not yours.</p>
        {waysRemoved !== undefined && (
          <InsetText>{waysRemoved} Was it not you who asked? Tell another of those who administer.</InsetText>
        )}
        <Sessions sessions={sessions} />
        {(passkeys.length > 0 || mayAddPasskey === 'yes') && <Passkeys passkeys={passkeys} mayAdd={mayAddPasskey} />}
        {keysWaiting > 0 && (
          <p class="govuk-body">
            <a class="govuk-link" href={signInPaths.waitingKeys}>
              {keysWaiting === 1 ? 'A key of a program waits for you' : `${keysWaiting} keys of programs wait for you`}
            </a>
          </p>
        )}
        {administers !== undefined && (
          <>
            <h2 class="govuk-heading-m">For {administers}</h2>
            <p class="govuk-body">
              <a class="govuk-link" href={signInPaths.organisation}>
                Invitations, sign-ins and keys of programs
              </a>
            </p>
          </>
        )}
      </>
    ),
  };
}

function Sessions({ sessions }: Pick<Account, 'sessions'>): VNode {
  return (
    <form method="post" action={`${signInPaths.account}/end`}>
      <dl class="govuk-summary-list">
        {sessions.map(({ sessionId, device, began, seen, current }) => (
          <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">{current === 'yes' ? `${device} (this one)` : device}</dt>
            <dd class="govuk-summary-list__value">
              {began}. {seen}.
            </dd>
            <dd class="govuk-summary-list__actions">
              <button class="hw-choice" type="submit" name="session" value={sessionId}>
                End
                <span class="govuk-visually-hidden">
                  {' '}
                  the sign-in on {device}, {seen}
                </span>
              </button>
            </dd>
          </div>
        ))}
      </dl>
      <button class="govuk-button govuk-button--secondary" type="submit" name="session" value="all">
        Sign out everywhere
      </button>
    </form>
  );
}

function Passkeys({
  passkeys,
  mayAdd,
}: {
  readonly passkeys: readonly PasskeyLine[];
  readonly mayAdd: 'yes' | 'no';
}): VNode {
  return (
    <>
      <h2 class="govuk-heading-m">Your passkeys</h2>
      {passkeys.length > 0 && (
        <form method="post" action={`${signInPaths.account}/remove-passkey`}>
          <dl class="govuk-summary-list">
            {passkeys.map(({ credentialId, name, made, used }) => (
              <div class="govuk-summary-list__row">
                <dt class="govuk-summary-list__key">{name}</dt>
                <dd class="govuk-summary-list__value">
                  {made}. {used}.
                </dd>
                <dd class="govuk-summary-list__actions">
                  <button class="hw-choice" type="submit" name="passkey" value={credentialId}>
                    Remove<span class="govuk-visually-hidden"> {name}</span>
                  </button>
                </dd>
              </div>
            ))}
          </dl>
        </form>
      )}
      {mayAdd === 'yes' && (
        <p class="govuk-body">
          <a class="govuk-link" href={signInPaths.newPasskey}>
            {passkeys.length === 0 ? 'Make a passkey' : 'Make another passkey'}
          </a>
          {passkeys.length === 1 && '. With one alone, a lost device means asking for a new invitation.'}
        </p>
      )}
    </>
  );
}
