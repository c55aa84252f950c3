import type { VNode } from 'preact';
import { counted } from '#foundation/kernel/count-words.ts';
import { beginningInWords, instantInWords } from '#foundation/kernel/london-clock.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import type { Purpose } from '#platform/access/purposes.ts';
import { purposes } from '#platform/access/purposes.ts';
import { teamPath } from '../paths.ts';
import type { ListedMember } from '../people-store.ts';
import { categoriesInWords, untilWords } from '../words.ts';
import { endWords, roleWords } from './people-page.tsx';

/** One of the reader’s own roles, with what it reaches. */
export interface OwnRole extends ListedMember {
  readonly organisation: string;
  readonly teams: readonly {
    readonly teamId: number;
    readonly learnerId: number;
    readonly purpose: string;
    readonly categories: readonly string[];
    readonly since: Date;
    readonly until: Date | undefined;
  }[];
  readonly agreements: readonly { readonly agreementId: number; readonly words: string; readonly until: Date }[];
}

export interface OwnPageProps {
  readonly name: string;
  readonly roles: readonly OwnRole[];
  readonly today: PlainDate;
  readonly now: Date;
}

/** What the reader could see: their roles, the teams and agreements each brings, and when they end. */
export function OwnPage({ name, roles, now }: OwnPageProps): VNode {
  return (
    <>
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">{name}</span>
        What you could see
      </h1>
      <WhyYouMaySee words={`You see this because it is about yourself. As recorded at ${instantInWords(now)}.`} />
      <p class="govuk-body">
        What each role reads is at{' '}
        <a class="govuk-link" href="/access/roles">
          who may see what
        </a>
        . You are here in one of them at a time.
      </p>
      {roles.map((role) => (
        <section>
          <h2 class="govuk-heading-m">
            {roleWords(role)}, {role.organisation}
          </h2>
          <p class="govuk-body">
            Since {beginningInWords(role.enteredAt)}; {role.endedAt === null ? 'last day' : 'ended'}: {endWords(role)}.
          </p>
          {role.teams.length > 0 && (
            <>
              <h3 class="govuk-heading-s">In {counted(role.teams.length, 'team', 'teams')} around children</h3>
              <ul class="govuk-list govuk-list--bullet">
                {role.teams.map((team) => (
                  <li>
                    {team.until === undefined || team.until > now ? (
                      <a class="govuk-link" href={teamPath(team.learnerId)}>
                        A team {purposes[team.purpose as Purpose]}
                      </a>
                    ) : (
                      `A team ${purposes[team.purpose as Purpose]}`
                    )}
                    : {categoriesInWords(team.categories)}; from {beginningInWords(team.since)};{' '}
                    {untilWords(team.until)}
                  </li>
                ))}
              </ul>
            </>
          )}
          {role.agreements.length > 0 && (
            <>
              <h3 class="govuk-heading-s">Under agreements of {role.organisation}</h3>
              <ul class="govuk-list govuk-list--bullet">
                {role.agreements.map(({ agreementId, words, until }) => (
                  <li>
                    <a class="govuk-link" href={`/agreements/${agreementId}`}>
                      {words}
                    </a>
                    , {untilWords(until)}
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      ))}
    </>
  );
}
