import type { VNode } from 'preact';
import { dualRegistrationPath, missingPath, registerPath, registersPath } from '#domain/register/paths.ts';
import { session } from '#domain/roll/model.ts';
import { areaChildrenPath, calendarPath, rollPath } from '#domain/roll/paths.ts';
import { reads } from '#platform/access/allowed.ts';
import type { Scope } from '#platform/access/scope.ts';
import type { PlacePicture } from '../place-picture.ts';
import { coverageToday } from '../place-picture.ts';
import type { LiveReading } from '../reading.ts';

interface Way {
  readonly text: string;
  readonly href: string;
}

/** What the reader does from here, one step away: today's registers, rolls, and the lists of what is missing. */
export function WaysOn({ reading, scope }: { readonly reading: LiveReading; readonly scope: Scope }): VNode | null {
  const ways = waysOn(reading.picture, scope);
  if (ways.length === 0) return null;
  return (
    <nav class="hw-live-ways" aria-label={`Registers and lists of ${reading.picture.place.name}`}>
      <ul class="govuk-list">
        {ways.map(({ text, href }) => (
          <li>
            <a class="govuk-link" href={href}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function waysOn(picture: PlacePicture, scope: Scope): readonly Way[] {
  const { address } = picture.place;
  // Who reads totals alone is led to no page that would refuse them.
  const readsChildren = reads(scope, 'identity', 'attendance');
  if (address.kind === 'setting') return readsChildren ? waysAtSetting(picture, address.urn) : [];
  const missing = missingWay(picture, scope);
  return picture.reach === 'full' && readsChildren ? [...missing, dualWay, ...childrenWay(picture, scope)] : missing;
}

/** The list of an authority’s children, for its own people. */
function childrenWay({ place: { area } }: PlacePicture, scope: Scope): readonly Way[] {
  if (scope.kind !== 'area' || area === undefined || area.areaId !== scope.laId) return [];
  return [{ text: 'Children', href: areaChildrenPath(area.code) }];
}

const dualWay: Way = { text: 'Expected elsewhere, not seen there', href: dualRegistrationPath };

function waysAtSetting(picture: PlacePicture, urn: number): readonly Way[] {
  const { place, at, session: vector, event } = picture;
  const roll = { text: 'Roll', href: rollPath(urn) };
  if (place.keepers[0]?.unit === 'none') return [roll];
  const today = (
    [
      ['morning', 'This morning’s register'],
      ['afternoon', 'This afternoon’s register'],
    ] as const
  )
    .filter(([part]) => picture.tense === 'live' && coverageToday(vector, part).expected > 0)
    .map(([part, text]) => ({ text, href: registerPath({ urn, day: at.day, session: session[part] }) }));
  const isCollege = coverageToday(event, 'event').expected > 0;
  return [
    ...today,
    {
      text: isCollege ? 'Registers of today’s events' : 'All registers',
      href: `${registersPath(urn)}${isCollege ? `#day-${at.day}` : ''}`,
    },
    roll,
    { text: 'Terms and closures', href: calendarPath(urn) },
    dualWay,
  ];
}

/** Only where the list is for this reader: an authority's own, a nation's own or one of its authorities, a trust's own. */
function missingWay({ place: { area }, reach, at, tense }: PlacePicture, scope: Scope): readonly Way[] {
  const isAuthority = area?.kind === 'local-authority';
  if (reach !== 'full' && !(scope.kind === 'nation' && (isAuthority || area?.areaId === scope.nationId))) return [];
  // The list is of the reader's own place, unless a national reader looks at one authority.
  const asked = scope.kind === 'nation' && isAuthority ? area.code : undefined;
  return [
    { text: 'Missing registers', href: missingPath({ area: asked, day: tense === 'past' ? at.day : undefined }) },
  ];
}
