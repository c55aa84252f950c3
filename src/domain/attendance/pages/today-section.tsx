import type { VNode } from 'preact';
import { missingPath, missingRegistersPath } from '#domain/register/paths.ts';
import { counted } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { LineagePanel } from '#foundation/ui/components/lineage-panel.tsx';
import { StatGrid, StatTile } from '#foundation/ui/components/stat-tile.tsx';
import type { Tile } from '../headline.ts';
import { liveCsvPath } from '../paths.ts';
import type { LiveReading } from '../reading.ts';
import { querySearch } from '../reading.ts';
import { Live, LiveTableView } from './live-text.tsx';

/** The day: headline figures, then each session with its counts. */
export function TodaySection({ reading }: { readonly reading: LiveReading }): VNode {
  const { picture, tiles, tables, query } = reading;
  const { place, at, tense } = picture;
  return (
    <section class="hw-section" aria-labelledby="today">
      <h2 class="govuk-heading-m" id="today">
        {tense === 'live' ? 'Today' : dayInWords(at.day)}
      </h2>
      <StatGrid label="Headline figures">
        {tiles.map((tile) => (
          <LiveTile tile={tile} />
        ))}
      </StatGrid>
      {tense === 'live' && tiles.length > 0 && (
        <p class="govuk-body">
          <a class="govuk-link" href={missingHref(reading)}>
            Registers that are not in yet
          </a>
        </p>
      )}
      <LiveTableView
        table={tables.today}
        empty={`No setting of ${place.name} keeps registers of sessions or events: children on this roll are educated otherwise.`}
      />
      {picture.elsewhere > 0 && (
        <p class="govuk-body">
          {counted(picture.elsewhere, 'child is', 'children are')} on a local authority’s own roll (electively home
          educated, or educated otherwise than at school). No sessions are expected of them, so they are in no rate.
        </p>
      )}
      <p class="govuk-body-s hw-live-keep">
        <a class="govuk-link" href={liveCsvPath(place.address, 'today', querySearch(query))}>
          Download the day’s sessions (CSV)
        </a>
      </p>
      <DayLineage reading={reading} />
    </section>
  );
}

function missingHref({ picture: { place } }: LiveReading): string {
  return place.address.kind === 'area' ? missingPath({ area: place.address.code }) : missingRegistersPath;
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

function DayLineage({ reading: { picture } }: { readonly reading: LiveReading }): VNode {
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
