import type { VNode } from 'preact';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import type { ShellPage } from '#foundation/ui/page/shell.ts';
import { roles } from '#platform/access/roles.ts';
import { signInPaths } from '../paths.ts';
import type { Colleague } from '../people-store.ts';
import { capitalised } from './choose.tsx';
import type { KeyLine } from './keys.tsx';
import { Keys, NewKey } from './keys.tsx';

/** What an administrator looks after. */
export interface OrganisationShown {
  readonly organisation: string;
  /** The area, trust or setting it stands for; absent when it stands nowhere though it must. */
  readonly stands: string | undefined;
  readonly colleagues: readonly Colleague[];
  readonly keys: readonly KeyLine[];
  /** Just made, and shown this once. */
  readonly made?: { readonly kind: 'key' | 'invitation'; readonly secret: string; readonly words: string } | undefined;
}

/** `/account/organisation`: invitations, sign-ins and keys of programs, for whoever administers an organisation. */
export function organisationPage({ organisation, stands, colleagues, keys, made }: OrganisationShown): ShellPage {
  return {
    title: `Signing in at ${organisation}`,
    path: signInPaths.organisation,
    children: (
      <>
        <h1 class="govuk-heading-xl">Signing in at {organisation}</h1>
        {made && (
          <InsetText>
            <p class="govuk-body">
              <strong>{made.kind === 'key' ? 'The new key' : 'The new invitation'}</strong>, shown this once.{' '}
              {made.words}
            </p>
            <p class="govuk-body">
              <code>{made.secret}</code>
            </p>
          </InsetText>
        )}
        <Stands organisation={organisation} stands={stands} />
        <h2 class="govuk-heading-m">People</h2>
        <People colleagues={colleagues} />
        <h2 class="govuk-heading-m">Keys of programs</h2>
        <p class="govuk-body">
          A supplier’s system asks with a key: for this organisation alone, for one purpose, for what you choose, until
          a day. It opens nothing before somebody here whose own role reads as much has approved it.
        </p>
        <Keys keys={keys} />
        <NewKey />
      </>
    ),
  };
}

/** Whether people in roles that reach an area can see anybody: an organisation entered without one is the usual reason. */
function Stands({ organisation, stands }: Pick<OrganisationShown, 'organisation' | 'stands'>): VNode {
  if (stands !== undefined) return <p class="govuk-body">It stands for: {stands}.</p>;
  return (
    <InsetText>
      <p class="govuk-body">
        {organisation} is entered without the area it is or serves, so officers invited here see nobody. Whoever runs
        Headwater enters it with the area’s code:
      </p>
      <p class="govuk-body">
        <code>npx headwater people invite "Name" --at "{organisation}" --area E10000014</code>
      </p>
    </InsetText>
  );
}

function People({ colleagues }: Pick<OrganisationShown, 'colleagues'>): VNode {
  return (
    <form method="post" action={`${signInPaths.organisation}/people`}>
      <dl class="govuk-summary-list">
        {colleagues.map(({ personId, name, roles: held, hasKey, openSessions }) => (
          <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">{name}</dt>
            <dd class="govuk-summary-list__value">
              {capitalised(held.map((role) => roleTitle(role)).join(', '))}. {signInWords(hasKey, openSessions)}
            </dd>
            <dd class="govuk-summary-list__actions">
              {!hasKey && (
                <button class="hw-choice" type="submit" name="invite" value={personId}>
                  Invite<span class="govuk-visually-hidden"> {name}</span>
                </button>
              )}
              {openSessions > 0 && (
                <button class="hw-choice" type="submit" name="end" value={personId}>
                  Sign out<span class="govuk-visually-hidden"> {name} everywhere</span>
                </button>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </form>
  );
}

function roleTitle(role: string): string {
  return Object.hasOwn(roles, role) ? roles[role as keyof typeof roles].title : role;
}

function signInWords(hasKey: boolean, openSessions: number): string {
  if (!hasKey) return 'Has not signed in yet: an invitation lets them.';
  return openSessions === 0
    ? 'Not signed in now.'
    : `Signed in now, ${openSessions === 1 ? 'once' : `${openSessions} times`}.`;
}
