import type { Enhancement } from './enhancement.ts';

/** A register's list, one fieldset a pupil. */
interface RegisterList {
  readonly form: HTMLFormElement;
  readonly list: HTMLElement;
  readonly rows: readonly HTMLFieldSetElement[];
  /** Rows that were marked by a key, the latest last. */
  readonly marked: HTMLFieldSetElement[];
}

const rowSelector = 'fieldset';

/**
 * Taking a register with the keyboard: one key a mark, and on to the next pupil. Keys mean marks only while a button of
 * the list has the focus (WCAG 2.1.4), never in a field that is typed into, and never with Ctrl, Alt or Meta.
 */
export const registerForm: Enhancement = {
  name: 'register',
  begin(element) {
    const rows = [...element.querySelectorAll<HTMLFieldSetElement>(rowSelector)];
    const list = rows[0]?.parentElement;
    if (!(element instanceof HTMLFormElement) || !list) return;
    const register: RegisterList = { form: element, list, rows, marked: [] };
    list.addEventListener('keydown', (event) => press(register, event));
    element.addEventListener('change', (event) => settle(register, event));
    element.addEventListener('input', () => count(register));
    for (const row of rows) showReason(row);
    warnBeforeLeaving(element);
    count(register);
    beginAt(register);
  },
};

/** The first pupil without a mark; what went wrong is read first where something did. */
function beginAt({ rows }: RegisterList): void {
  if (document.querySelector('.govuk-error-summary')) {
    document.querySelector<HTMLElement>('.govuk-error-summary a')?.focus();
    return;
  }
  const first = rows.find((row) => !isMarked(row)) ?? rows[0];
  if (first) focusRow(first);
}

function press(register: RegisterList, event: KeyboardEvent): void {
  const { target } = event;
  const row = target instanceof HTMLElement ? target.closest<HTMLFieldSetElement>(rowSelector) : null;
  if (!row || event.ctrlKey || event.altKey || event.metaKey || isTypedInto(target)) return;
  if (act(register, row, event.key)) event.preventDefault();
}

/** Does what a key means; answers whether it means anything here. */
function act(register: RegisterList, row: HTMLFieldSetElement, key: string): boolean {
  switch (key) {
    case 'ArrowDown':
      return move(register, row, 1);
    case 'ArrowUp':
      return move(register, row, -1);
    case 'Backspace':
      return takeBack(register);
    case 'End':
      register.form.querySelector<HTMLElement>('input[type=checkbox]')?.focus();
      return true;
    default:
      return mark(register, row, key.toLowerCase());
  }
}

function mark(register: RegisterList, row: HTMLFieldSetElement, key: string): boolean {
  const button = buttons(row).find((one) => one.dataset['keys']?.split(' ').includes(key));
  if (!button) return false;
  button.checked = true;
  chosen(row);
  register.marked.push(row);
  count(register);
  return move(register, row, 1);
}

function move({ rows, form }: RegisterList, row: HTMLFieldSetElement, step: 1 | -1): boolean {
  const next = rows[rows.indexOf(row) + step];
  if (next) focusRow(next);
  else if (step === 1) form.querySelector<HTMLElement>('input[type=checkbox]')?.focus();
  return true;
}

/** Takes back the last mark a key has set, and goes there. */
function takeBack(register: RegisterList): boolean {
  const row = register.marked.pop();
  if (!row) return true;
  const shown = row.querySelector<HTMLInputElement>('input[type=hidden]')?.value ?? '';
  const before = buttons(row).find(({ value }) => value === shown) ?? buttons(row).find(({ value }) => value === '');
  if (before) before.checked = true;
  chosen(row);
  focusRow(row);
  count(register);
  return true;
}

function settle(register: RegisterList, { target }: Event): void {
  const row = target instanceof HTMLElement ? target.closest<HTMLFieldSetElement>(rowSelector) : null;
  if (row && target instanceof HTMLInputElement && target.type === 'radio') chosen(row);
  if (row && isTypedInto(target)) typed(row);
  count(register);
}

/** A button was chosen: what was typed no longer stands. */
function chosen(row: HTMLFieldSetElement): void {
  const field = otherField(row);
  if (field) field.value = '';
  showReason(row);
}

/** Something was typed: no button stands. */
function typed(row: HTMLFieldSetElement): void {
  const none = buttons(row).find(({ value }) => value === '');
  if (none && otherField(row)?.value) none.checked = true;
  showReason(row);
}

/** The reason is asked once a mark that was there is another. */
function showReason(row: HTMLFieldSetElement): void {
  const reason = row.querySelector<HTMLElement>('.hw-take__reason');
  const shown = row.querySelector<HTMLInputElement>('input[type=hidden]')?.value ?? '';
  if (reason) reason.hidden = currentCode(row) === shown && !row.classList.contains('hw-take__row--error');
}

function count({ form, rows }: RegisterList): void {
  const marked = rows.filter(isMarked).length;
  const rest = form.querySelector<HTMLInputElement>('input[type=checkbox]')?.checked ? rows.length - marked : 0;
  const line = form.querySelector('[role=status]');
  if (line) {
    const others = rest > 0 ? `, ${rest} more to be marked present` : '';
    line.textContent = `${marked} of ${rows.length} marked${others}`;
  }
}

function warnBeforeLeaving(form: HTMLFormElement): void {
  // What could not be kept is not saved yet.
  const before = document.querySelector('.govuk-error-summary') ? '' : fingerprint(form);
  let saving = false;
  form.addEventListener('submit', () => {
    saving = true;
  });
  window.addEventListener('beforeunload', (event) => {
    if (!saving && fingerprint(form) !== before) event.preventDefault();
  });
}

function fingerprint(form: HTMLFormElement): string {
  return [...new FormData(form)].map(([name, value]) => `${name}=${String(value)}`).join('\n');
}

function focusRow(row: HTMLFieldSetElement): void {
  const button = buttons(row).find((one) => one.checked) ?? buttons(row)[0];
  button?.focus();
  row.scrollIntoView({ block: 'nearest' });
}

function isMarked(row: HTMLFieldSetElement): boolean {
  return currentCode(row) !== '';
}

function currentCode(row: HTMLFieldSetElement): string {
  return otherField(row)?.value.trim() || (buttons(row).find((one) => one.checked)?.value ?? '');
}

function buttons(row: HTMLFieldSetElement): HTMLInputElement[] {
  return [...row.querySelectorAll<HTMLInputElement>('input[type=radio]')];
}

function otherField(row: HTMLFieldSetElement): HTMLInputElement | null {
  return row.querySelector<HTMLInputElement>('input[list]');
}

function isTypedInto(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === 'text';
}
