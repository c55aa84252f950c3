import type { VNode } from 'preact';
import type { Area } from '#domain/area/model.ts';
import { areaPath, areaSettingsPath, areasPath } from '#domain/area/paths.ts';
import { kindInWords } from '#domain/area/rules.ts';
import type { LiveOfArea } from '#domain/attendance/front.ts';
import { counted } from '#foundation/kernel/count-words.ts';
import { firstMadeUpAreaId } from '#foundation/nations/united-kingdom-areas.ts';
import type { AreaPicture } from '../area-picture.ts';

/** Whether an area was made up to show Headwater with, and nothing is published about it: lines of England are not its own. */
export function isMadeUpWithoutFigures({ choice: { area }, headlines, trend, ...more }: AreaPicture): boolean {
  if (area.areaId < firstMadeUpAreaId) return false;
  const lines = [...trend.lines, ...more.censusAbsence.lines, ...more.exclusions.lines];
  return !(
    headlines.some(({ figure }) => figure !== undefined) || lines.some((line) => line.area.areaId === area.areaId)
  );
}

/** The page of such an area: what it is, and the way to what there is to see of it. */
export function MadeUpAreaPage({ area, live }: { readonly area: Area; readonly live: LiveOfArea | undefined }): VNode {
  return (
    <>
      <h1 class="govuk-heading-xl">
        <span class="govuk-caption-xl">{kindInWords(area.kind)}, made up</span>
        {area.name}
      </h1>
      <p class="govuk-body-l">
        There is no such place. {area.name} is made up to show what Headwater does where registers are kept, so nothing
        has been published about it.
      </p>
      {live && (
        <p class="govuk-body">
          What there is to see is{' '}
          <a class="govuk-link" href={live.href}>
            live attendance in {area.name}
          </a>
          , from the made-up registers of {counted(live.settings, 'setting')}: today, this week and the year to date, by
          reason, group and setting.
        </p>
      )}
      <section class="hw-section hw-more" aria-labelledby="more">
        <h2 class="govuk-heading-m" id="more">
          More
        </h2>
        <ul class="govuk-list govuk-list--spaced">
          <li>
            <a class="govuk-link" href={areaSettingsPath(area.code)}>
              Schools and other settings in {area.name}
            </a>
          </li>
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
    </>
  );
}
