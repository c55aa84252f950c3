import type { ComponentChildren, VNode } from 'preact';
import type { Attributes, Optional, Styled, Worded } from './attributes.ts';
import { classNames } from './attributes.ts';
import type { FieldsetOptions } from './fieldset.tsx';
import { Fieldset } from './fieldset.tsx';
import type { FieldNotes, FormGroupOptions } from './form-group.tsx';
import { describedByIds, FieldNotesBefore, FormGroup } from './form-group.tsx';
import { Hint } from './hint.tsx';
import { Label } from './label.tsx';

/** One answer of a radio or checkbox question. */
export interface ChoiceItem {
  readonly value: string | number;
  readonly text: ComponentChildren;
  /** The question’s id prefix and the item’s place unless given. */
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly checked?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly hint?: Worded | undefined;
  readonly label?: Styled | undefined;
  /** Asked only when this answer is chosen; always shown without JavaScript. */
  readonly conditional?: { readonly children: ComponentChildren } | undefined;
  /** `exclusive`: choosing it clears the others (checkboxes only). */
  readonly behaviour?: string | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface ChoiceDivider {
  readonly divider: string;
}

export interface ChoicesProps extends Styled, FieldNotes {
  readonly name: string;
  readonly idPrefix?: string | undefined;
  readonly fieldset?: FieldsetOptions | undefined;
  readonly items: readonly Optional<ChoiceItem | ChoiceDivider>[];
  readonly formGroup?: FormGroupOptions | undefined;
}

/** What tells radios and checkboxes apart. */
interface ChoiceKind {
  readonly block: 'govuk-radios' | 'govuk-checkboxes';
  readonly type: 'radio' | 'checkbox';
  readonly isChosen: (item: ChoiceItem) => boolean;
  /** Ids that describe the whole question, repeated on each checkbox when there is no fieldset to carry them. */
  readonly sharedDescription?: string | undefined;
}

interface PlacedChoice {
  readonly kind: ChoiceKind;
  readonly item: ChoiceItem;
  readonly id: string;
  readonly name: string;
}

function Choice({ kind, item, id, name }: PlacedChoice): VNode {
  const { block } = kind;
  const hintId = item.hint && `${id}-item-hint`;
  return (
    <div class={`${block}__item`}>
      <input
        class={`${block}__input`}
        id={id}
        name={item.name ?? name}
        type={kind.type}
        value={item.value}
        checked={kind.isChosen(item)}
        disabled={item.disabled}
        data-aria-controls={item.conditional && `conditional-${id}`}
        data-behaviour={item.behaviour}
        aria-describedby={classNames(kind.sharedDescription, hintId) || undefined}
        {...item.attributes}
      />
      <Label for={id} classes={classNames(`${block}__label`, item.label?.classes)} attributes={item.label?.attributes}>
        {item.text}
      </Label>
      {item.hint && (
        <Hint id={hintId} classes={classNames(`${block}__hint`, item.hint.classes)} attributes={item.hint.attributes}>
          {item.hint.text}
        </Hint>
      )}
    </div>
  );
}

function Conditional({ kind, item, id }: PlacedChoice): VNode | null {
  if (!item.conditional) return null;
  const hidden = !kind.isChosen(item) && `${kind.block}__conditional--hidden`;
  return (
    <div class={classNames(`${kind.block}__conditional`, hidden)} id={`conditional-${id}`}>
      {item.conditional.children}
    </div>
  );
}

function ChoiceList({ question, kind }: { readonly question: ChoicesProps; readonly kind: ChoiceKind }): VNode {
  const prefix = question.idPrefix ?? question.name;
  return (
    <div class={classNames(kind.block, question.classes)} {...question.attributes} data-module={kind.block}>
      {question.items.map((item, index) => {
        if (!item) return null;
        if ('divider' in item) return <div class={`${kind.block}__divider`}>{item.divider}</div>;
        const id = item.id ?? (index > 0 ? `${prefix}-${index + 1}` : prefix);
        const placed = { kind, item, id, name: question.name };
        return (
          <>
            <Choice {...placed} />
            <Conditional {...placed} />
          </>
        );
      })}
    </div>
  );
}

/** The whole of a radio or checkbox question; use `Radios` or `Checkboxes`. */
export function Choices({ question, kind }: { readonly question: ChoicesProps; readonly kind: ChoiceKind }): VNode {
  const prefix = question.idPrefix ?? question.name;
  const describedBy = describedByIds(prefix, {
    describedBy: question.fieldset?.describedBy ?? question.describedBy,
    hint: question.hint,
    errorMessage: question.errorMessage,
  });
  const sharedDescription = kind.type === 'checkbox' && !question.fieldset ? describedBy : undefined;
  const content = (
    <>
      <FieldNotesBefore id={prefix} hint={question.hint} errorMessage={question.errorMessage} />
      <ChoiceList question={question} kind={{ ...kind, sharedDescription }} />
    </>
  );
  return (
    <FormGroup formGroup={question.formGroup} errorMessage={question.errorMessage}>
      {question.fieldset ? (
        <Fieldset {...question.fieldset} describedBy={describedBy}>
          {content}
        </Fieldset>
      ) : (
        content
      )}
    </FormGroup>
  );
}

/** Whether an answer starts chosen: what it says itself, else whether it is among the question’s values. */
export function isChosenAmong(item: ChoiceItem, values: readonly (string | number)[] | undefined): boolean {
  if (item.checked !== undefined) return item.checked;
  return values?.some((value) => String(value) === String(item.value)) ?? false;
}
