import type { VNode } from 'preact';
import { classNames } from '#foundation/ui/components/attributes.ts';
import type { CommonCode } from '../page-common-codes.ts';
import { fieldNames } from '../page-form.ts';
import type { PupilRow } from '../page-register.ts';
import type { UnkeptRow } from '../page-save.ts';

export interface RegisterRowProps {
  readonly pupil: PupilRow;
  readonly common: readonly CommonCode[];
  /** What was posted and could not be kept: shown again as it was chosen. */
  readonly unkept: UnkeptRow | undefined;
}

/** Where a row's error leads. */
export function rowId(slot: number): string {
  return `pupil-${slot}`;
}

/** One pupil: a button for each common mark, a field for any other, and the reason once a mark is there. */
export function RegisterRow({ pupil, common, unkept }: RegisterRowProps): VNode {
  const { slot, code, suggested } = pupil;
  const wanted = unkept?.wanted ?? (code || suggested);
  const chosen = common.some((one) => one.code === wanted) ? wanted : '';
  const typed = chosen === wanted ? '' : wanted;
  const filled = typed !== '' && unkept === undefined ? typed : '';
  const errorId = `${rowId(slot)}-error`;
  return (
    <fieldset
      class={classNames('hw-take__row', unkept && 'hw-take__row--error')}
      id={rowId(slot)}
      aria-describedby={unkept && errorId}
    >
      <legend class="hw-take__name">
        {pupil.name}
        {pupil.note && <span class="hw-take__note">{pupil.note}</span>}
      </legend>
      {unkept && (
        <p class="govuk-error-message" id={errorId}>
          <span class="govuk-visually-hidden">Error:</span> {unkept.message}
        </p>
      )}
      <div class="hw-take__marks">
        {common.map((one) => (
          <Choice slot={slot} value={one.code} isChosen={chosen === one.code} keys={one.keys} short={one.short} />
        ))}
        <Choice slot={slot} value="" isChosen={chosen === ''} keys={[]} short="No mark" />
        <label class="hw-take__other">
          Other{' '}
          <input class="govuk-input" name={fieldNames.typed(slot)} value={typed} list="codes" autocomplete="off" />
        </label>
        <span class="hw-take__paper">{wanted}</span>
      </div>
      {code !== '' && <Reason slot={slot} value={unkept?.reason} />}
      <input type="hidden" name={fieldNames.shown(slot)} value={code} />
      {filled !== '' && <input type="hidden" name={fieldNames.filled(slot)} value={filled} />}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly slot: number;
  readonly value: string;
  readonly isChosen: boolean;
  readonly keys: readonly string[];
  readonly short: string;
}

function Choice({ slot, value, isChosen, keys, short }: ChoiceProps): VNode {
  const attributes = keys.length === 0 ? {} : { 'data-keys': keys.join(' ') };
  return (
    <label class="hw-take__mark">
      <input type="radio" name={fieldNames.choice(slot)} value={value} checked={isChosen} {...attributes} />
      <span>
        {value.length > 0 && value.length <= 2 && <b aria-hidden="true">{value}</b>}
        {short}
      </span>
    </label>
  );
}

function Reason({ slot, value }: { readonly slot: number; readonly value: string | undefined }): VNode {
  const name = fieldNames.reason(slot);
  return (
    <div class="hw-take__reason">
      <label class="govuk-label" for={name}>
        Reason, if you change this mark
      </label>
      <input class="govuk-input" id={name} name={name} value={value} maxlength={500} autocomplete="off" />
    </div>
  );
}
