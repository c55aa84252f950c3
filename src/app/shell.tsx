import type { Clock } from '#foundation/kernel/effects.ts';
import { Page, renderPage } from '#foundation/ui/page/page.tsx';
import type { Shell } from '#foundation/ui/page/shell.ts';
import type { Assets } from './assets.ts';
import { sitePaths } from './paths.ts';
import type { Standing } from './scope-asking.ts';
import type { SigningIn } from './scope-banner.tsx';
import { standingBanner } from './scope-banner.tsx';
import type { ScopeMode } from './scope-personas.ts';

const navigation = [
  { text: 'Live', href: sitePaths.live },
  { text: 'England', href: sitePaths.publishedEngland },
  { text: 'Areas', href: sitePaths.areas },
  { text: 'Map', href: sitePaths.map },
  { text: 'Releases', href: sitePaths.releases },
  { text: 'Measures', href: sitePaths.measures },
  { text: 'About', href: sitePaths.about },
];

const footer = (
  <>
    <ul class="govuk-footer__inline-list">
      <li class="govuk-footer__inline-list-item">
        <a class="govuk-footer__link" href={sitePaths.about}>
          How the figures come about
        </a>
      </li>
      <li class="govuk-footer__inline-list-item">
        <a class="govuk-footer__link" href={sitePaths.accessibility}>
          Accessibility
        </a>
      </li>
      <li class="govuk-footer__inline-list-item">
        <a class="govuk-footer__link" href={sitePaths.api}>
          Figures for programs (API)
        </a>
      </li>
    </ul>
    <p class="govuk-body-s">
      Published figures come from the Department for Education and may be used under the Open Government Licence v3.0.
      Headwater is independent of government.
    </p>
  </>
);

const demonstrationBanner = (
  <p class="govuk-body">
    <strong>Demonstration data.</strong> Every figure on this page is made up. To see real ones, import a published
    release.
  </p>
);

const madeUpRegistersBanner = (
  <p class="govuk-body">
    <strong>Made-up registers.</strong> Exampleshire, its settings and everybody on their rolls are made up, and so are
    their live figures. Published figures are real.
  </p>
);

export interface ShellOptions {
  readonly assets: Assets['urls'];
  /** Whether the figures being shown are made up. Asked for each page, so answer from memory where you can. */
  readonly showsDemonstration: () => Promise<boolean>;
  /** Whether made-up registers are kept here: said where the published figures are real. */
  readonly keepsMadeUpRegisters?: (() => Promise<boolean>) | undefined;
  /** Who the page is for. Nobody, and nobody can be, unless given. */
  readonly scopes?: { readonly mode: ScopeMode; whoIsHere(): Promise<Standing> } | undefined;
  /** Whether people can sign in. Not unless given. */
  readonly signingIn?: SigningIn | undefined;
  /** How many people made up one can sign in as, for the first screen; none unless given. */
  readonly countMadeUp?: (() => Promise<number>) | undefined;
  /** By which a page on paper says when it was drawn; it does not, unless given. */
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

/** The one page layout of the site: every room's pages are drawn inside it. */
export function createShell({
  assets,
  showsDemonstration,
  keepsMadeUpRegisters,
  scopes,
  signingIn = 'impossible',
  countMadeUp,
  clock,
}: ShellOptions): Shell {
  return async ({ searched, children, ...page }) => {
    const first = page.path === sitePaths.england;
    const [demonstration, registers, standing, madeUp = 0] = await Promise.all([
      showsDemonstration(),
      keepsMadeUpRegisters?.(),
      scopes?.whoIsHere().catch(unknown),
      first ? countMadeUp?.().catch(unknown) : undefined,
    ]);
    const warning = demonstration ? demonstrationBanner : registers && madeUpRegistersBanner;
    const here =
      scopes &&
      standing &&
      standingBanner(standing, { mode: scopes.mode, signingIn, madeUp, path: page.path, now: clock?.now() });
    return renderPage(
      <Page
        {...page}
        navigation={navigation}
        assets={assets}
        footer={footer}
        search={{ action: sitePaths.areas, ...(searched !== undefined && { value: searched }) }}
        {...((warning || here) && {
          banner: (
            <>
              {here}
              {warning}
            </>
          ),
        })}
      >
        {children}
      </Page>,
    );
  };
}

/** The page that says the database is gone has a banner's place too. */
function unknown(): undefined {
  return undefined;
}
