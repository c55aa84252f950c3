import type { VNode } from 'preact';
import { Select } from '#foundation/ui/components/select.tsx';
import type { ShellPage } from '#foundation/ui/page/shell.ts';
import { purposes } from '#platform/access/purposes.ts';
import { keyPurposes } from '../api-keys.ts';
import { signInPaths } from '../paths.ts';
import { capitalised } from './choose.tsx';

/** One key of an organisation, as somebody in a role there sees it. */
export interface KeyLine {
  readonly keyId: number;
  readonly name: string;
  readonly words: string;
  readonly state: 'serves' | 'waits' | 'over';
  readonly may: 'approve' | 'look';
}

/** `/account/keys`: the keys that wait for somebody whose own role reads what they read. */
export function waitingKeysPage({
  organisation,
  keys,
}: {
  readonly organisation: string;
  readonly keys: readonly KeyLine[];
}): ShellPage {
  return {
    title: 'Keys that wait for you',
    path: signInPaths.waitingKeys,
    children: (
      <>
        <h1 class="govuk-heading-xl">Keys that wait for you</h1>
        <p class="govuk-body">
          A supplier’s program asks for {organisation} with a key. You may let one work because your own role reads, and
          where it changes anything, changes, at least as much. It then works until its last day, or until it is
          revoked.
        </p>
        {keys.length === 0 ? (
          <p class="govuk-body">No key waits for you.</p>
        ) : (
          <form method="post" action={signInPaths.waitingKeys}>
            <dl class="govuk-summary-list">
              {keys.map(({ keyId, name, words }) => (
                <div class="govuk-summary-list__row">
                  <dt class="govuk-summary-list__key">{name}</dt>
                  <dd class="govuk-summary-list__value">{words}</dd>
                  <dd class="govuk-summary-list__actions">
                    <button class="hw-choice" type="submit" name="approve" value={keyId}>
                      Approve<span class="govuk-visually-hidden"> {name}</span>
                    </button>
                    <button class="hw-choice" type="submit" name="refuse" value={keyId}>
                      Refuse<span class="govuk-visually-hidden"> {name}</span>
                    </button>
                  </dd>
                </div>
              ))}
            </dl>
          </form>
        )}
      </>
    ),
  };
}

/** Every key of an organisation, for whoever administers it. */
export function Keys({ keys }: { readonly keys: readonly KeyLine[] }): VNode {
  if (keys.length === 0) return <p class="govuk-body">No key has been made yet.</p>;
  return (
    <form method="post" action={`${signInPaths.organisation}/keys/revoke`}>
      <dl class="govuk-summary-list">
        {keys.map(({ keyId, name, words, state, may }) => (
          <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">{name}</dt>
            <dd class="govuk-summary-list__value">{words}</dd>
            <dd class="govuk-summary-list__actions">
              {state !== 'over' && (
                <button class="hw-choice" type="submit" name="key" value={keyId}>
                  Revoke<span class="govuk-visually-hidden"> {name}</span>
                </button>
              )}
              {state === 'waits' && may === 'approve' && (
                <a class="govuk-link" href={signInPaths.waitingKeys}>
                  Approve<span class="govuk-visually-hidden"> {name}</span>
                </a>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </form>
  );
}

/** What a key reads, from the least: each includes those before it, so that nobody chooses half of what a system needs. */
export const keyReaches = {
  totals: ['totals'],
  attendance: ['totals', 'identity', 'attendance'],
  registers: ['totals', 'identity', 'characteristics', 'attendance'],
} as const;

/** What a key is to be. */
export function NewKey(): VNode {
  return (
    <form class="hw-more" method="post" action={`${signInPaths.organisation}/keys`}>
      <div class="govuk-form-group">
        <label class="govuk-label" for="key-name">
          What is the key for?
        </label>
        <div id="key-name-hint" class="govuk-hint">
          The supplier or system, such as: our MIS, nightly registers
        </div>
        <input
          class="govuk-input govuk-input--width-20"
          id="key-name"
          name="name"
          maxlength={60}
          required
          aria-describedby="key-name-hint"
        />
      </div>
      <Select
        name="purpose"
        id="key-purpose"
        label={{ text: 'For what purpose?' }}
        items={keyPurposes.map((one) => ({ value: one, text: capitalised(purposes[one]) }))}
      />
      <Select
        name="reach"
        id="key-reach"
        label={{ text: 'What may it see?' }}
        items={[
          { value: 'totals', text: 'Counts, without a child' },
          { value: 'attendance', text: 'Names, classes and registers' },
          { value: 'registers', text: 'Names, classes, registers and characteristics' },
        ]}
      />
      <Select
        name="may"
        id="key-may"
        label={{ text: 'May it change anything?' }}
        items={[
          { value: 'read', text: 'No, it only reads' },
          { value: 'change', text: 'Yes: it sends registers and the roll of a setting' },
        ]}
      />
      <Select
        name="days"
        id="key-days"
        label={{ text: 'For how long?' }}
        items={[
          { value: '90', text: 'Three months' },
          { value: '365', text: 'A year' },
          { value: '7', text: 'A week' },
        ]}
      />
      <button class="govuk-button" type="submit">
        Make a key
      </button>
    </form>
  );
}
