import type { ComponentChildren, VNode } from 'preact';
import { Button } from './button.tsx';
import type { SelectItem } from './select.tsx';
import { Select } from './select.tsx';

export interface FilterField {
  /** The name in the query. */
  readonly name: string;
  readonly label: string;
  readonly value?: string | undefined;
  readonly items: readonly SelectItem[];
}

export interface FilterFormProps {
  /** Asked with a GET of this path, whose own query, if any, is replaced; or with a POST where `method` says so. */
  readonly action: string;
  /** `post` where what is typed may be somebody’s name, which no address, history or log may keep. */
  readonly method?: 'post' | undefined;
  /** Names the form, such as “Choose what to show”. */
  readonly label: string;
  readonly fields: readonly FilterField[];
  /** Sent along unchanged. */
  readonly hidden?: Readonly<Record<string, string>> | undefined;
  readonly applyText?: string | undefined;
  /** Comes before the ids of fields, where a page has more than one form. */
  readonly idPrefix?: string | undefined;
  /** More fields, after the selects. */
  readonly children?: ComponentChildren;
}

/** Choices that change what a page shows, kept in its address; nothing happens until they are applied. */
export function FilterForm(props: FilterFormProps): VNode {
  const prefix = props.idPrefix ?? 'filter';
  return (
    <form class="hw-filter" method={props.method ?? 'get'} action={props.action} aria-label={props.label}>
      {Object.entries(props.hidden ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {props.fields.map((field) => (
        <Select
          id={`${prefix}-${field.name}`}
          name={field.name}
          label={{ text: field.label }}
          items={field.items}
          value={field.value}
        />
      ))}
      {props.children}
      <Button classes="hw-filter__apply govuk-button--secondary">{props.applyText ?? 'Apply'}</Button>
    </form>
  );
}
