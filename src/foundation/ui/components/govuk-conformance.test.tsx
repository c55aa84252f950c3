import { readFileSync } from 'node:fs';
import type { ComponentType } from 'preact';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { BackLink } from './back-link.tsx';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { Button } from './button.tsx';
import { Checkboxes } from './checkboxes.tsx';
import { Details } from './details.tsx';
import { ErrorMessage } from './error-message.tsx';
import { ErrorSummary } from './error-summary.tsx';
import { Fieldset } from './fieldset.tsx';
import type { GovukOptions, LooseProps } from './govuk-options.ts';
import { FixtureOptions } from './govuk-options.ts';
import { Hint } from './hint.tsx';
import { Input } from './input.tsx';
import { InsetText } from './inset-text.tsx';
import { Label } from './label.tsx';
import { normalisedHtml } from './normalised-html.ts';
import { NotificationBanner } from './notification-banner.tsx';
import { Pagination } from './pagination.tsx';
import { PhaseBanner } from './phase-banner.tsx';
import { Radios } from './radios.tsx';
import { Select } from './select.tsx';
import { ServiceNavigation } from './service-navigation.tsx';
import { SkipLink } from './skip-link.tsx';
import { SummaryList } from './summary-list.tsx';
import { Table } from './table.tsx';
import { Tag } from './tag.tsx';
import { Textarea } from './textarea.tsx';
import { WarningText } from './warning-text.tsx';

interface Fixture {
  readonly name: string;
  readonly options: GovukOptions;
  readonly html: string;
}

type Adapter = (options: GovukOptions, fixture: FixtureOptions) => LooseProps;

interface Conformance {
  readonly component: unknown;
  readonly props: Adapter;
}

/** Most components: `text` or `html` become children, and everything else keeps its name. */
const wordsAsChildren: Adapter = (options, fixture) => {
  const { text: _text, html: _html, ...rest } = options;
  return { ...rest, children: fixture.words(options) };
};

const field: Adapter = (options, fixture) => ({
  ...options,
  label: fixture.worded(options['label']) ?? {},
  hint: fixture.worded(options['hint']),
  errorMessage: fixture.worded(options['errorMessage']),
  prefix: fixture.worded(options['prefix']),
  suffix: fixture.worded(options['suffix']),
});

function fieldsetOptions(value: unknown, fixture: FixtureOptions): LooseProps | undefined {
  if (!value) return undefined;
  const options = value as GovukOptions;
  return { ...options, legend: fixture.worded(options['legend']) };
}

function choiceItem(value: unknown, fixture: FixtureOptions): unknown {
  if (!value || 'divider' in (value as object)) return value;
  const item = value as GovukOptions;
  const html = (item['conditional'] as GovukOptions | undefined)?.['html'];
  return {
    ...fixture.worded(item),
    hint: fixture.worded(item['hint']),
    conditional: typeof html === 'string' && html ? { children: fixture.placeholder(html) } : undefined,
  };
}

const choices: Adapter = (options, fixture) => ({
  ...field(options, fixture),
  fieldset: fieldsetOptions(options['fieldset'], fixture),
  items: (options['items'] as readonly unknown[]).map((item) => choiceItem(item, fixture)),
});

function summaryActions(value: unknown, fixture: FixtureOptions): LooseProps | undefined {
  return value ? { ...value, items: fixture.wordedList((value as GovukOptions)['items']) } : undefined;
}

function summaryRow(value: unknown, fixture: FixtureOptions): unknown {
  if (!value) return value;
  const row = value as GovukOptions;
  return {
    ...row,
    key: fixture.worded(row['key']),
    value: fixture.worded(row['value']) ?? {},
    actions: summaryActions(row['actions'], fixture),
  };
}

function summaryCard(value: unknown, fixture: FixtureOptions): LooseProps | undefined {
  if (!value) return undefined;
  const card = value as GovukOptions;
  return { ...card, title: fixture.worded(card['title']), actions: summaryActions(card['actions'], fixture) };
}

function navigationSlots(value: unknown, fixture: FixtureOptions): LooseProps | undefined {
  if (!value) return undefined;
  const slots = Object.entries(value).map(([name, slot]: [string, unknown]) => {
    const html = typeof slot === 'string' ? slot : (slot as GovukOptions)['html'];
    return [name, fixture.placeholder(String(html))] as const;
  });
  const end = (value as GovukOptions)['end'] as GovukOptions | undefined;
  return { ...Object.fromEntries(slots), endAlign: end?.['align'] };
}

