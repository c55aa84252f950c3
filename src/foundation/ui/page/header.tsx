import type { VNode } from 'preact';
import { Button } from '../components/button.tsx';
import { ServiceNavigation } from '../components/service-navigation.tsx';
import { Wordmark } from './wordmark.tsx';

export interface PageHeaderProps {
  readonly path: string;
  readonly navigation: readonly { readonly text: string; readonly href: string }[];
  readonly search?: SearchProps | undefined;
}

interface SearchProps {
  readonly action: string;
  readonly value?: string;
}

function Search({ action, value }: SearchProps): VNode {
  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is newer than browsers still in use in schools.
    <form class="hw-search" method="get" action={action} role="search">
      <label class="govuk-label hw-search__label" for="area-search">
        Find an area
      </label>
      <input
        class="govuk-input hw-search__input"
        id="area-search"
        name="q"
        type="search"
        value={value}
        autocomplete="off"
        spellcheck={false}
      />
      <Button classes="hw-search__button govuk-button--secondary">Find</Button>
    </form>
  );
}

/** Whether `path` is the page at `href` (`page`) or somewhere below it (`section`). */
export function placeOf(path: string, href: string): 'page' | 'section' | 'elsewhere' {
  const [current = path] = path.split(/[?#]/);
  if (current === href) return 'page';
  return href !== '/' && current.startsWith(`${href}/`) ? 'section' : 'elsewhere';
}

/** The top of every page: whose it is, where to go, and a search for an area. */
export function PageHeader({ path, navigation, search }: PageHeaderProps): VNode {
  return (
    <header class="hw-header">
      <div class="govuk-width-container hw-header__line">
        <Wordmark href="/" />
        {search && <Search {...search} />}
      </div>
      {navigation.length > 0 && (
        <ServiceNavigation
          classes="hw-navigation"
          navigationLabel="Main"
          collapseNavigationOnMobile={false}
          navigation={navigation.map(({ text, href }) => {
            const place = placeOf(path, href);
            return { text, href, current: place === 'page', active: place === 'section' };
          })}
        />
      )}
    </header>
  );
}
