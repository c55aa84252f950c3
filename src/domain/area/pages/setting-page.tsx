import type { VNode } from 'preact';
import { printedCount } from '#foundation/kernel/count-words.ts';
import { dayInWords } from '#foundation/kernel/day-words.ts';
import { SummaryList } from '#foundation/ui/components/summary-list.tsx';
import type { Area, Setting, SettingLink, SettingWay } from '../model.ts';
import { settingPath } from '../paths.ts';
import { settingName } from '../rules.ts';
import { AreaLink } from './area-tree.tsx';

export interface SettingPageProps {
  readonly setting: Setting;
  readonly area: Area | undefined;
  readonly links: readonly SettingLink[];
  /** To its registers, where they are kept here. */
  readonly ways: readonly SettingWay[];
}

/** One setting: what the lists say about it, and what came before and after it. */
export function SettingPage({ setting, area, links, ways }: SettingPageProps): VNode {
  return (
    <>
      <h1 class="govuk-heading-xl">
        <span class="govuk-caption-xl">{setting.type ?? 'Setting'}</span>
        {settingName(setting)}
      </h1>
      <Ways ways={ways} />
      <SummaryList rows={factsOf(setting, area)} />
      <LinkSections links={links} />
      {links.length === 0 && (
        <p class="govuk-body hw-muted">No predecessor, successor or merger is in the lists that were imported.</p>
      )}
    </>
  );
}

function Ways({ ways }: Pick<SettingPageProps, 'ways'>): VNode | null {
  if (ways.length === 0) return null;
  return (
    <section aria-labelledby="kept">
      <h2 class="govuk-heading-m" id="kept">
        Kept here
      </h2>
      <ul class="govuk-list">
        {ways.map(({ text, href }) => (
          <li>
            <a class="govuk-link" href={href}>
              {text}
            </a>
          </li>
        ))}
      </ul>
      <p class="govuk-body-s hw-muted">
        For people of this setting, its trust and its local authority; totals for whoever looks at the nation.
      </p>
    </section>
  );
}

function factsOf(setting: Setting, area: Area | undefined) {
  const facts: readonly (readonly [string, VNode | string | number | undefined])[] = [
    ['Local authority', area ? <AreaLink area={area} /> : 'The list gives a code that no area has'],
    ['URN (unique reference number)', setting.urn],
    ['LAESTAB (authority and school number)', setting.laEstab],
    ['Phase', setting.phase],
    ['Status', setting.status],
    ['Opened', setting.openedOn && dayInWords(setting.openedOn)],
    ['Closed', setting.closedOn && dayInWords(setting.closedOn)],
    [
      'Pupils on roll',
      setting.headcount === undefined ? 'Not given, or hidden in the list' : printedCount(setting.headcount),
    ],
    ['Source', setting.source],
  ];
  return facts.flatMap(([key, value]) => (value === undefined ? [] : [{ key: { text: key }, value: { text: value } }]));
}

interface LinkSectionProps {
  readonly id: string;
  readonly heading: string;
  readonly says: string;
  readonly links: readonly SettingLink[];
}

function LinkSection({ id, heading, says, links }: LinkSectionProps): VNode | null {
  if (links.length === 0) return null;
  return (
    <section class="hw-section" aria-labelledby={id}>
      <h2 class="govuk-heading-m" id={id}>
        {heading}
      </h2>
      <p class="govuk-body">{says}</p>
      <ul class="govuk-list govuk-list--bullet">
        {links.map((link) => (
          <li>
            <LinkInWords link={link} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `Successor: Kingsgate Primary School, 1 April 2020`, or the same as the other setting says it. */
export function LinkInWords({ link }: { readonly link: SettingLink }): VNode {
  const other = (
    <a class="govuk-link" href={settingPath(link.otherUrn)}>
      {settingName({ urn: link.otherUrn, name: link.otherName })}
    </a>
  );
  const day = link.on === undefined ? '' : `, ${dayInWords(link.on)}`;
  return link.entry === 'own' ? (
    <>
      {link.kind}: {other}
      {day}
    </>
  ) : (
    <>
      {other} names it as “{link.kind}”{day}
    </>
  );
}

export interface LinkedSettingPageProps {
  readonly urn: number;
  readonly name: string | undefined;
  readonly links: readonly SettingLink[];
}

/** A setting that is in no list but is named in the list of links: often one that closed long ago. */
export function LinkedSettingPage({ urn, name, links }: LinkedSettingPageProps): VNode {
  return (
    <>
      <h1 class="govuk-heading-xl">
        <span class="govuk-caption-xl">URN {urn}</span>
        {settingName({ urn, name })}
      </h1>
      <p class="govuk-body">
        This setting is in no list of settings that was imported. It is known from the list of links alone.
      </p>
      <LinkSections links={links} />
    </>
  );
}

function LinkSections({ links }: { readonly links: readonly SettingLink[] }): VNode {
  return (
    <>
      <LinkSection
        id="own-links"
        heading="Before and after"
        says="What this setting’s own entries in the list of links say."
        links={links.filter((link) => link.entry === 'own')}
      />
      <LinkSection
        id="their-links"
        heading="Named by others"
        says="What the entries of other settings say of this one."
        links={links.filter((link) => link.entry === 'theirs')}
      />
    </>
  );
}
