import type { ComponentChildren, VNode } from 'preact';
import { weekdayInWords } from '#domain/register/pages/register-words.ts';
import { counted } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { LineagePanel } from '#foundation/ui/components/lineage-panel.tsx';
import { StatGrid, StatTile } from '#foundation/ui/components/stat-tile.tsx';
import type { Tile } from '../headline.ts';
import { takenWords } from '../headline.ts';
import { liveCsvPath } from '../paths.ts';
import { showsDay } from '../protection.ts';
import type { LeadDay, LiveReading } from '../reading.ts';
import { querySearch } from '../reading.ts';
import { keepsRegisters } from '../tables-time.ts';
import { Live, LiveTableView } from './live-text.tsx';

/** The day: headline figures, then each session with its counts. Until today begins, the last school day in its place. */
export function TodaySection({ reading }: { readonly reading: LiveReading }): VNode {
  const { picture, tiles, tables, lead, query } = reading;
  if (lead) {
    return (
      <DaySection reading={reading} day={lead} heading={`${weekdayInWords(lead.picture.at.day)}, the last school day`}>
        <p class="govuk-body">{takenWords(lead.picture)}</p>
      </DaySection>
    );
  }
  if (!keepsRegisters(picture)) {
    return (
      <section class="hw-section" aria-labelledby="today">
        <h2 class="govuk-heading-m" id="today">
          On this roll
        </h2>
        <Elsewhere picture={picture} />
      </section>
    );
  }
  const day = { picture, tiles, table: tables.today };
  // Whoever asks for today is shown it, whatever there is of it.
  if (showsDay(picture) && (picture.begun || query.day !== undefined)) {
    const heading = picture.tense === 'live' ? 'Today' : weekdayInWords(picture.at.day);
    return <DaySection reading={reading} day={day} heading={heading} />;
  }
  return (
    <section class="hw-section" aria-labelledby="today">
      <h2 class="govuk-heading-m" id="today">
        So far
      </h2>
      {!showsDay(picture) && (
        <p class="govuk-body">
          The day, its sessions and its codes are not shown to you here: in one or two settings they are about few
          children. Counts of the week and the year are to the nearest ten.
        </p>
      )}
      <StatGrid label="Headline figures">
        {tiles.map((tile) => (
          <LiveTile tile={tile} />
        ))}
      </StatGrid>
      <Elsewhere picture={picture} />
    </section>
  );
}

interface DaySectionProps {
  readonly reading: LiveReading;
  readonly day: LeadDay;
  readonly heading: string;
  readonly children?: ComponentChildren;
}

function DaySection({ reading, day: { picture, tiles, table }, heading, children }: DaySectionProps): VNode {
  const { place, at } = picture;
  const search = querySearch({ ...reading.query, ...(reading.lead && { day: at.day }) });
  return (
    <section class="hw-section" aria-labelledby="today">
      <h2 class="govuk-heading-m" id="today">
        {heading}
      </h2>
      {children}
      <StatGrid label="Headline figures">
        {tiles.map((tile) => (
          <LiveTile tile={tile} />
        ))}
      </StatGrid>
      <LiveTableView table={table} />
      <Elsewhere picture={reading.picture} />
      <p class="govuk-body-s hw-live-keep">
        <a class="govuk-link" href={liveCsvPath(place.address, 'today', search)}>
          Download the day’s sessions (CSV)
        </a>
      </p>
      <DayLineage picture={picture} />
    </section>
  );
}

function Elsewhere({ picture: { elsewhere } }: Pick<LiveReading, 'picture'>): VNode | null {
  if (elsewhere === 0) return null;
  return (
    <p class="govuk-body">
      {counted(elsewhere, 'child is', 'children are')} on a local authority’s own roll (electively home educated, or
      educated otherwise than at school). No sessions are expected of them, so they are in no rate.
    </p>
  );
}

function LiveTile({ tile }: { readonly tile: Tile }): VNode {
  const value = <Live name={`tile.${tile.id}.value`} text={tile.value} />;
  return (
    <StatTile
      label={tile.label}
      labelHeadingLevel={3}
      value={tile.missing ? <span class="hw-stat__missing">{value}</span> : value}
      unit={<Live name={`tile.${tile.id}.unit`} text={tile.unit} />}
      inWords={<Live name={`tile.${tile.id}.words`} text={tile.words} />}
    />
  );
}

function DayLineage({ picture }: Pick<LiveReading, 'picture'>): VNode {
  return (
    <LineagePanel
      summaryText="What these figures mean and where they come from"
      lineage={{
        definition:
          'Attendance: sessions attended or at an approved educational activity, of sessions possible. Absence: sessions missed, authorised and unauthorised, of sessions possible. Possible: attended and missed together. A ratio of sums, never a mean of rates. Late: arrived after the register opened, of sessions possible.',
        version: 'measures of the Department for Education, from 19 August 2024',
        population:
          'Everyone on roll that day, guests left out: they are counted where they are enrolled. A session that is not required (a closure, another setting’s session) and one that is unmeasured are in no rate.',
        period: `${dayInWords(picture.at.day)}. Half-day sessions and colleges’ timetabled events stand apart: they are of unequal length, and no definition joins them.`,
        coverage: (
          <>
            “Registers in” counts registers that have been recorded, of those that calendars and timetables expect.
            Whoever a register that is not in expects is counted as unmeasured.
          </>
        ),
        sources: [{ text: 'Registers kept here, and the totals that are written with each in the same transaction' }],
      }}
    />
  );
}
