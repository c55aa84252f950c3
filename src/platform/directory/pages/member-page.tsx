import type { VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { Details } from '#foundation/ui/components/details.tsx';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import type { OrganisationKind } from '#platform/access/organisation.ts';
import { memberPath } from '../paths.ts';
import type { ListedMember } from '../people-store.ts';
import type { WaysIn } from '../ways-in-store.ts';
import { endWords, RoleFields, roleWords } from './people-page.tsx';

export interface MemberPageProps {
  readonly member: ListedMember;
  readonly kind: OrganisationKind;
  /** Every role of the person at this organisation. */
  readonly others: readonly ListedMember[];
  readonly own: 'own' | 'another';
  readonly may: 'invite' | 'not-invite';
  readonly waysIn: WaysIn;
  /** A link just made, and shown this once. */
  readonly made: string | undefined;
  readonly today: PlainDate;
}

/** One role of a person: changing it, ending it, inviting them, ending their sign-ins. */
export function MemberPage(props: MemberPageProps): VNode {
  const { member, others, own, waysIn, made, today } = props;
  const path = memberPath(member.membershipId);
  const holds = member.endedAt === null && (member.validTo === null || member.validTo >= today);
  return (
    <>
      <h1 class="govuk-heading-l">{member.name}</h1>
      {made !== undefined && (
        <InsetText>
          <p class="govuk-body">
            <strong>The link to sign in with</strong>, shown this once. Give it to {member.name} and nobody else: who
            opens it first becomes {member.name} here.
          </p>
          <p class="govuk-body hw-measure">
            <code>{made}</code>
          </p>
        </InsetText>
      )}
      <dl class="govuk-summary-list">
        <Row term="Role" words={roleWords(member)} />
        <Row term="Since" words={dayInWords(member.validFrom)} />
        <Row term="Until" words={endWords(member)} />
        <Row term="E-mail address" words={member.email ?? 'none is entered'} />
        <Row term="Entered" words={`${instantInWords(member.enteredAt)}, by ${member.enteredBy}`} />
        <Row term="All roles here" words={others.map((one) => `${roleWords(one)} (${endWords(one)})`).join('; ')} />
        {waysIn.removedAt !== null && (
          <Row
            term="Ways to sign in taken away"
            words={`${instantInWords(waysIn.removedAt)}, by ${waysIn.removedBy ?? 'somebody'}`}
          />
        )}
      </dl>
      {own === 'own' && <p class="govuk-body">This is you: another head or administrator changes your role.</p>}
      {own === 'another' && holds && <Deeds {...props} path={path} />}
    </>
  );
}

function Row({ term, words }: { readonly term: string; readonly words: string }): VNode {
  return (
    <div class="govuk-summary-list__row">
      <dt class="govuk-summary-list__key">{term}</dt>
      <dd class="govuk-summary-list__value">{words}</dd>
    </div>
  );
}

function Deeds({ member, kind, may, waysIn, path }: MemberPageProps & { readonly path: string }): VNode {
  const { name, role, classes, yearGroups } = member;
  const typed = { role, classes: classes.join(', '), yearGroups: yearGroups.join(', '), from: '', to: '' };
  return (
    <div class="hw-measure hw-more">
      {may === 'invite' && (
        <>
          {waysIn.has === 'none' ? (
            <form method="post" action={`${path}/invite`}>
              <p class="govuk-body">
                An invitation is a link that serves once, for three days. Earlier ones serve no more.
              </p>
              <Button>Invite to sign in</Button>
            </form>
          ) : (
            <form method="post" action={`${path}/lost-key`}>
              <p class="govuk-body">
                {name} can sign in. If they lost what they sign in with, every passkey and account of theirs is taken
                away first, which signs them out everywhere. They and everybody who administers see that you did it, and
                when.
              </p>
              <Button classes="govuk-button--warning">They lost their key</Button>
            </form>
          )}
          <form method="post" action={`${path}/sign-out`}>
            <p class="govuk-body">Signs {name} out on every device. Their roles stay as they are.</p>
            <Button classes="govuk-button--secondary">End every sign-in</Button>
          </form>
        </>
      )}
      <Details summaryText="Change the role">
        <form method="post" action={`${path}/change`} autocomplete="off" aria-label="Change the role">
          <p class="govuk-body">This role ends now, and the one below is entered. Both stand in the record.</p>
          <RoleFields kind={kind} typed={typed} />
          <Button>Change</Button>
        </form>
      </Details>
      <form method="post" action={`${path}/end`}>
        <p class="govuk-body">Ends this role now: {name} sees nothing by it from the next request on.</p>
        <Button classes="govuk-button--warning">End this role</Button>
      </form>
    </div>
  );
}
