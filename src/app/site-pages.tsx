import type { Shell } from '#foundation/ui/page/shell.ts';
import { sitePaths } from './paths.ts';
import { problemKinds } from './problem-document.ts';

const aboutCrumbs = [{ text: 'England', href: sitePaths.england }, { text: 'About' }];

/** How the figures come about, and what is and is not kept. */
export function aboutPage(shell: Shell): Promise<string> {
  return shell({
    title: 'About Headwater',
    description: 'Where the figures come from, how they are worked out, and what Headwater keeps about people.',
    path: sitePaths.about,
    breadcrumbs: aboutCrumbs,
    children: (
      <>
        <h1 class="govuk-heading-xl">About Headwater</h1>
        <p class="govuk-body-l">
          Headwater shows how attendance, absence, suspension and permanent exclusion stand in England, its regions and
          its local authorities, so that help can come before exclusion.
        </p>
        <HowFiguresComeAbout />
        <h2 class="govuk-heading-m">What comparison can and cannot say</h2>
        <p class="govuk-body">
          Areas differ in who lives there, which schools are open and how many of them report. There are no ranks here,
          and no colours for good and bad. Where a difference could be chance, the page says so.
        </p>
        <h2 class="govuk-heading-m">Privacy</h2>
        <p class="govuk-body">
          This version of Headwater may hold published totals and made-up registers only, never the record of a real
          child: nobody can sign in to it yet, so it cannot know who may see one. It sets one cookie, when you choose a
          role to look at made-up registers in, and forgets it when you close the browser. It loads nothing from other
          sites and does not log what you search for.
        </p>
        <h2 class="govuk-heading-m" id="security">
          A security concern
        </h2>
        <p class="govuk-body">
          Tell the organisation that runs this copy of Headwater, and give them time to mend it before telling others.
        </p>
        <h2 class="govuk-heading-m">Sources and licence</h2>
        <p class="govuk-body">
          The figures are the Department for Education’s and may be used under the{' '}
          <a class="govuk-link" href="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/">
            Open Government Licence v3.0
          </a>
          . Headwater is free software under the MIT licence and is not a government service. What each measure means is
          on the{' '}
          <a class="govuk-link" href={sitePaths.measures}>
            measures page
          </a>
          ; which files were read is on the{' '}
          <a class="govuk-link" href={sitePaths.releases}>
            releases page
          </a>
          .
        </p>
      </>
    ),
  });
}

function HowFiguresComeAbout() {
  return (
    <>
      <h2 class="govuk-heading-m">How a figure comes about</h2>
      <ul class="govuk-list govuk-list--bullet">
        <li>Somebody imports a file that the Department for Education published. It is kept as it was printed.</li>
        <li>Each file counts as known from the day it was published. A later file never overwrites an earlier one.</li>
        <li>
          A rate is a count divided by a count, both from the same row. Where a rate was printed, the printed one is
          shown.
        </li>
        <li>A figure that was hidden, or not available, is shown as that. It is never shown as zero.</li>
        <li>Registers go on being corrected for about two weeks, so the newest weeks are marked as provisional.</li>
        <li>
          The attendance codes changed in August 2024. Charts break their line there, because the two sides differ.
        </li>
      </ul>
    </>
  );
}

/** What works for whom, what was checked and how, and what does not work yet. */
export function accessibilityPage(shell: Shell): Promise<string> {
  return shell({
    title: 'Accessibility',
    description: 'How accessible Headwater is, how that was checked and what to do about a problem.',
    path: sitePaths.accessibility,
    breadcrumbs: [{ text: 'England', href: sitePaths.england }, { text: 'Accessibility' }],
    children: (
      <>
        <h1 class="govuk-heading-xl">Accessibility</h1>
        <p class="govuk-body">
          Headwater aims at level AA of the Web Content Accessibility Guidelines 2.2. You should be able to:
        </p>
        <ul class="govuk-list govuk-list--bullet">
          <li>do everything with a keyboard, and always see where you are</li>
          <li>read every chart and map as a sentence and as a table, and download its figures</li>
          <li>zoom to 400% and use a phone 375 pixels wide without scrolling sideways, wide tables excepted</li>
          <li>use light, dark and high-contrast colours as your device is set</li>
          <li>use every page without JavaScript, and print it</li>
        </ul>
        <h2 class="govuk-heading-m">How it is checked</h2>
        <p class="govuk-body">
          Each change runs automatic checks on the pages in a browser, in light and dark colours and at phone width, and
          checks the markup. Automatic checks find only some problems. Screen readers have not been tried by hand yet,
          and people who use assistive technology have not tested it yet.
        </p>
        <h2 class="govuk-heading-m">If something does not work for you</h2>
        <p class="govuk-body">
          Tell the organisation that runs this copy of Headwater which page it was and what you were trying to do. Ask
          them for the figures in another form: every table can be sent as a file.
        </p>
      </>
    ),
  });
}

const exampleFigures = '/api/v1/figures?area=E92000001&measure=absence-rate&grain=week';

/** What a programmer needs to begin with, and what each kind of problem means. */
export function apiPage(shell: Shell): Promise<string> {
  return shell({
    title: 'Figures for programs',
    description: 'The API: addresses, an example and what each problem means.',
    path: sitePaths.api,
    breadcrumbs: [{ text: 'England', href: sitePaths.england }, { text: 'Figures for programs' }],
    children: (
      <>
        <h1 class="govuk-heading-xl">Figures for programs</h1>
        <p class="govuk-body">
          The figures behind every page can be fetched as JSON or CSV. The addresses, their parameters and their answers
          are described in{' '}
          <a class="govuk-link" href={sitePaths.openApi}>
            OpenAPI 3.1
          </a>
          , written from the same schemas that check each request.
        </p>
        <p class="govuk-body">
          A figure is never a bare number. It carries its value, or the symbol that stood in its place, with the counts
          it was worked out from, how many schools reported, and the file it was read from.
        </p>
        <p class="govuk-body">
          For example, England’s absence rate week by week:{' '}
          <a class="govuk-link" href={exampleFigures}>
            <code>{exampleFigures}</code>
          </a>
        </p>
        <h2 class="govuk-heading-m">Problems</h2>
        <p class="govuk-body">A request that cannot be answered gets a problem document (RFC 9457). Its kinds are:</p>
        <dl class="govuk-summary-list">
          {Object.entries(problemKinds).map(([kind, title]) => (
            <div class="govuk-summary-list__row" id={kind}>
              <dt class="govuk-summary-list__key">{kind}</dt>
              <dd class="govuk-summary-list__value">{title}.</dd>
            </div>
          ))}
        </dl>
      </>
    ),
  });
}
