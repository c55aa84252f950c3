import type { VNode } from 'preact';
import { registerPath } from '#domain/register/paths.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { addDays, isoWeekday } from '#foundation/kernel/plain-date.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { LiveReading } from '../reading.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

/** At a setting: the way on to each register of the week. A national reader has none, and is told why. */
export function RegistersSection({
  reading,
  scope,
}: {
  readonly reading: LiveReading;
  readonly scope: Scope;
}): VNode | null {
  const { place, at } = reading.picture;
  const [keeper] = place.keepers;
  if (place.address.kind !== 'setting' || keeper?.unit !== 'session') return null;
  const { urn } = place.address;
  const monday = addDays(at.day, 1 - isoWeekday(at.day));
  return (
    <section class="hw-section" aria-labelledby="registers">
      <h2 class="govuk-heading-m" id="registers">
        Registers of this week
      </h2>
      {scope.kind === 'nation' ? (
        <p class="govuk-body">
          A national reader sees totals and never a register: a register names children, and nobody needs their names to
          see how a nation does.
        </p>
      ) : (
        <ul class="govuk-list hw-live-week">
          {weekdays.map((name, index) => {
            const day = addDays(monday, index);
            return day > at.day && reading.picture.tense === 'live' ? null : (
              <li>
                {name}:{' '}
                {[1, 2].map((session) => (
                  <>
                    <a class="govuk-link" href={registerPath({ urn, day, session })}>
                      {session === 1 ? 'morning' : 'afternoon'}
                      <span class="govuk-visually-hidden"> of {dayInWords(day)}</span>
                    </a>{' '}
                  </>
                ))}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