const covered: Readonly<Record<string, Conformance>> = {
  'back-link': {
    component: BackLink,
    props: (options, fixture) => ({ href: '#', ...wordsAsChildren(options, fixture) }),
  },
  breadcrumbs: {
    component: Breadcrumbs,
    props: (options, fixture) => ({ ...options, items: fixture.wordedList(options['items'] ?? []) }),
  },
  button: { component: Button, props: wordsAsChildren },
  checkboxes: { component: Checkboxes, props: choices },
  details: {
    component: Details,
    props: (options, fixture) => ({
      ...wordsAsChildren(options, fixture),
      summaryText: fixture.words(options, 'summaryText', 'summaryHtml'),
    }),
  },
  'error-message': { component: ErrorMessage, props: wordsAsChildren },
  'error-summary': {
    component: ErrorSummary,
    props: (options, fixture) => ({
      ...options,
      titleText: fixture.words(options, 'titleText', 'titleHtml'),
      errorList: fixture.wordedList(options['errorList']),
      children: fixture.words(options, 'descriptionText', 'descriptionHtml'),
    }),
  },
  fieldset: {
    component: Fieldset,
    props: (options, fixture) => ({
      ...options,
      legend: fixture.worded(options['legend']),
      children: fixture.words(options),
    }),
  },
  hint: { component: Hint, props: wordsAsChildren },
  input: { component: Input, props: field },
  'inset-text': { component: InsetText, props: wordsAsChildren },
  label: { component: Label, props: wordsAsChildren },
  'notification-banner': {
    component: NotificationBanner,
    props: (options, fixture) => ({
      ...options,
      titleText: fixture.words(options, 'titleText', 'titleHtml'),
      children: fixture.words(options),
    }),
  },
  pagination: {
    component: Pagination,
    props: (options, fixture) => ({
      ...options,
      items: (options['items'] as readonly (object | null)[] | undefined)?.map((item) =>
        // An item that says nothing is one left out.
        item && Object.keys(item).length > 0 ? item : null,
      ),
      previous: fixture.worded(options['previous']),
      next: fixture.worded(options['next']),
    }),
  },
  'phase-banner': {
    component: PhaseBanner,
    props: (options, fixture) => ({
      ...wordsAsChildren(options, fixture),
      tag: fixture.worded(options['tag']) ?? {},
    }),
  },
  radios: { component: Radios, props: choices },
  select: {
    component: Select,
    props: (options, fixture) => ({
      ...field(options, fixture),
      items: ((options['items'] ?? []) as readonly GovukOptions[]).map((item) =>
        // The value of one of ours is text or a number.
        item && item['value'] === false ? { ...item, value: 'false' } : item,
      ),
    }),
  },
  'service-navigation': {
    component: ServiceNavigation,
    props: (options, fixture) => ({
      ...options,
      navigation: fixture.wordedList(options['navigation']),
      slots: navigationSlots(options['slots'], fixture),
    }),
  },
  'skip-link': { component: SkipLink, props: wordsAsChildren },
  'summary-list': {
    component: SummaryList,
    props: (options, fixture) => ({
      ...options,
      rows: ((options['rows'] ?? []) as readonly unknown[]).map((row) => summaryRow(row, fixture)),
      card: summaryCard(options['card'], fixture),
    }),
  },
  table: {
    component: Table,
    props: (options, fixture) => ({
      ...options,
      head: fixture.wordedList(options['head']),
      rows: (options['rows'] as readonly unknown[]).map((row) => fixture.wordedList(row)),
    }),
  },
  tag: { component: Tag, props: wordsAsChildren },
  textarea: { component: Textarea, props: field },
  'warning-text': { component: WarningText, props: wordsAsChildren },
};

function fixturesOf(component: string): readonly Fixture[] {
  const path = `node_modules/govuk-frontend/dist/govuk/components/${component}/fixtures.json`;
  return JSON.parse(readFileSync(path, 'utf8')).fixtures;
}

function rendered(conformance: Conformance, options: GovukOptions): string {
  const fixture = new FixtureOptions();
  const props = conformance.props(options, fixture);
  return fixture.restore(renderToString(h(conformance.component as ComponentType<LooseProps>, props)));
}

describe.each(Object.entries(covered))('%s renders what govuk-frontend renders', (name, conformance) => {
  it.each(fixturesOf(name).map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
    expect(normalisedHtml(rendered(conformance, fixture.options))).toBe(normalisedHtml(fixture.html));
  });
});
