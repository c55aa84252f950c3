import type { ComponentChildren, VNode } from 'preact';
import { h } from 'preact';
import type { Optional, Styled, Worded } from './attributes.ts';
import { classNames, present } from './attributes.ts';

export interface SummaryAction extends Worded {
  readonly href: string;
  /** What the action is about, for those who hear it out of its row. */
  readonly visuallyHiddenText?: string | undefined;
}

export interface SummaryActions {
  readonly classes?: string | undefined;
  readonly items?: readonly SummaryAction[] | undefined;
}

export interface SummaryRow {
  readonly classes?: string | undefined;
  readonly key: Omit<Worded, 'attributes'>;
  readonly value: Omit<Worded, 'attributes'>;
  readonly actions?: SummaryActions | undefined;
}

export interface SummaryCard extends Styled {
  readonly title?: (Omit<Worded, 'attributes'> & { readonly headingLevel?: 1 | 2 | 3 | 4 | 5 | 6 }) | undefined;
  readonly actions?: SummaryActions | undefined;
}

export interface SummaryListProps extends Styled {
  readonly rows: readonly Optional<SummaryRow>[];
  readonly card?: SummaryCard | undefined;
}

interface ActionLinkProps {
  readonly action: SummaryAction;
  readonly cardTitle: ComponentChildren;
}

function ActionLink({ action, cardTitle }: ActionLinkProps): VNode {
  const context = action.visuallyHiddenText || cardTitle;
  return (
    <a class={classNames('govuk-link', action.classes)} href={action.href} {...action.attributes}>
      {action.text}
      {context && (
        <span class="govuk-visually-hidden">
          {action.visuallyHiddenText && ` ${action.visuallyHiddenText}`}
          {cardTitle && [' (', cardTitle, ')']}
        </span>
      )}
    </a>
  );
}

interface RowProps {
  readonly row: SummaryRow;
  readonly cardTitle: ComponentChildren;
  readonly columns: 2 | 3;
}

function RowActions({ actions, cardTitle }: { actions: SummaryActions; cardTitle: ComponentChildren }): VNode | null {
  const links = (actions.items ?? []).map((action) => <ActionLink action={action} cardTitle={cardTitle} />);
  if (links.length === 0) return null;
  const list = (
    <ul class="govuk-summary-list__actions-list">
      {links.map((link) => (
        <li class="govuk-summary-list__actions-list-item">{link}</li>
      ))}
    </ul>
  );
  return (
    <dd class={classNames('govuk-summary-list__actions', actions.classes)}>{links.length === 1 ? links : list}</dd>
  );
}

function Row({ row, cardTitle, columns }: RowProps): VNode {
  const filler = columns === 3 && !row.actions?.items && 'govuk-summary-list__row--no-actions';
  return (
    <div class={classNames('govuk-summary-list__row', filler, row.classes)}>
      <dt class={classNames('govuk-summary-list__key', row.key.classes)}>{row.key.text}</dt>
      <dd class={classNames('govuk-summary-list__value', row.value.classes)}>{row.value.text}</dd>
      {row.actions && <RowActions actions={row.actions} cardTitle={cardTitle} />}
    </div>
  );
}

function CardActions({ actions, title }: { actions: SummaryActions; title: ComponentChildren }): VNode | null {
  const classes = classNames('govuk-summary-card__actions', actions.classes);
  const links = (actions.items ?? []).map((action) => <ActionLink action={action} cardTitle={title} />);
  if (links.length === 0) return null;
  if (links.length === 1) return <div class={classes}>{links}</div>;
  return (
    <ul class={classes}>
      {links.map((link) => (
        <li class="govuk-summary-card__action">{link}</li>
      ))}
    </ul>
  );
}

function Card({ card, children }: { readonly card: SummaryCard; readonly children: ComponentChildren }): VNode {
  const { title, actions } = card;
  const titleAttributes = { class: classNames('govuk-summary-card__title', title?.classes) };
  return (
    <div class={classNames('govuk-summary-card', card.classes)} {...card.attributes}>
      <div class="govuk-summary-card__title-wrapper">
        {title && h(`h${title.headingLevel ?? 2}`, titleAttributes, title.text)}
        {actions && <CardActions actions={actions} title={title?.text} />}
      </div>
      <div class="govuk-summary-card__content">{children}</div>
    </div>
  );
}

/** GOV.UK summary list: facts and their names, optionally on a card. */
export function SummaryList({ rows, card, classes, attributes }: SummaryListProps): VNode {
  const shown = present(rows);
  const columns = shown.some((row) => row.actions?.items?.length) ? 3 : 2;
  const list = (
    <dl class={classNames('govuk-summary-list', classes)} {...attributes}>
      {shown.map((row) => (
        <Row row={row} cardTitle={card?.title?.text} columns={columns} />
      ))}
    </dl>
  );
  return card ? <Card card={card}>{list}</Card> : list;
}
