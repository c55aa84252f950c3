import type { VNode } from 'preact';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { beginningInWords, instantInWords } from '#foundation/kernel/london-clock.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { Checkboxes } from '#foundation/ui/components/checkboxes.tsx';
import { Details } from '#foundation/ui/components/details.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { Select } from '#foundation/ui/components/select.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import type { Category } from '#platform/access/categories.ts';
import { categoryWords } from '#platform/access/categories.ts';
import type { Purpose } from '#platform/access/purposes.ts';
import { purposes } from '#platform/access/purposes.ts';
import { roles } from '#platform/access/roles.ts';
import type { Scope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import type { LookedChild } from '#platform/ledger/looked-store.ts';
import { teamPath } from '../paths.ts';
import type { Partner, Team, TeamPart } from '../team-store.ts';
import { readsOf, teamPurposes, teamRoles } from '../teams.ts';
import { capitalised, categoriesInWords, roleTitle } from '../words.ts';

/** Somebody who could be asked into one of the teams. */
export interface OfferedPartner extends Partner {
  readonly teamId: number;
}

export interface TeamPageProps {
  readonly child: LookedChild;
  readonly teams: readonly Team[];
  readonly partners: readonly OfferedPartner[];
  readonly scope: Scope | undefined;
  /** The reader’s own membership. */
  readonly own: number | undefined;
  readonly may: 'lead' | 'read';
  /** What the reader may give: what they see themselves. */
  readonly gives: readonly Category[];
  readonly today: PlainDate;
  readonly now: Date;
}

/** Who works together around a child, for what, what each may see, and until when. */
export function TeamPage(props: TeamPageProps): VNode {
  const { child, teams, scope, may, now } = props;
  const open = teams.filter(({ closedOn }) => closedOn === null);
  const closed = teams.filter(({ closedOn }) => closedOn !== null);
  return (
    <>
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">{child.name}</span>
        The team around this child
      </h1>
      {scope && <WhyYouMaySee words={`${whyWords(scope)} As recorded at ${instantInWords(now)}.`} />}
      {open.length === 0 && <p class="govuk-body">No team works around this child at present.</p>}
      {open.map((team) => (
        <OpenTeam {...props} team={team} />
      ))}
      {may === 'lead' && <OpenForm learnerId={child.learnerId} />}
      {closed.length > 0 && (
        <Details summaryText={`Teams that are closed: ${closed.length}`}>
          {closed.map((team) => (
            <>
              <h2 class="govuk-heading-s">{teamTitle(team)}</h2>
              <p class="govuk-body">
                From {dayInWords(team.openedOn)} to {lastWords(team)}.
              </p>
              <Parts {...props} team={team} may="read" />
            </>
          ))}
        </Details>
      )}
    </>
  );
}

function teamTitle({ purpose }: Team): string {
  return `A team ${Object.hasOwn(purposes, purpose) ? purposes[purpose as Purpose] : purpose}`;
}

function lastWords({ closedAt, closedOn }: Team): string {
  if (closedAt !== null) return beginningInWords(closedAt);
  return closedOn === null ? '' : dayInWords(closedOn);
}

type OneTeam = TeamPageProps & { readonly team: Team };

function OpenTeam(props: OneTeam): VNode {
  const { team, may, child } = props;
  return (
    <section aria-labelledby={`team-${team.teamId}`}>
      <h2 class="govuk-heading-m" id={`team-${team.teamId}`}>
        {teamTitle(team)}
      </h2>
      <p class="govuk-body">
        Opened on {dayInWords(team.openedOn)} by {team.enteredBy}.
      </p>
      <Parts {...props} />
      {may === 'lead' && (
        <div class="hw-more">
          <InviteForm {...props} />
          <form method="post" action={`${teamPath(child.learnerId)}/close`}>
            <input type="hidden" name="team" value={team.teamId} />
            <Button classes="govuk-button--secondary">Close this team</Button>
          </form>
        </div>
      )}
    </section>
  );
}

function Parts({ team, child, may, own, today }: OneTeam): VNode {
  if (team.members.length === 0) return <p class="govuk-body">Nobody has been asked into it yet.</p>;
  return (
    <dl class="govuk-summary-list">
      {team.members.map((part) => (
        <div class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">
            {part.name}, {roleTitle(part.role)}, {part.organisation}
          </dt>
          <dd class="govuk-summary-list__value">{partWords(part, today)}</dd>
          {holds(part, today) && (may === 'lead' || part.membershipId === own) && (
            <dd class="govuk-summary-list__actions">
              <form method="post" action={`${teamPath(child.learnerId)}/end`}>
                <input type="hidden" name="team" value={team.teamId} />
                <button class="hw-choice" type="submit" name="member" value={part.membershipId}>
                  {part.membershipId === own ? 'Leave' : 'End'}
                  <span class="govuk-visually-hidden"> {part.name}</span>
                </button>
              </form>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

function holds({ endedAt, validTo, roleEndedAt, roleValidTo }: TeamPart, today: PlainDate): boolean {
  const days = [validTo, roleValidTo].every((day) => day === null || day >= today);
  return endedAt === null && roleEndedAt === null && days;
}

function partWords(part: TeamPart, today: PlainDate): string {
  const sees = `${categoriesInWords(part.categories)};`;
  const from = dayInWords(part.validFrom);
  if (holds(part, today)) {
    const until = part.validTo === null ? 'no last day' : `until ${dayInWords(part.validTo)}`;
    return `Sees ${sees} from ${from}, ${until}.`;
  }
  const ended = part.endedAt ?? part.roleEndedAt;
  const last = part.validTo ?? part.roleValidTo;
  return `Saw ${sees} from ${from} to ${ended ? beginningInWords(ended) : last === null ? 'an earlier day' : dayInWords(last)}.`;
}

function InviteForm({ team, child, partners, gives }: OneTeam): VNode {
  const asked = partners.filter(({ teamId }) => teamId === team.teamId);
  if (asked.length === 0) {
    return <p class="govuk-body">No partner that works with children of this area has anybody for such a team.</p>;
  }
  const useful = gives.filter((category) => teamRoles.some((name) => readsOf(roles[name]).includes(category)));
  const prefix = `invite-${team.teamId}`;
  return (
    <Details summaryText="Ask somebody into this team">
      <form
        class="hw-measure"
        method="post"
        action={`${teamPath(child.learnerId)}/invite`}
        autocomplete="off"
        aria-label={`Ask somebody into this team: ${teamTitle(team)}`}
      >
        <input type="hidden" name="team" value={team.teamId} />
        <Select
          id={`${prefix}-member`}
          name="member"
          label={{ text: 'Who' }}
          items={asked.map((one) => ({
            value: one.membershipId,
            text: `${one.name}, ${roleTitle(one.role)}, ${one.organisation}`,
          }))}
        />
        <Checkboxes
          name="categories"
          idPrefix={`${prefix}-categories`}
          fieldset={{ legend: { text: 'What they need to see, and no more' } }}
          hint={{ text: 'Never more than their role has; what it has is at /access/roles' }}
          values={['identity']}
          items={useful.map((category) => ({ value: category, text: capitalised(categoryWords[category]) }))}
        />
        <Input
          id={`${prefix}-to`}
          name="to"
          label={{ text: 'Last day (optional)' }}
          hint={{ text: 'Such as 31/3/2027' }}
        />
        <Button>Ask into the team</Button>
      </form>
    </Details>
  );
}

function OpenForm({ learnerId }: { readonly learnerId: number }): VNode {
  return (
    <Details classes="hw-more" summaryText="Open another team">
      <form method="post" action={`${teamPath(learnerId)}/open`} aria-label="Open a team">
        <Select
          id="purpose"
          name="purpose"
          label={{ text: 'What is the team for?' }}
          hint={{ text: 'Its members act for this purpose alone, so it decides who can be asked' }}
          items={teamPurposes.map((purpose) => ({ value: purpose, text: capitalised(purposes[purpose]) }))}
        />
        <Button>Open the team</Button>
      </form>
    </Details>
  );
}
