import type { VNode } from 'preact';
import { areaPath, areasPath, settingPath } from '#domain/area/paths.ts';
import { weekdayInWords } from '#domain/register/pages/register-words.ts';
import { printedCount } from '#foundation/kernel/count-words.ts';
import { firstMadeUpAreaId } from '#foundation/nations/united-kingdom-areas.ts';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import type { ShellPage } from '#foundation/ui/page/shell.ts';
import type { Scope } from '#platform/access/scope.ts';
import { partWords, takenWords } from '../headline.ts';
import { attendancePath, liveEventsPath, livePath } from '../paths.ts';
import { coverageToday, currentPart, vectorOf } from '../place-picture.ts';
import type { LiveReading } from '../reading.ts';
import { querySearch } from '../reading.ts';
import { keepsRegisters } from '../tables-time.ts';
import {
  BandsSection,
  BelowSection,
  ChoiceForm,
  GroupsSection,
  KindsSection,
  ReasonsSection,
} from './breakdown-sections.tsx';
import { Live } from './live-text.tsx';
import { RegistersSection } from './registers-section.tsx';
import { PeriodsSection, WeeksSection } from './time-sections.tsx';
import { TodaySection } from './today-section.tsx';
import { WaysOn } from './ways-on.tsx';

/** The live picture of a place as a page. */
export function livePageContent(reading: LiveReading, scope: Scope): ShellPage {
  const { place } = reading.picture;
  return {
    title: `${place.name}: live attendance`,
    description: `Attendance and absence in ${place.name} as registers come in.`,
    path: livePath(place.address) + querySearch(reading.query),
    breadcrumbs: [
      { text: 'Live', href: attendancePath },
      ...place.above
        .toReversed()
        .map((area) => ({ text: area.name, href: livePath({ kind: 'area', code: area.code }) })),
      { text: place.name },
    ],
    children: (
      <div {...liveAttributes(reading)}>
        <h1 class="govuk-heading-xl">
          <span class="govuk-caption-xl">{`Live attendance: ${uncapitalised(place.kindWords)}`}</span>
          {place.name}
        </h1>
        <Standing reading={reading} />
        <WaysOn reading={reading} scope={scope} />
        <TodaySection reading={reading} />
        <RegistersSection reading={reading} scope={scope} />
        <PeriodsSection reading={reading} />
        <WeeksSection reading={reading} />
        {keepsRegisters(reading.picture) && (
          <>
            <ChoiceForm reading={reading} />
            <ReasonsSection reading={reading} />
            <GroupsSection reading={reading} />
            <BandsSection reading={reading} />
          </>
        )}
        <KindsSection reading={reading} />
        <BelowSection reading={reading} />
        <More reading={reading} scope={scope} />
      </div>
    ),
  };
}

/** What turns the page's figures over as they change; without it the page stays as it was sent. */
function liveAttributes({ picture, query, choice }: LiveReading): Readonly<Record<string, string>> {
  if (picture.tense === 'past') return {};
  return {
    'data-enhance': 'live-figures',
    'data-live-source':
      liveEventsPath(picture.place.address) + querySearch({ ...query, period: choice.period, by: choice.by }),
  };
}

/** Which day, as at when, and how complete. */
function Standing({ reading }: { readonly reading: LiveReading }): VNode {
  const { picture } = reading;
  const { complete, tense, place, at, begun } = picture;
  return (
    <div class="hw-live-standing">
      <p class="govuk-body-l">{weekdayInWords(at.day)}</p>
      <p class="govuk-body">
        {begun ? <Live name="as-at" text={takenWords(picture)} /> : <Awaited reading={reading} />}{' '}
        <span data-live-status />
      </p>
      {complete.known < complete.of && (
        <InsetText>
          Headwater is still reading rolls, calendars and earlier weeks: {printedCount(complete.known)} of{' '}
          {printedCount(complete.of)} settings are complete. Until then fewer count as expected, and earlier weeks are
          missing.
        </InsetText>
      )}
      {tense === 'past' && (
        <p class="govuk-body">
          <a class="govuk-link" href={livePath(place.address)}>
            Show today
          </a>
        </p>
      )}
    </div>
  );
}

