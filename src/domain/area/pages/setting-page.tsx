import type { VNode } from 'preact';
import { SummaryList } from '#foundation/ui/components/summary-list.tsx';
import type { Area, Setting, SettingLink } from '../model.ts';
import { settingPath } from '../paths.ts';
import { dayInWords, settingName, wholeNumber } from '../rules.ts';
import { AreaLink } from './area-tree.tsx';

export interface SettingPageProps {
  readonly setting: Setting;
  readonly area: Area | undefined;
  readonly links: readonly SettingLink[];
}

/** One setting: what the lists say about it, and what came before and after it. */
export function SettingPage({ setting, area, links }: SettingPageProps): VNode {
  return (
    <>
      <h1 class="govuk-heading-xl">
        <span class="govuk-caption-xl">{setting.type ?? 'Setting'}</span>
        {settingName(setting)}
      </h1>
      <SummaryList rows={factsOf(setting, area)} />
      <LinkSection
        id="own-links"
        heading="Before and after"
        says="What this setting’s entry in the list of links says."
        links={links.filter((link) => link.entry === 'own')}
      />
      <LinkSection
        id="their-links"
        heading="Named by others"
        says="What other settings’ entries say of this one, in their own words: “Successor” means that this setting is theirs."
        links={links.filter((link) => link.entry === 'theirs')}
      />
      {links.length === 0 && (
        <p class="govuk-body hw-muted">No predecessor, successor or merger is in the lists that were imported.</p>
      )}
    </>
  );
}

function factsOf(setting: Setting, area: Area | undefined) {
  const facts: readonly (readonly [string, VNode | string | number | undefined])[] = [
    ['Local authority', area ? <AreaLink area={area} /> : 'The list gives a code that no area has'],
    ['URN', setting.urn],
    ['LAESTAB', setting.laEstab],
    ['Phase', setting.phase],
    ['Status', setting.status],
    ['Opened', setting.openedOn && dayInWords(setting.openedOn)],
    ['Closed', setting.closedOn && dayInWords(setting.closedOn)],
    [
      'Pupils on roll',
      setting.headcount === undefined ? 'Not given, or hidden in the list' : wholeNumber(setting.headcount),
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

/** `Successor: Kingsgate Primary School, 1 April 2020`, the other setting a link. */
export function LinkInWords({ link }: { readonly link: SettingLink }): VNode {
  return (
    <>
      {link.kind}:{' '}
      <a class="govuk-link" href={settingPath(link.otherUrn)}>
        {settingName({ urn: link.otherUrn, name: link.otherName })}
      </a>
      {link.on === undefined ? '' : `, ${dayInWords(link.on)}`}
    </>
  );
}