/** Before the day has begun: when its registers are due, and how many are in, kept up to date. */
function Awaited({ reading: { picture, lead } }: { readonly reading: LiveReading }): VNode {
  const part = currentPart(picture);
  const name = `tile.registers-${part}`;
  const { isIn, expected } = coverageToday(vectorOf(picture, part === 'event' ? 'event' : 'session'), part);
  const until = lead ? ' Until then this page leads with the last school day.' : '';
  if (!keepsRegisters(picture)) return <>A roll is kept here, and no registers.</>;
  if (expected === 0) return <>No register is expected today.{lead && ' This page leads with the last school day.'}</>;
  return (
    <>
      {picture.firstDue === undefined
        ? 'Registers of today’s events are due half an hour after each begins.'
        : `Today’s first registers are due by ${picture.firstDue}.`}{' '}
      In so far {partWords[part]}: <Live name={`${name}.value`} text={printedCount(isIn)} />{' '}
      <Live name={`${name}.unit`} text={`of ${printedCount(expected)}`} />.{until}{' '}
      {lead && (
        <a class="govuk-link" href={livePath(picture.place.address) + querySearch({ day: picture.at.day })}>
          Show today
        </a>
      )}
      {lead && '.'}
    </>
  );
}

/** `Local authority’s own roll (EHE and EOTAS)` in a sentence: abbreviations keep their capitals. */
function uncapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function whyShown({ picture: { reach } }: LiveReading, { actor, purpose }: Scope): string {
  const extent =
    reach === 'full'
      ? 'You see every figure of this place.'
      : 'You see totals to the nearest ten, and rates worked out from those: small groups are hidden, the day of one or two settings is for their own people and governors, and no register is shown, because your role is about totals or about another place.';
  return `You are here as ${actor}, ${purpose}. ${extent}`;
}

function More({ reading, scope }: { readonly reading: LiveReading; readonly scope: Scope }): VNode {
  const { place } = reading.picture;
  const setting = place.address.kind === 'setting' ? place.address.urn : undefined;
  return (
    <section class="hw-section hw-more" aria-labelledby="more">
      <h2 class="govuk-heading-m" id="more">
        More about {place.name}
      </h2>
      <p class="govuk-body">{whyShown(reading, scope)}</p>
      <ul class="govuk-list govuk-list--spaced">
        {place.area && place.area.code !== 'E92000001' && place.area.areaId < firstMadeUpAreaId && (
          <li>
            <a class="govuk-link" href={areaPath(place.area.code)}>
              Published figures of {place.name}
            </a>
          </li>
        )}
        {setting !== undefined && (
          <li>
            <a class="govuk-link" href={settingPath(setting)}>
              About {place.name}
            </a>
          </li>
        )}
        <li>
          <a class="govuk-link" href={areaPath('E92000001')}>
            Published figures of England
          </a>
        </li>
        <li>
          <a class="govuk-link" href={areasPath}>
            Published figures of all areas
          </a>
        </li>
      </ul>
    </section>
  );
}

/** While the picture is put together for the first time, or where no register is kept. */
export function noPictureContent(kind: 'starting' | 'no-registers', path: string): ShellPage {
  return {
    title: 'Live attendance',
    path,
    children: (
      <>
        <h1 class="govuk-heading-xl">Live attendance</h1>
        <p class="govuk-body-l">
          {kind === 'starting'
            ? 'The live picture is being put together. Load this page again in a few seconds.'
            : 'No registers are kept here yet, so there is no live picture.'}
        </p>
        <p class="govuk-body">
          <a class="govuk-link" href={areasPath}>
            See published figures
          </a>
        </p>
      </>
    ),
  };
}
